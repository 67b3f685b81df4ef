import { Injectable } from '@nestjs/common';
import {
  HealthCheckService,
  HealthIndicatorService,
  MongooseHealthIndicator,
  type HealthCheckResult,
} from '@nestjs/terminus';
import { ChangeFeed } from '../../database/change-feed.js';
import { DatabaseRights } from '../../database/database-rights.js';
import { InstanceService } from '../registry/instance.service.js';

/** Milliseconds; a database that answers later than this is as good as away. */
const PING_TIMEOUT_MS = 1500;

@Injectable()
export class HealthService {
  constructor(
    private readonly checks: HealthCheckService,
    private readonly mongodb: MongooseHealthIndicator,
    private readonly indicators: HealthIndicatorService,
    private readonly feed: ChangeFeed,
    private readonly instance: InstanceService,
    private readonly rights: DatabaseRights,
  ) {}

  private isStopping = false;

  /** From now on no new work should come here. */
  beginStop(): void {
    this.isStopping = true;
  }

  /** The process answers; nothing else is asked. */
  live(): Promise<HealthCheckResult> {
    return this.checks.check([]);
  }

  /** Pings the database and says which part is down. @throws ServiceUnavailableException of Terminus with the parts */
  ready(): Promise<HealthCheckResult> {
    return this.checks.check([
      () => this.mongodb.pingCheck('mongodb', { timeout: PING_TIMEOUT_MS }),
      () => this.part('change_feed', this.feed.coherent),
      () => this.part('instance_lease', this.instance.alive),
      ...(this.isStopping ? [() => this.part('accepting', false)] : []),
      () => this.databaseRights(),
    ]);
  }

  /** Only what is missing is said, never whose it is. */
  private async databaseRights() {
    const missing = await this.rights.missing();
    const indicator = this.indicators.check('database_rights');
    return missing.length === 0 ? indicator.up() : indicator.down({ missing });
  }

  private part(name: string, up: boolean) {
    const indicator = this.indicators.check(name);
    return up ? indicator.up() : indicator.down();
  }
}
