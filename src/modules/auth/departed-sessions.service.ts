import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEventBus } from '../../database/domain-events.js';
import { OneTimeCodesService } from '../credentials/one-time-codes.service.js';
import { SessionsRepository } from './sessions.repository.js';

/** What let somebody in goes with an account that goes, and does not come back with it. */
@Injectable()
export class DepartedSessionsService implements OnModuleInit {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly codes: OneTimeCodesService,
    private readonly events: DomainEventBus,
  ) {}

  onModuleInit(): void {
    this.events.on('accounts.removed', 'sessions and mailed links: end them', async ({ ids }, session) => {
      await this.sessions.removeAllOf(ids, session);
      await this.codes.revokeAllOf(ids, session);
    });
  }
}
