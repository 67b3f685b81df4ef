import { type Command, InvalidArgumentError } from 'commander';
import { Client } from './client.js';
import { Output } from './output.js';
import { Profiles } from './profiles.js';

interface GlobalOptions {
  url?: string;
  json?: boolean;
  profile?: string;
  org?: string;
}

/** What every command works with, read from the options before its name or behind it. */
export class Context {
  readonly profiles = new Profiles();
  private made: Client | undefined;

  constructor(private readonly program: Command) {}

  /** One for the program: it renews the token once, however many requests wait for it. */
  get client(): Client {
    const { url = process.env['ROWHOUSE_URL'] || undefined } = this.options;
    const apiKey = process.env['ROWHOUSE_API_KEY'] || undefined;
    const { profiles, profile } = this;
    return (this.made ??= new Client({ profiles, profile, url: url && parseUrl(url), apiKey }));
  }

  get profile(): string {
    return this.profiles.current(this.options.profile ?? (process.env['ROWHOUSE_PROFILE'] || undefined));
  }

  /** The organization of the requests, if it is not the one of the sign-in. */
  get organization(): string | undefined {
    return this.options.org;
  }

  /** The words of the command line. */
  get given(): readonly string[] {
    return (this.program as Command & { rawArgs?: string[] }).rawArgs ?? [];
  }

  get output(): Output {
    return new Output(this.options.json === true);
  }

  private get options(): GlobalOptions {
    return this.program.opts<GlobalOptions>();
  }
}

/** @throws InvalidArgumentError for what no request can be sent to */
export function parseUrl(text: string): string {
  const isHttp = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
  if (!isHttp) throw new InvalidArgumentError('It must begin with http:// or https://.');
  return text;
}
