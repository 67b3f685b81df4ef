import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DomainEventBus } from '../../database/domain-events.js';
import type { Tx } from '../../database/transactions.js';
import type { AuditEntry } from '../audit/audit.types.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { EndpointsRepository } from './endpoints.repository.js';
import { eventOf, matches } from './events.types.js';

/** Writes what is to be delivered in the transaction of the act: both are there, or neither. */
@Injectable()
export class EventWriter implements OnModuleInit {
  constructor(
    private readonly endpoints: EndpointsRepository,
    private readonly deliveries: DeliveriesRepository,
    private readonly events: DomainEventBus,
  ) {}

  onModuleInit(): void {
    this.events.on('audit.recorded', 'webhooks: write the deliveries of the event', (entry, session) =>
      this.write(entry, session),
    );
  }

  private async write(entry: AuditEntry, session: Tx): Promise<void> {
    const event = eventOf(entry);
    if (event === undefined) return;
    const endpoints = await this.endpoints.list(event.organization_id, session);
    const chosen = endpoints.filter(
      ({ enabled, event_types }) => enabled && matches(event_types, event.type),
    );
    if (chosen.length === 0) return;
    await this.deliveries.insert(
      event,
      chosen.map(({ _id }) => _id),
      session,
    );
  }
}
