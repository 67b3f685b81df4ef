import { Module } from '@nestjs/common';
import { AuthModule } from '../../modules/auth/auth.module.js';
import { DiscoveryController } from './discovery.controller.js';
import { JwksController } from './jwks.controller.js';

/** What other services look for at a fixed place (RFC 8615). */
@Module({ imports: [AuthModule], controllers: [JwksController, DiscoveryController] })
export class WellKnownModule {}
