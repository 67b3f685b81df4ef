import {
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { isLoopback } from '../../common/addresses.js';
import { metric } from '../../common/metrics/metric.js';
import { Metrics } from '../../common/metrics/metrics.js';
import { Env } from '../../config/env.js';
import { ChangeFeed } from '../../database/change-feed.js';
import { backoff } from '../../database/work/backoff.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { LeasedQueue } from '../../database/work/leased-queue.js';
import { type FacedMail, MailFacesService } from './mail-faces.service.js';
import type { MailContent, RenderedMail } from './mail.types.js';
import { OutboxRepository } from './outbox.repository.js';
import type { OutboxRow } from './outbox.schema.js';
import { CONNECTIONS, DELIVERY_MS, type Outcome, Smtp } from './smtp.js';

const POLL_MS = 1000;
const LEASE_MS = DELIVERY_MS + 15_000;
const LONGEST_WAIT_MS = 3_600_000;
/** While the server is away nobody's mail is to blame: all are tried soon after it is back. */
const LONGEST_OUTAGE_WAIT_MS = 60_000;
const GIVE_UP_MS = 7 * 24 * 3_600_000;
const GRACE_MS = 5000;
/** Milliseconds between two questions of metrics, and the most that are counted. */
const COUNT_EVERY_MS = 10_000;
const COUNT_MOST = 10_000;

const WAITING = metric(
  'gauge',
  'rowhouse_mail_waiting',
  `Mails that wait to be delivered, of all instances, ${COUNT_MOST} at most`,
);
const OLDEST = metric('gauge', 'rowhouse_mail_oldest_seconds', 'Age of the oldest mail that waits');
const OUTCOMES = metric(
  'counter',
  'rowhouse_mail_outcomes_total',
  'Tries to deliver a mail; outcome is sent, kept (there is no MAIL_URL), refused (given up) or failed (tried again)',
  ['outcome'],
);

/**
 * Delivers the outbox, at least once: a mail whose worker died between the server's answer and the note of it
 * is sent again, under the same Message-ID. Any number of instances may run.
 */
@Injectable()
export class MailWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(MailWorker.name);
  private readonly smtp: Smtp | undefined;
  private readonly queue: LeasedQueue<OutboxRow>;
  private outages = 0;
  private readonly outcomes = { sent: 0, kept: 0, refused: 0, failed: 0 };

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly faces: MailFacesService,
    private readonly env: Env,
    private readonly work: BackgroundWork,
    feed: ChangeFeed,
    metrics: Metrics,
  ) {
    this.show(metrics);
    this.smtp = env.MAIL_URL === undefined ? undefined : new Smtp(env.MAIL_URL);
    this.queue = work.queue({
      name: 'mail outbox',
      rows: outbox.queue,
      atOnce: CONNECTIONS,
      lease: LEASE_MS,
      poll: POLL_MS,
      grace: GRACE_MS,
      cut: () => this.smtp?.close(),
      handle: (row) => this.handle(row),
    });
    feed.on('outbox', ({ kind }) => {
      if (kind === 'insert') this.queue.wake();
    });
  }

  onApplicationBootstrap(): void {
    if (this.env.production && !this.smtp) this.log.warn('MAIL_URL is not set: no mail will be sent');
    this.queue.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.queue.stop();
    this.smtp?.close();
  }

  private show(metrics: Metrics): void {
    metrics.readSeldom(WAITING, COUNT_EVERY_MS, () => this.outbox.countWaiting(COUNT_MOST));
    metrics.readSeldom(OLDEST, COUNT_EVERY_MS, async () => (await this.outbox.oldestMs()) / 1000);
    metrics.read(OUTCOMES, () =>
      Object.entries(this.outcomes).map(([outcome, count]) => [{ outcome }, count] as const),
    );
  }

  private async handle(row: OutboxRow): Promise<void> {
    let mail: FacedMail;
    try {
      const content = { template: row.template, data: row.data } as MailContent;
      mail = await this.faces.render(content, { locale: row.locale, orgId: row.org_id });
    } catch (error) {
      // Written by a newer version that runs beside this one: it will take it.
      return this.settle(row, { kind: 'failed', reason: (error as Error).message, outage: false });
    }
    if (!this.smtp) return this.keep(row, mail);
    const { _id, to, message_id: messageId } = row;
    const outcome = await this.smtp.deliver({ to, messageId, ...mail });
    if (outcome.kind === 'sent') this.log.debug(`mail ${_id.toHexString()} (${row.template}) sent`);
    await this.settle(row, outcome);
  }

  /**
   * Without a server the mail is shown instead; never in production, and its link is in the log only while nobody
   * but this machine reaches the service.
   */
  private async keep(row: OutboxRow, mail: RenderedMail): Promise<void> {
    const shown = !this.env.production;
    if (!(await this.outbox.markKept(row, shown))) return;
    this.outcomes.kept++;
    const isLocal = this.env.HOST === 'localhost' || isLoopback(this.env.HOST);
    if (!shown) return this.log.warn(`mail kept (no MAIL_URL): ${row.template}`);
    // The log leaves the link out unless it is a terminal.
    const link = isLocal ? mail.link : undefined;
    this.log.warn(`mail kept (no MAIL_URL): ${row.template} to ${row.to}`, { link });
  }

  private async settle(row: OutboxRow, outcome: Outcome): Promise<void> {
    this.noteOutage(outcome);
    this.outcomes[outcome.kind]++;
    const held = await this.record(row, outcome);
    if (!held) this.log.warn(`mail ${row._id.toHexString()} was taken over by another worker`);
  }

  /** After an outage all mails wait, not only the one that met it. */
  private noteOutage(outcome: Outcome): void {
    const outage = outcome.kind === 'failed' && outcome.outage;
    this.outages = outage ? this.outages + 1 : 0;
    this.queue.pause(outage ? backoff(this.outages, LONGEST_OUTAGE_WAIT_MS) : 0);
  }

  private record(row: OutboxRow, outcome: Outcome): Promise<boolean> {
    if (outcome.kind === 'sent') return this.outbox.markSent(row);
    const what = `mail ${row._id.toHexString()} (${row.template}), try ${row.attempts}: ${outcome.reason}`;
    const tooOld = this.work.clock.wall() - row.created_at.getTime() > GIVE_UP_MS;
    if (outcome.kind === 'refused' || tooOld) {
      this.log.warn(`given up: ${what}`);
      return this.outbox.markFailed(row, outcome.reason);
    }
    this.log.warn(`not delivered: ${what}`);
    const longest = outcome.outage ? LONGEST_OUTAGE_WAIT_MS : LONGEST_WAIT_MS;
    return this.outbox.queue.postpone(row, backoff(row.attempts, longest), outcome);
  }
}
