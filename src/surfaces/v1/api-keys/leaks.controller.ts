import { createHash } from 'node:crypto';
import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../../common/errors/app-error.js';
import { RateLimited } from '../../../common/http/rate-limited.decorator.js';
import { ApiKeyLeaksService } from '../../../modules/api-keys/api-key-leaks.service.js';
import type { LeakReport } from '../../../modules/api-keys/api-keys.types.js';
import { Public } from '../../../modules/auth/http/access.decorators.js';
import { ApiReportLeakedKeys } from './api-keys.docs.js';
import type { LeakAnswerDto } from './leaks.dto.js';

/** Findings of one report, and characters of each part. */
const MAX_FINDINGS = 100;
const MAX_LENGTH = { token: 500, type: 200, url: 2000 };

/** Where secret scanners report keys that they found, such as GitHub's secret scanning partner program. */
@ApiTags('API keys (v1)')
@Controller('v1/api-keys')
export class ApiKeyLeaksController {
  constructor(private readonly leaks: ApiKeyLeaksService) {}

  @Public()
  @RateLimited('lookup')
  @Post('leaks')
  @HttpCode(200)
  @ApiReportLeakedKeys()
  async reportLeakedKeys(@Body() body: unknown, @Req() request: FastifyRequest): Promise<LeakAnswerDto[]> {
    const reports = readReports(body);
    const { ip, id: requestId } = request;
    const found = await this.leaks.report(reports, { ip, requestId });
    return reports.map(({ token, type }, i) => ({
      token_hash: createHash('sha256').update(token).digest('hex'),
      token_type: type,
      label: found[i] ? 'true_positive' : 'false_positive',
    }));
  }
}

function readReports(body: unknown): LeakReport[] {
  if (!Array.isArray(body) || body.length > MAX_FINDINGS) {
    throw invalid('body', `Request body must be a list of at most ${MAX_FINDINGS} findings`);
  }
  return body.map((finding: unknown, i) => ({
    token: partOf(finding, 'token', i),
    type: partOf(finding, 'type', i, ''),
    url: partOf(finding, 'url', i, ''),
  }));
}

function partOf(finding: unknown, name: keyof LeakReport, i: number, absent?: string): string {
  const value = (finding as Partial<Record<string, unknown>> | null)?.[name] ?? absent;
  if (typeof value === 'string' && value.length <= MAX_LENGTH[name]) return value;
  throw invalid(`${i}.${name}`, `${name} must be text of at most ${MAX_LENGTH[name]} characters`);
}

const invalid = (field: string, message: string): AppError =>
  new AppError('request.invalid', { errors: { [field]: message } });
