import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { CERTIFICATE_TYPE, type ErasureCertificate, nameDigest } from '@rowhouse/verify/erasure-certificate';
import { type Tx, Transactions } from '../../../database/transactions.js';
import { Clock } from '../../../database/work/clock.js';
import { AuditService } from '../../audit/audit.service.js';
import { HeadKeysService } from '../../audit/head-keys.service.js';
import { ArchiveErasuresService } from '../../backups/archive-erasures.service.js';
import { MailService } from '../../mail/mail.service.js';
import type { Mail } from '../../mail/mail.types.js';
import type { GoneWithIt } from '../../registry/organizations.types.js';
import type { ErasureRow } from './erasure.types.js';
import { ErasureFactsService } from './erasure-facts.service.js';
import { ErasureRowsRepository } from './erasure-rows.repository.js';

/** Ids of accounts that a certificate names. */
const NAMED_ACCOUNTS = 1000;
const BATCH = 100;
const SALT_BYTES = 16;

/** Which organization is erased, and since when it is gone. */
export interface Erased {
  id: string;
  name: string;
  isBranch: boolean;
  deletedAt: Date;
}

/**
 * Certifies erasures. The row is written in the transaction that destroys the keys; the certificate is signed by any
 * instance as soon as the databases are gone, in one transaction with the e-mails, so there is exactly one.
 */
@Injectable()
export class CertificatesService {
  private readonly log = new Logger(CertificatesService.name);

  constructor(
    private readonly rows: ErasureRowsRepository,
    private readonly facts: ErasureFactsService,
    private readonly archives: ArchiveErasuresService,
    private readonly keys: HeadKeysService,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** In the transaction that destroys the keys. @returns its id */
  async begin({ id, name, isBranch, deletedAt }: Erased, gone: GoneWithIt, session: Tx): Promise<string> {
    const salt = randomBytes(SALT_BYTES).toString('hex');
    const row: ErasureRow = {
      _id: randomUUID(),
      org_id: id,
      phase: 'begun',
      is_branch: isBranch,
      name,
      // Of a branch one person knew, who wanted its end.
      owners: isBranch ? [] : gone.owners,
      name_salt: salt,
      name_digest: nameDigest(salt, name),
      deleted_at: deletedAt,
      erased_at: new Date(this.clock.wall()),
      members: gone.members,
      accounts: gone.accounts.length,
      account_ids: gone.accounts.slice(0, NAMED_ACCOUNTS),
      branches: gone.branches,
      keys: gone.keys,
      archives: gone.archives,
      links: [],
    };
    await this.rows.insert(row, session);
    return row._id;
  }

  /** Certifies what can be certified; on any number of instances at once. */
  async certifyAll(signal: AbortSignal): Promise<void> {
    for (const row of await this.rows.listBegun(BATCH)) {
      if (signal.aborted) return;
      try {
        await this.certify(row);
      } catch (error) {
        this.log.warn(`erasure ${row._id} is certified later: ${(error as Error).message}`);
      }
    }
  }

  private async certify(row: ErasureRow): Promise<void> {
    const now = new Date(this.clock.wall());
    const facts = await this.facts.gather(row, now);
    if (facts === undefined) return; // something of it is there
    const certificate: ErasureCertificate = {
      version: 1,
      id: row._id,
      registry: facts.registry,
      organization: {
        id: row.org_id,
        name_salt: row.name_salt,
        name_digest: row.name_digest,
        is_branch: row.is_branch,
      },
      deleted_at: row.deleted_at.toISOString(),
      erased_at: row.erased_at.toISOString(),
      signed_at: now.toISOString(),
      databases: facts.databases,
      archives: facts.archives,
      keys: row.keys.map(({ seals, thumbprint }) => ({ seals, thumbprint: thumbprint ?? null })),
      branches: row.branches,
      members: row.members,
      accounts: { count: row.accounts, ids: row.account_ids },
      remains: facts.remains,
    };
    const signed = await this.keys.signAs(CERTIFICATE_TYPE, certificate);
    const owners = row.owners ?? [];
    const secrets = owners.map(() => randomBytes(32).toString('base64url'));
    await this.transactions.run(async (session) => {
      const change = { signed, certified_at: now, links: secrets.map(hashOf) };
      if (!(await this.rows.certify(row._id, change, session))) return; // another instance was first
      await this.archives.removeKey(row.org_id, session);
      await this.mail.enqueueAll(
        owners.map((owner, i) => mailTo(owner, row, secrets[i])),
        session,
      );
      const target = { orgId: row.org_id, targetType: 'organization', targetId: row.org_id };
      const details = { certificate: row._id };
      const act = { actorId: null, action: 'organization.erasure_certified' as const, ...target, details };
      await this.audit.record(act, session);
    });
  }
}

export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

function mailTo(
  { id, email }: { id: string; email: string },
  { _id, name, erased_at }: ErasureRow,
  secret: string,
): Mail {
  return {
    template: 'organization_erased',
    data: { organization: name!, erased_at, link: `/v1/erasures/certificates/${secret}` },
    key: `organization_erased:${_id}:${id}`,
    to: email,
  };
}
