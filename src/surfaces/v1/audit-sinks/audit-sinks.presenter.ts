import type { FastifyReply } from 'fastify';
import type { AuditSink, AuditSinkWithSecret } from '../../../modules/webhooks/sinks/audit-sinks.types.js';
import type { AuditSinkDto, AuditSinkWithSecretDto } from './audit-sinks.dto.js';

export function presentSink(sink: AuditSink): AuditSinkDto {
  const { id, kind, url, bucket, description, enabled, off, position, entries, waitingSince } = sink;
  return {
    id,
    kind,
    url: url ?? null,
    endpoint: bucket?.endpoint ?? null,
    region: bucket?.region ?? null,
    bucket: bucket?.bucket ?? null,
    prefix: bucket?.prefix ?? null,
    access_key_id: bucket?.accessKeyId ?? null,
    description,
    enabled,
    off_reason: off?.reason ?? null,
    off_at: iso(off?.at),
    position,
    lag: Math.max(0, entries - position),
    lag_seconds: waitingSince === undefined ? null : secondsSince(waitingSince),
    delivered_at: iso(sink.deliveredAt),
    failing_since: iso(sink.failingSince),
    last_error: sink.lastError ?? null,
    public_keys: [...sink.publicKeys],
    previous_secret_until: iso(sink.previousUntil),
    created_at: sink.createdAt.toISOString(),
    updated_at: sink.updatedAt.toISOString(),
  };
}

/** With its version in ETag. */
export function taggedSink(reply: FastifyReply, sink: AuditSink): AuditSinkDto {
  reply.header('etag', `"${sink.revision}"`);
  return presentSink(sink);
}

export const taggedSecret = (reply: FastifyReply, sink: AuditSinkWithSecret): AuditSinkWithSecretDto => ({
  ...taggedSink(reply, sink),
  secret: sink.secret ?? null,
});

const iso = (moment: Date | undefined): string | null => moment?.toISOString() ?? null;

const secondsSince = (moment: Date): number =>
  Math.max(0, Math.round((Date.now() - moment.getTime()) / 1000));
