import { type Command, InvalidArgumentError } from 'commander';
import { Client } from './client.js';
import { Output } from './output.js';

/** What every command works with, read from the options before its name or behind it. */
export class Context {
  private made: Client | undefined;

  constructor(private readonly program: Command) {}

  /** One for the program: it renews the token once, however many requests wait for it. */
  get client(): Client {
    return (this.made ??= new Client(this.program.opts<{ url?: string }>().url));
  }

  get output(): Output {
    return new Output(this.program.opts<{ json?: boolean }>().json === true);
  }
}

/** @throws InvalidArgumentError for what no request can be sent to */
export function parseUrl(text: string): string {
  const isHttp = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (!isHttp) throw new InvalidArgumentError('It must begin with http:// or https://.');
  return text;
}
