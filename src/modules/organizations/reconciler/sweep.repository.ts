import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';

/** What the reconciler asks of the cluster. */
@Injectable()
export class SweepRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** Every database but the server's own and master. */
  async listDatabases(): Promise<string[]> {
    const { databases } = await this.connection.db!.admin().listDatabases({ nameOnly: true });
    const own = new Set(['admin', 'config', 'local', this.connection.name]);
    return databases.map(({ name }) => name).filter((name) => !own.has(name));
  }
}
