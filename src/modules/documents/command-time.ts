import { Injectable, Optional } from '@nestjs/common';
import { Env } from '../../config/env.js';
import { OrganizationLimitsService } from '../rate-limits/organization-limits.service.js';

/** Of the time a request has, what one of its commands may take: the rest is for its turn and its answer. */
const SHARE = 0.8;
/** Of the time a request has, when a command ends that began late. */
const END_SHARE = 0.9;
const MAX_COMMAND_MS = 4000;
/** A batch of an import or an export has no deadline of a request above it. */
const BATCH_MS = 10_000;

/**
 * How long the database may work on a command that a caller's input shapes (maxTimeMS): it ends before its request
 * is answered for it, so that no command outlives a 503. Commands that have it: of DocumentsRepository every one
 * (get, insert, insertAll, replace, change, remove, exists, count, page, following, nthId), of
 * ImportsRepository `write`, of CollectionsRepository `measure`.
 */
@Injectable()
export class CommandTime {
  /** Milliseconds. */
  readonly request: number;
  readonly batch = BATCH_MS;
  /** Milliseconds after a request came by which its last command has ended. */
  private readonly end: number;

  constructor(
    env: Env,
    @Optional() private readonly limits?: OrganizationLimitsService,
  ) {
    this.request = Math.min(MAX_COMMAND_MS, Math.floor(env.REQUEST_TIMEOUT_MS * SHARE));
    this.end = env.REQUEST_TIMEOUT_MS * END_SHARE;
  }

  /** What a command of an organization may take: less than `request` where its plan says so. */
  of(organizationId: string): number {
    return Math.min(this.request, this.limits?.maxTimeOf(organizationId) ?? Infinity);
  }

  /** The same for a command that begins now, for a request that came at `since` of performance.now() and waited. */
  left(since: number, organizationId: string): number {
    const left = Math.floor(this.end - (performance.now() - since));
    return Math.max(1, Math.min(this.of(organizationId), left));
  }
}
