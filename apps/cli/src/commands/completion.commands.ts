import { Argument, type Command, Option } from 'commander';

/** Asked by the scripts below for what may follow: the words of the line, the last one unfinished. */
const COMPLETE = '__complete';

const SCRIPTS = {
  bash: `_rowhouse() {
  local IFS=$'\\n'
  COMPREPLY=($(rowhouse ${COMPLETE} -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _rowhouse rowhouse
`,
  zsh: `#compdef rowhouse
_rowhouse() {
  local -a found
  found=("\${(@f)$(rowhouse ${COMPLETE} -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a found
}
compdef _rowhouse rowhouse
`,
  fish: `function __rowhouse
  set -l words (commandline -opc) (commandline -ct)
  rowhouse ${COMPLETE} -- $words[2..-1] 2>/dev/null
end
complete -c rowhouse -f -a '(__rowhouse)'
`,
} as const;

/** `rowhouse completion bash` and the like. */
export function addCompletionCommands(program: Command): void {
  program
    .command('completion')
    .description('print a completion script: source <(rowhouse completion bash)')
    .addArgument(new Argument('<shell>').choices(Object.keys(SCRIPTS)))
    .action((shell: keyof typeof SCRIPTS) => void process.stdout.write(SCRIPTS[shell]));

  program
    .command(COMPLETE, { hidden: true })
    .argument('[words...]')
    .allowUnknownOption()
    .action((words: string[]) => {
      const found = candidates(program, words);
      if (found.length > 0) process.stdout.write(`${found.join('\n')}\n`);
    });
}

/** Names of commands, then options, that begin with the last word. */
export function candidates(program: Command, words: readonly string[]): string[] {
  const last = words.at(-1) ?? '';
  let command = program;
  for (const word of words.slice(0, -1)) {
    command = command.commands.find((one) => one.name() === word) ?? command;
  }
  const names = command.commands.map((one) => one.name()).filter((name) => name !== COMPLETE);
  const options = [...command.options, ...(command === program ? [] : program.options)].filter(isShown);
  const flags = options.flatMap(({ long }) => long ?? []);
  return [
    ...(last.startsWith('-') ? [] : names),
    ...(last.startsWith('-') || names.length === 0 ? flags : []),
  ]
    .filter((one) => one.startsWith(last))
    .sort();
}

const isShown = ({ hidden }: Option): boolean => !hidden;
