import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import type { Tx } from '../../../database/transactions.js';
import type { DatabaseRow } from '../../registry/organization.schema.js';
import { type Mark, MarksRepository } from './marks.repository.js';
import { RegistryIdentityService } from './registry-identity.service.js';

/** What a mark must say, by the registry. */
export type MarkedRow = Pick<DatabaseRow, '_id' | 'org_id' | 'generation'>;

/** Whose a database is: `ours` by organization and generation, `other` by any of the three, `none` without a mark. */
export type MarkFinding = 'ours' | 'other' | 'none';

const NAMESPACE_EXISTS = 48;

/** The marks inside the databases of organizations: the proof that this registry made them (ADR-0022). */
@Injectable()
export class DatabaseMarksService {
  constructor(
    private readonly tenants: TenantConnectionFactory,
    private readonly marks: MarksRepository,
    private readonly identity: RegistryIdentityService,
  ) {}

  get registry(): string {
    return this.identity.id;
  }

  /**
   * In the transaction that claims the name, before anything else is written to the database.
   * @throws MongoServerError 48 when another registry has marked it: see isMarkedByAnother
   */
  make(row: MarkedRow, session: Tx): Promise<void> {
    return this.marks.make(this.tenants.open(row._id), this.markOf(row), session);
  }

  /** Marks a database that is known to be this row's, unless it has a mark. @returns what it carries afterwards */
  async add(row: MarkedRow): Promise<MarkFinding> {
    await this.marks.add(this.tenants.open(row._id), this.markOf(row));
    return this.find(row);
  }

  /** In place of whatever mark there is: an operator says whose the database is. */
  replace(row: MarkedRow, isThere: boolean, session: Tx): Promise<void> {
    return this.marks.replace(this.tenants.open(row._id), this.markOf(row), isThere, session);
  }

  /** Whether a database carries the mark that the registry's row asks for. */
  async find(row: MarkedRow): Promise<MarkFinding> {
    const mark = await this.read(row._id);
    if (mark === null) return 'none';
    const { registry, org_id, generation } = this.markOf(row);
    const isOurs = mark.registry === registry && mark.org_id === org_id && mark.generation === generation;
    return isOurs ? 'ours' : 'other';
  }

  read(database: string): Promise<Mark | null> {
    return this.marks.read(this.tenants.open(database));
  }

  private markOf({ org_id, generation }: MarkedRow): Mark {
    return { registry: this.identity.id, org_id, generation };
  }
}

/** Another registry was first with this database name, between the look and the transaction. */
export function isMarkedByAnother(error: unknown): boolean {
  return (error as { code?: unknown }).code === NAMESPACE_EXISTS;
}
