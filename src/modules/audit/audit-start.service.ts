import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { MasterMigrations } from '../../database/master-migrations.js';
import { AuditChainsService } from './audit-chains.service.js';

/** What the log needs of a service that starts, and of no other program: its chains anchored, the platform's begun. */
@Injectable()
export class AuditStartService implements OnApplicationBootstrap {
  constructor(
    private readonly chains: AuditChainsService,
    migrations: MasterMigrations,
  ) {
    migrations.register({
      version: 2,
      name: 'the ends of audit chains are anchored',
      up: (connection, signal) => chains.anchorFormer(connection, signal),
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.chains.beginPlatform();
  }
}
