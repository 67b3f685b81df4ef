import type { Failure } from './failure.js';

/** What a command says: answers as JSON on standard output, messages for people, all of it JSON with `--json`. */
export class Output {
  /** @param json one JSON value a line, on both outputs */
  constructor(readonly json: boolean) {}

  /** An answer of the service. */
  show(value: unknown): void {
    process.stdout.write(`${this.json ? JSON.stringify(value) : JSON.stringify(value, null, 2)}\n`);
  }

  /** What was done, in a message or as a value. */
  done(message: string, value: Record<string, unknown>): void {
    process.stdout.write(`${this.json ? JSON.stringify(value) : message}\n`);
  }

  failed(failure: Failure): void {
    process.stderr.write(this.json ? `${JSON.stringify({ error: failure })}\n` : inWords(failure));
  }
}

function inWords({ message, status, hint, errors = {} }: Failure): string {
  const lines = [`rowhouse: ${message}${status === undefined ? '' : ` (${status})`}`];
  for (const fault of Object.values(errors)) lines.push(`          ${fault}`);
  if (hint !== undefined) lines.push(`          ${hint}`);
  return `${lines.join('\n')}\n`;
}
