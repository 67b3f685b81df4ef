import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import cliProgress from 'cli-progress';
import type { EmbeddedMongodbOptions } from '@rowhouse/embedded-mongodb';
import type { Log } from './common/logging/log.js';
import type { Env } from './config/env.js';
import { logOptionsOf } from './config/log.js';

type Progress = Parameters<NonNullable<EmbeddedMongodbOptions['progress']>>[0];

const MEGABYTE = 1_000_000;

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function warn(line: string): void {
  process.stderr.write(`! ${line}\n`);
}

/** What the start tells: lines for people where the log is pretty, else lines of the log. */
export class StartMessages {
  private readonly log: Log;

  /** Said whatever LOG_LEVEL is: whoever starts the service waits for it. */
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

  /** Where the service answers. */
  announce(url: string): void {
    const { APP_NAME: name, DOCS } = this.env;
    if (this.isForPeople) say(`\n${name} is ready\n  API   ${url}${DOCS ? `\n  Docs  ${url}/docs` : ''}\n`);
    else this.log.info({ url }, `${name} is ready: API ${url} (docs ${DOCS ? `${url}/docs` : 'off'})`);
  }

  /** The one time this secret is shown; a log keeps what it is told, so there a file of its own gets it. */
  introduce({ email, secret }: { email: string; secret: string }): void {
    const made = `A platform operator was made: ${email}`;
    const terms = `temporary password (works for ${this.env.INITIAL_SECRET_HOURS} hours, change it at PUT /v1/me/password)`;
    if (process.stdout.isTTY) {
      say(made);
      return say(`  ${terms}: ${secret}\n`);
    }
    const file = join(this.env.DATA_DIR, 'operator.secret');
    mkdirSync(this.env.DATA_DIR, { recursive: true });
    rmSync(file, { force: true }); // the mode is that of a new file
    writeFileSync(file, `${secret}\n`, { mode: 0o600 });
    this.say(`${made}; its ${terms} is in the file ${file}`);
  }

  private get isForPeople(): boolean {
    return logOptionsOf(this.env).format === 'pretty';
  }
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
