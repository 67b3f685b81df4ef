import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEventBus } from '../../database/domain-events.js';
import { DevicesRepository } from './devices.repository.js';
import { FactorsRepository } from './factors.repository.js';
import type { SecondFactor } from './second-factor.schema.js';

const KEPT = 'second_factors';

/** Second factors go with accounts, and come back with them: an account that returns needs its code as before. */
@Injectable()
export class DepartedFactorsService implements OnModuleInit {
  constructor(
    private readonly factors: FactorsRepository,
    private readonly devices: DevicesRepository,
    private readonly events: DomainEventBus,
  ) {}

  onModuleInit(): void {
    this.events.on('accounts.removed', 'second factors: remove them', async ({ ids, keeping }, session) => {
      keeping?.keep(KEPT, await this.factors.readRows(ids, session));
      await this.factors.removeAll(ids, session);
      await this.devices.removeAllOf(ids, session);
    });
    this.events.on('accounts.returned', 'second factors: bring them back', async ({ ids, kept }, session) => {
      const back = new Set(ids);
      const rows = kept.of<SecondFactor>(KEPT).filter(({ _id }) => back.has(_id));
      await this.factors.insertAgain(rows, session);
    });
  }
}
