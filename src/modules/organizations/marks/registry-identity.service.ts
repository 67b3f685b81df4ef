import { Injectable, type OnModuleInit } from '@nestjs/common';
import { StartRefused } from '../../../database/start-refused.js';
import { RegistryIdentityRepository, type RegistryRow } from './registry-identity.repository.js';

/**
 * Which registry this is. Several registries may share one MongoDB, and each database of an organization is marked
 * with the one that made it. The id stays through restores: what a younger master made is still recognized.
 */
@Injectable()
export class RegistryIdentityService implements OnModuleInit {
  private known: string | undefined;

  constructor(private readonly row: RegistryIdentityRepository) {}

  get id(): string {
    if (this.known === undefined) throw new Error('the registry is not known before the start');
    return this.known;
  }

  /** @throws StartRefused when this master is a copy of another one on the same server */
  async onModuleInit(): Promise<void> {
    if ((await this.row.read()) === null) await this.row.make();
    const row = (await this.row.read())!;
    if (row.master !== this.row.master) await this.rename(row);
    this.known = row.id;
  }

  /** Two masters with one id would own the same databases, and one would drop what the other uses. */
  private async rename({ id, master }: RegistryRow): Promise<void> {
    if ((await this.row.idIn(master)) === id) {
      throw new StartRefused(
        `The database ${this.row.master} is a copy of ${master} on the same MongoDB, and both would own the same databases of organizations: start with MASTER_DB_NAME=${master}, or restore the copy and its databases on another MongoDB`,
      );
    }
    await this.row.rename();
  }
}
