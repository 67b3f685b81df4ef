import { Injectable } from '@nestjs/common';
import { AppError } from '../../../common/errors/app-error.js';
import { OutgoingPost } from '../../../common/egress/outgoing-post.js';
import { newId } from '../../../database/ids.js';
import type { Tx } from '../../../database/transactions.js';
import type { Actor } from '../../access/actor.types.js';
import { PLATFORM_CHAIN } from '../../audit/audit-chains.service.js';
import { AuditSegmentsService } from '../../audit/audit-segments.service.js';
import { PlansService } from '../../plans/plans.service.js';
import { WebhookSecretsService } from '../secrets.service.js';
import {
  type AuditSink,
  type AuditSinkWithSecret,
  MAX_PLATFORM_SINKS,
  MAX_SINKS,
  type NewSink,
  type SinkChange,
} from './audit-sinks.types.js';
import { SinkActsService } from './sink-acts.service.js';
import { SinkSecretsService } from './sink-secrets.service.js';
import { judgedTarget, shownTarget } from './sink-target.js';
import { SinkWorker } from './sink-worker.js';
import type { SinkRow } from './sink.schema.js';
import { SinksRepository } from './sinks.repository.js';

const DUE = { pending: true, next_at: new Date(0), attempts: 0 };

/** Where the audit log of an organization, or the platform's, is streamed to. `log`: its id, or PLATFORM_CHAIN. */
@Injectable()
export class AuditSinksService {
  constructor(
    private readonly sinks: SinksRepository,
    private readonly secrets: SinkSecretsService,
    private readonly webhookSecrets: WebhookSecretsService,
    private readonly segments: AuditSegmentsService,
    private readonly worker: SinkWorker,
    private readonly outgoing: OutgoingPost,
    private readonly acts: SinkActsService,
    private readonly plans: PlansService,
  ) {}

  async list(log: string): Promise<AuditSink[]> {
    const rows = await this.sinks.list(log);
    return Promise.all(rows.map((row) => this.present(row)));
  }

  async get(log: string, id: string): Promise<AuditSink> {
    return this.present(await this.require(log, id));
  }

  /** @throws AppError audit_sink.limit_reached, request.invalid naming the field */
  async create(actor: Actor, log: string, input: NewSink): Promise<AuditSinkWithSecret> {
    const { kind, description = '', start = 'beginning', ...sent } = input;
    const { url, bucket, key } = judgedTarget(this.outgoing, kind, sent);
    const id = newId();
    const made = kind === 'http' ? this.webhookSecrets.make(id) : undefined;
    const position = start === 'now' ? await this.segments.endOf(log) : this.segments.beginning;
    const now = new Date();
    const row: SinkRow = {
      _id: id,
      log,
      kind,
      ...(url === undefined ? {} : { url }),
      ...(bucket === undefined ? {} : { bucket }),
      description,
      enabled: true,
      secrets: made === undefined ? [] : [made.stored],
      ...(key === undefined ? {} : { sealed_key: this.secrets.seal(id, key) }),
      position,
      ...DUE,
      rests_until: new Date(0),
      created_at: now,
      updated_at: now,
    };
    await this.acts.run(actor, log, async ({ session, planId, record }) => {
      const plan = planId === undefined ? undefined : await this.plans.find(planId);
      const limit = log === PLATFORM_CHAIN ? MAX_PLATFORM_SINKS : MAX_SINKS[plan?.type ?? 'none'];
      if ((await this.sinks.count(log, session)) >= limit) {
        throw new AppError('audit_sink.limit_reached', { limit });
      }
      await this.sinks.insert(row, session);
      await record('audit_sink.created', id, { kind, target: shownTarget(row) });
    });
    this.worker.wake();
    return { ...(await this.present(row)), secret: made?.text };
  }

  /** @param expected the revisions it may have; any when undefined */
  async update(
    actor: Actor,
    log: string,
    id: string,
    change: SinkChange,
    expected?: string[],
  ): Promise<AuditSink> {
    const { description, enabled, ...sent } = change;
    const fields = Object.entries(change).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    const after = await this.acts.run(actor, log, async ({ session, record }) => {
      const row = await this.require(log, id, session);
      judge(row, expected);
      if (fields.length === 0) return row;
      const { url, bucket, key } = judgedTarget(this.outgoing, row.kind, sent, row);
      const off = enabled === false && row.enabled;
      const set: Partial<SinkRow> = {
        ...(url === undefined ? {} : { url }),
        ...(bucket === undefined ? {} : { bucket }),
        ...(key === undefined ? {} : { sealed_key: this.secrets.seal(id, key) }),
        ...(description === undefined ? {} : { description }),
        ...(enabled === undefined ? {} : { enabled }),
        ...(off ? { off: { reason: 'manual', at: new Date() } as const } : {}),
        ...(enabled === true ? { ...DUE, rests_until: new Date(0) } : {}),
      };
      const unset =
        enabled === true ? ({ off: 1, failing_since: 1, last_error: 1, lease_owner: 1 } as const) : {};
      const changed = await this.sinks.update(row, set, session, unset);
      await record('audit_sink.changed', id, { fields });
      return changed;
    });
    this.worker.wake();
    return this.present(after);
  }

  /** Of kind `http`; the secret before signs beside the new one for some hours. */
  async rotate(
    actor: Actor,
    log: string,
    id: string,
    overlapHours: number,
    expected?: string[],
  ): Promise<AuditSinkWithSecret> {
    const { stored, text } = this.webhookSecrets.make(id);
    const after = await this.acts.run(actor, log, async ({ session, record }) => {
      const row = await this.require(log, id, session);
      judge(row, expected);
      if (row.kind !== 'http') throw new AppError('audit_sink.no_secret');
      const until = new Date(Date.now() + overlapHours * 3_600_000);
      const [last] = row.secrets;
      const kept = overlapHours > 0 && last !== undefined ? [{ ...last, expires_at: until }] : [];
      const changed = await this.sinks.update(row, { secrets: [stored, ...kept] }, session);
      await record('audit_sink.secret_rotated', id, { target: shownTarget(row) });
      return changed;
    });
    return { ...(await this.present(after)), secret: text };
  }

  async remove(actor: Actor, log: string, id: string, expected?: string[]): Promise<void> {
    await this.acts.run(actor, log, async ({ session, record }) => {
      const row = await this.require(log, id, session);
      judge(row, expected);
      await this.sinks.remove(id, session);
      await record('audit_sink.removed', id, { target: shownTarget(row) });
    });
  }

  /** @throws AppError audit_sink.not_found, for one of another log as for none */
  private async require(log: string, id: string, session?: Tx): Promise<SinkRow> {
    const row = await this.sinks.find(log, id, session);
    if (!row) throw new AppError('audit_sink.not_found');
    return row;
  }

  private async present(row: SinkRow): Promise<AuditSink> {
    const { log, position, secrets } = row;
    const entries = (await this.segments.counts([log])).get(log) ?? 0;
    const waitingSince =
      entries > position.count ? await this.segments.momentOf(log, position.count + 1) : undefined;
    const [, previous] = secrets;
    const isOverlapping = previous?.expires_at !== undefined && previous.expires_at.getTime() > Date.now();
    return {
      id: row._id,
      kind: row.kind,
      url: row.url,
      bucket: row.bucket,
      description: row.description,
      enabled: row.enabled,
      off: row.off,
      position: position.count,
      entries,
      waitingSince,
      failingSince: row.failing_since,
      lastError: row.last_error,
      deliveredAt: row.delivered_at,
      publicKeys: secrets.slice(0, isOverlapping ? 2 : 1).map(({ public_key }) => public_key),
      previousUntil: isOverlapping ? previous.expires_at : undefined,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      revision: revisionOf(row),
    };
  }
}

function judge(row: SinkRow, expected?: string[]): void {
  if (expected && !expected.includes(revisionOf(row))) throw new AppError('resource.changed');
}

/** Each change sets a later moment, so it names the version. */
const revisionOf = ({ updated_at }: SinkRow): string => updated_at.getTime().toString(36);
