import { Controller, Get, Req, Res } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { preferredLocale } from '../../common/locales.js';
import { Env } from '../../config/env.js';
import { Public } from '../../modules/auth/http/access.decorators.js';
import { type Places, rootLinks, rootPage } from './root-page.js';

const PLACES: Places = { name: 'Multi-Tenant Organization Service', publicPath: '', docs: true };

class RootDto {
  @ApiProperty({ description: 'APP_NAME' })
  name: string;

  @ApiProperty()
  description: string;

  @ApiProperty({
    description: 'Paths on this host, by name',
    type: 'object',
    additionalProperties: { type: 'string' },
  })
  links: Record<string, string>;
}

/** Where a user arrives who knows only the address. */
@ApiTags('Start')
@ApiExtraModels(RootDto)
@Controller()
export class RootController {
  private readonly places: Places;
  constructor(private readonly env: Env) {
    const { APP_NAME: name, PRODUCT_NAME: productName, publicPath, DOCS: docs } = env;
    this.places = { name, productName, publicPath, docs };
  }

  @Public()
  @Get()
  @ApiOperation({
    summary: 'Describe the service and its entry points',
    description: 'HTML if Accept names text/html, as browsers do; otherwise JSON.',
  })
  @ApiOkResponse({
    description: 'The description',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(RootDto) }, example: rootLinks(PLACES) },
      'text/html': { schema: { type: 'string' }, example: '<!doctype html>…' },
    },
  })
  getRoot(
    @Req() { headers }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): RootDto | string {
    reply.header('vary', 'accept, accept-language');
    if (!/\btext\/html\b/i.test(headers.accept ?? '')) return rootLinks(this.places);
    reply.type('text/html; charset=utf-8');
    return rootPage(this.places, preferredLocale(headers['accept-language']) ?? this.env.DEFAULT_LOCALE);
  }
}
