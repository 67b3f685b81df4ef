import { Controller, Get } from '@nestjs/common';
import { Env } from '../../config/env.js';
import { Public } from '../../modules/auth/http/access.decorators.js';
import { ApiGetHealth } from './org.docs.js';
import type { HealthDto } from './org.dto.js';

@Controller('health')
export class OrgHealthController {
  constructor(private readonly env: Env) {}

  @Public()
  @Get()
  @ApiGetHealth()
  getHealth(): HealthDto {
    return { status: 'healthy', app: this.env.APP_NAME };
  }
}
