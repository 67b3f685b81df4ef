import { explain } from './explain.js';

interface Command {
  /** Written when the arguments are wrong. */
  usage: string;
  /** Errors that say all there is to say. */
  Refused: new (...given: never[]) => Error;
}

/** Runs a program of the terminal. @param main answers its exit code; after an error it is 1 */
export function runCommand(main: () => Promise<number>, { usage, Refused }: Command): void {
  main().then(
    (code) => process.exit(code),
    (error: unknown) => {
      const isUsage = String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');
      const known = error instanceof Refused ? `✗ ${error.message}` : explain(error);
      process.stderr.write(`${isUsage ? `${(error as Error).message}\n${usage}` : known}\n`);
      process.exit(1);
    },
  );
}
