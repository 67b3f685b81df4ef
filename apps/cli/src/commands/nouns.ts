import type { Command } from 'commander';

/** The command of a noun, made when it is named first. */
export function nounOf(program: Command, noun: string): Command {
  const found = program.commands.find((one) => one.name() === noun);
  return found ?? program.command(noun).description(`${noun.replaceAll('-', ' ')} of the native API`);
}
