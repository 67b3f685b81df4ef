import cliProgress from 'cli-progress';
import type { EmbeddedMongodbOptions } from '@rowhouse/embedded-mongodb';
import type { Env } from './config/env.js';

type Progress = Parameters<NonNullable<EmbeddedMongodbOptions['progress']>>[0];

const MEGABYTE = 1_000_000;

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function warn(line: string): void {
  process.stderr.write(`! ${line}\n`);
}

/** Where the service answers. */
export function announce(env: Env, url: string): void {
  say(`\n${env.APP_NAME} is ready\n  API   ${url}${env.DOCS ? `\n  Docs  ${url}/docs` : ''}\n`);
}

/** The one time this secret is shown. */
export function introduce({ email, secret }: { email: string; secret: string }): void {
  say(`A platform operator was made: ${email}`);
  say(`  temporary password (works for 24 hours, change it at PUT /v1/me/password): ${secret}\n`);
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
