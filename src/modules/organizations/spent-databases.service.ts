import { Injectable } from '@nestjs/common';
import { DatabasesRepository } from '../registry/databases.repository.js';

/** A database that an organization had. */
export interface SpentDatabase {
  name: string;
  orgId: string;
  generation: number;
  /** `left`: not provably this registry's, so nobody dropped it; undefined: it is there, or is being dropped. */
  end: 'dropped' | 'left' | undefined;
  droppedAt: Date | undefined;
}

/** What became of the databases of organizations that are gone. */
@Injectable()
export class SpentDatabasesService {
  constructor(private readonly databases: DatabasesRepository) {}

  /** All that these organizations ever had, the oldest first. */
  async list(orgIds: readonly string[]): Promise<SpentDatabase[]> {
    return (await this.databases.listEver(orgIds)).map((row) => ({
      name: row._id,
      orgId: row.org_id,
      generation: row.generation,
      end: row.state === 'dropped' || row.state === 'left' ? row.state : undefined,
      droppedAt: row.dropped_at,
    }));
  }
}
