import { buffer } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { until } from './until.js';

export { until };

export interface Delivery {
  /** Recipients of the envelope. */
  to: string[];
  mail: Email;
  at: number;
}

/** What the server does with mail for an address: throw to refuse, wait to be slow. */
export type Rule = (attempt: number) => void | Promise<void>;

/** An SMTP server on 127.0.0.1 that keeps what it takes. */
export class TestSmtp {
  readonly deliveries: Delivery[] = [];
  readonly attempts = new Map<string, number>();
  private readonly atRecipient = new Map<string, Rule>();
  private readonly atData = new Map<string, Rule>();
  private server?: SMTPServer;
  private port = 0;

  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }

  /** On the port it had before, if it had one. */
  async start(): Promise<void> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      closeTimeout: 100,
      onRcptTo: (address, _session, done) => {
        const attempt = (this.attempts.get(address.address) ?? 0) + 1;
        this.attempts.set(address.address, attempt);
        Promise.resolve()
          .then(() => this.atRecipient.get(address.address)?.(attempt))
          .then(() => done(), done);
      },
      onData: (stream, session, done) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        buffer(stream)
          .then(async (raw) => {
            await this.atData.get(to[0])?.(this.attempts.get(to[0])!);
            this.deliveries.push({ to, mail: await PostalMime.parse(raw), at: performance.now() });
          })
          .then(() => done(), done);
      },
    });
    server.on('error', () => undefined); // a client that is killed resets its connection
    this.server = server;
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve));
    this.port = (server.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  onRecipient(address: string, rule: Rule): void {
    this.atRecipient.set(address, rule);
  }

  onData(address: string, rule: Rule): void {
    this.atData.set(address, rule);
  }

  to(address: string): Delivery[] {
    return this.deliveries.filter(({ to }) => to.includes(address));
  }

  /** Waits for `count` deliveries to an address. */
  async waitFor(address: string, count = 1, ms = 30_000): Promise<Delivery[]> {
    await until(() => this.to(address).length >= count, ms, `${count} mails to ${address}`);
    return this.to(address);
  }
}

/** An answer of the server that is not 250. */
export const smtpError = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });
