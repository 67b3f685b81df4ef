import cliProgress from 'cli-progress';
import type { EmbeddedMongodbOptions } from '@rowhouse/embedded-mongodb';
import type { Log } from './common/logging/log.js';
import type { Env } from './config/env.js';
import { logOptionsOf } from './config/log.js';
import { keepOperatorSecret } from './config/operator-secret.js';

type Progress = Parameters<NonNullable<EmbeddedMongodbOptions['progress']>>[0];

const MEGABYTE = 1_000_000;

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function warn(line: string): void {
  process.stderr.write(`! ${line}\n`);
}

/** A platform operator whose temporary password nobody has seen yet. */
export interface NewOperator {
  email: string;
  secret: string;
}

/** What the start tells: lines for people where the log is pretty, else lines of the log. */
export class StartMessages {
  private readonly log: Log;

  /** Said whatever LOG_LEVEL is: the operator who starts the service waits for it. */
  constructor(
    private readonly env: Env,
    log: Log,
  ) {
    this.log = log.child({}, { level: 'info' });
  }

  readonly say = (line: string): void => {
    if (this.isForPeople) say(line);
    else this.log.info(line);
  };

  readonly warn = (line: string): void => {
    if (this.isForPeople) warn(line);
    else this.log.warn(line);
  };

  /** Where the service answers, and in a terminal of a developer what to do next. @param operator made by this start */
  announce(url: string, operator: NewOperator | null): void {
    const { APP_NAME: name, DOCS } = this.env;
    if (this.isForPeople)
      say(
        `\n${name} is ready\n  API   ${url}${DOCS ? `\n  Docs  ${url}/docs` : ''}\n  Open  ${url}/dashboard\n`,
      );
    else this.log.info({ url }, `${name} is ready: API ${url} (docs ${DOCS ? `${url}/docs` : 'off'})`);
    if (operator) this.introduce(operator, url);
    if (this.isForPeople && !this.env.production) say(nextSteps(url, operator));
  }

  /** A log keeps what it is told, so the secret is in a file of its own; only a terminal shows it as well. */
  private introduce({ email, secret }: NewOperator, url: string): void {
    const made = `A platform operator was made: ${email}`;
    const terms = `temporary password (works for ${this.env.INITIAL_SECRET_HOURS} hours, change it at ${url}/dashboard/password)`;
    const file = keepOperatorSecret(this.env.DATA_DIR, secret);
    if (!process.stdout.isTTY) return this.say(`${made}; its ${terms} is in the file ${file}`);
    say(made);
    say(`  ${terms}: ${secret}\n  It is in the file ${file} as well.\n`);
  }

  private get isForPeople(): boolean {
    return logOptionsOf(this.env).format === 'pretty';
  }
}

/** Commands as they are pasted. They name the address: without it the command line goes where it signed in last. */
function nextSteps(url: string, operator: NewOperator | null): string {
  const cli = `npm run -s cli -- --url ${url}`;
  const steps = [
    ...(operator
      ? [['Choose the operator’s own password', `${cli} password --email ${operator.email}`]]
      : []),
    ['Create an organization', `${cli} create "Acme Corp" --email admin@acme.com`],
    ['Sign in to it', `${cli} login --email admin@acme.com`],
    ['Store a document', `echo '{"_id":"first","total":12.5}' | ${cli} import orders`],
  ].slice(0, 3);
  const lines = steps.map(([what, command], i) => `  ${i + 1}. ${what}:\n     ${command}\n`);
  return `Next, in another terminal\n${lines.join('')}`;
}

/** A bar for the download of the database, on a terminal; nothing is drawn into a log file. */
export class DownloadBar {
  private bar?: cliProgress.SingleBar;

  readonly update = ({ label, receivedBytes, totalBytes }: Progress): void => {
    const megabytes = Math.round(receivedBytes / MEGABYTE);
    const total = totalBytes === undefined ? megabytes : Math.round(totalBytes / MEGABYTE);
    const format = `Fetching ${label} ${totalBytes === undefined ? '' : '[{bar}] {percentage}% '}{value} MB`;
    if (this.bar === undefined) {
      this.bar = new cliProgress.SingleBar({ format, noTTYOutput: false, clearOnComplete: true });
      this.bar.start(Math.max(total, 1), 0);
    }
    this.bar.setTotal(Math.max(total, 1));
    this.bar.update(megabytes);
  };

  end(): void {
    this.bar?.stop();
  }
}

/** A bar for the organizations of an adoption, on a terminal. */
export class AdoptionBar {
  private bar?: cliProgress.SingleBar;

  readonly update = (done: number, total: number): void => {
    if (this.bar === undefined) {
      const format = 'Adopting [{bar}] {value}/{total} organizations, {eta} s left';
      this.bar = new cliProgress.SingleBar({ format, noTTYOutput: false, clearOnComplete: true });
      this.bar.start(total, 0);
    }
    this.bar.update(done);
  };

  end(): void {
    this.bar?.stop();
  }
}
