import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { DatabasesRepository } from '../../registry/databases.repository.js';

/**
 * A process that was frozen may write into a database that was dropped meanwhile, and so bring it back. It is the
 * only one that can know, and says so: without its word a database that is back is a restored dump.
 */
@Injectable()
export class LateWritersService implements OnModuleInit {
  private readonly log = new Logger(LateWritersService.name);

  constructor(
    private readonly tenants: TenantConnectionFactory,
    private readonly databases: DatabasesRepository,
  ) {}

  onModuleInit(): void {
    this.tenants.events.on('late', ({ database }) => {
      this.databases.noteLateWriter(database).catch((error: unknown) => {
        // Then the database is reported instead of dropped.
        this.log.warn(`a late write into ${database} was not noted: ${(error as Error).message}`);
      });
    });
  }
}
