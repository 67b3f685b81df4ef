import { Controller, Get, Res, ServiceUnavailableException } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Probe } from '../../common/http/route-config.js';
import { Public } from '../../modules/auth/http/access.decorators.js';
import { HealthService } from '../../modules/health/health.service.js';

/** The body of Terminus: the parts by name, each up or down. */
class HealthReportDto {
  @ApiProperty({ enum: ['ok', 'error', 'shutting_down'], example: 'ok' })
  status: string;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { mongodb: { status: 'up' } } })
  info: Record<string, unknown>;

  @ApiProperty({ type: 'object', additionalProperties: true, example: {} })
  error: Record<string, unknown>;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { mongodb: { status: 'up' } } })
  details: Record<string, unknown>;
}

@ApiTags('Health')
@Public()
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  @Probe()
  @Get('live')
  @ApiOperation({ summary: 'Check liveness' })
  @ApiOkResponse({ type: HealthReportDto })
  async getLiveness(): Promise<unknown> {
    return this.health.live();
  }

  @Probe()
  @Get('ready')
  @ApiOperation({ summary: 'Check readiness: database, change feed and lease' })
  @ApiOkResponse({ type: HealthReportDto })
  @ApiServiceUnavailableResponse({ type: HealthReportDto, description: 'A component is not available' })
  async getReadiness(@Res({ passthrough: true }) reply: FastifyReply): Promise<unknown> {
    try {
      return await this.health.ready();
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      reply.code(503).header('Retry-After', '1');
      return error.getResponse();
    }
  }
}
