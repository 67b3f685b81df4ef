import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { OutgoingPost } from '../../common/egress/outgoing-post.js';
import { Env } from '../../config/env.js';
import { RolesModule } from '../access/roles.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { PlansModule } from '../plans/plans.module.js';
import { OrganizationRegistryModule } from '../registry/organization-registry.module.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { WebhookDeliveriesService } from './deliveries.service.js';
import { DeliverySchema } from './delivery.schema.js';
import { DeliveryMetrics } from './delivery-metrics.js';
import { DeliveryTries } from './delivery-tries.js';
import { DeliveryWorker } from './delivery-worker.js';
import { EndpointSchema, LaneSchema } from './endpoint.schema.js';
import { EndpointsRepository } from './endpoints.repository.js';
import { WebhookEndpointsService } from './endpoints.service.js';
import { EventWriter } from './event-writer.js';
import { EventStreamsService } from './event-streams.service.js';
import { LanesRepository } from './lanes.repository.js';
import { WebhookActsService } from './webhook-acts.service.js';
import { WebhookSecretsService } from './secrets.service.js';
import { AuditSinksService } from './sinks/audit-sinks.service.js';
import { SinkActsService } from './sinks/sink-acts.service.js';
import { SinkOffsService } from './sinks/sink-offs.service.js';
import { SinkSecretsService } from './sinks/sink-secrets.service.js';
import { SinkSender } from './sinks/sink-sender.js';
import { SinkWorker } from './sinks/sink-worker.js';
import { SinkSchema } from './sinks/sink.schema.js';
import { SinksRepository } from './sinks/sinks.repository.js';
import { SwitchOffsService } from './switch-offs.service.js';
import { RateLimitsModule } from '../rate-limits/rate-limits.module.js';

@Module({
  imports: [
    RateLimitsModule,
    AuditModule,
    MembershipsModule,
    OrganizationRegistryModule,
    PlansModule,
    RolesModule,
    MongooseModule.forFeature([
      { name: 'WebhookEndpoint', schema: EndpointSchema },
      { name: 'WebhookLane', schema: LaneSchema },
      { name: 'WebhookDelivery', schema: DeliverySchema },
      { name: 'AuditSink', schema: SinkSchema },
    ]),
  ],
  providers: [
    {
      provide: OutgoingPost,
      inject: [Env],
      useFactory: (env: Env) => new OutgoingPost({ allowPrivate: env.privateWebhooks }),
    },
    EndpointsRepository,
    LanesRepository,
    DeliveriesRepository,
    WebhookSecretsService,
    WebhookActsService,
    EventWriter,
    DeliveryMetrics,
    DeliveryTries,
    SwitchOffsService,
    DeliveryWorker,
    WebhookEndpointsService,
    WebhookDeliveriesService,
    EventStreamsService,
    SinksRepository,
    SinkSecretsService,
    SinkSender,
    SinkOffsService,
    SinkWorker,
    SinkActsService,
    AuditSinksService,
  ],
  exports: [AuditSinksService, EventStreamsService, WebhookEndpointsService, WebhookDeliveriesService],
})
export class WebhooksModule {}
