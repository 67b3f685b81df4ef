import { Controller, Get } from '@nestjs/common';
import { Probe } from '../../common/http/route-config.js';
import { Env } from '../../config/env.js';
import { Public } from '../../modules/auth/http/access.decorators.js';
import { ApiGetHealth } from './org.docs.js';
import type { HealthDto } from './org.dto.js';

@Controller('health')
export class OrgHealthController {
  constructor(private readonly env: Env) {}

  @Public()
  @Probe()
  @Get()
  @ApiGetHealth()
  getHealth(): HealthDto {
    return { status: 'healthy', app: this.env.APP_NAME };
  }
}
