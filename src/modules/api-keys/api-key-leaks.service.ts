import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { type Tx, Transactions } from '../../database/transactions.js';
import { AuditService } from '../audit/audit.service.js';
import { MembershipMailsService } from '../memberships/membership-mails.service.js';
import { MembershipLockService } from '../registry/membership-lock.service.js';
import { ApiKeyChecksService } from './api-key-checks.service.js';
import { digestOf } from './api-key-text.js';
import type { ApiKeyRow } from './api-key.schema.js';
import type { KnownKey, LeakReport } from './api-keys.types.js';
import { ApiKeysRepository } from './api-keys.repository.js';

/** Of the address where a key was found; strangers write it. */
const MAX_URL = 300;

/** Who reports, as far as anybody knows. */
interface Reporter {
  readonly ip?: string;
  readonly requestId?: string;
}

/**
 * Keys that were found where they do not belong. The key itself is the proof: anyone who has it could use it, so
 * that nobody needs to be asked before it is refused.
 */
@Injectable()
export class ApiKeyLeaksService {
  constructor(
    private readonly checks: ApiKeyChecksService,
    private readonly rows: ApiKeysRepository,
    private readonly lock: MembershipLockService,
    private readonly mails: MembershipMailsService,
    private readonly transactions: Transactions,
    private readonly audit: AuditService,
  ) {}

  /** @returns for each report, whether its text is a key of this service; such a key opens nothing any more */
  async report(reports: readonly LeakReport[], reporter: Reporter): Promise<boolean[]> {
    const known = new Map<string, boolean>();
    for (const report of reports) {
      if (known.has(report.token)) continue;
      const key = await this.checks.identify(report.token);
      known.set(report.token, key !== null);
      if (key !== null) await this.end(key, report, reporter);
    }
    return reports.map(({ token }) => known.get(token)!);
  }

  private async end(key: KnownKey, report: LeakReport, reporter: Reporter): Promise<void> {
    await this.transactions
      .run((session) => this.endIn(session, key, report, reporter))
      .catch((error: unknown) => {
        // With the organization its keys are gone.
        if (!(error instanceof AppError) || error.code !== 'organization.not_found') throw error;
      });
    this.checks.invalidate(key.id);
  }

  private async endIn(session: Tx, key: KnownKey, report: LeakReport, reporter: Reporter): Promise<void> {
    const organization = await this.lock.take(key.organizationId, session);
    const row = await this.rows.find(key.id, session);
    if (row === null || row.revoked_at !== undefined) return;
    const isOld = row.digest !== digestOf(report.token).toString('base64');
    if (isOld && row.previous === undefined) return;
    // The secret before a rotation ends alone: it was rotated for this.
    if (isOld) await this.rows.change(row, { previous: undefined }, session);
    else await this.rows.revoke(row, 'leaked', new Date(), session);
    const url = report.url.slice(0, MAX_URL);
    await this.record(session, row, isOld, { ...reporter, url });
    const leak = { keyId: row._id, keyName: row.name, url, isRevoked: !isOld, userId: row.user_id };
    await this.mails.keyLeaked(session, organization, leak);
  }

  private record(
    session: Tx,
    row: ApiKeyRow,
    isOld: boolean,
    { ip, requestId, url }: Reporter & { url: string },
  ): Promise<void> {
    const target = { orgId: row.org_id, targetType: 'api_key', targetId: row._id };
    const kind = row.user_id === undefined ? 'organization' : 'personal';
    const details = { kind, name: row.name, reason: 'leaked', url };
    const action = isOld ? 'api_key.overlap_ended' : 'api_key.revoked';
    return this.audit.record({ action, actorId: null, ip, requestId, ...target, details }, session);
  }
}
