import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiQuery } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { Paged } from '../pages.js';
import { ErasureCertificateFileDto, ErasureDto, ErasureListDto } from './erasures.dto.js';

const Id = (): MethodDecorator => ApiParam({ name: 'id', example: '550e8400-e29b-41d4-a716-446655440000' });
const FILE =
  'A file whose every byte counts: `rowhouse verify-certificate FILE` verifies it offline, with the public keys of `GET /v1/audit/keys`.';

export const ApiListErasures = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List erasures of organizations, newest first',
      description: 'An erasure destroys the keys of an organization, drops its databases, and is certified.',
    }),
    ApiQuery({
      name: 'organization_id',
      required: false,
      schema: { type: 'string', example: '64f1a2b3c4d5e6f708192a3b' },
    }),
    Paged('MTc2OTc3NDQwMDAwMC41NTBlODQwMC1lMjliLTQxZDQtYTcxNi00NDY2NTU0NDAwMDA'),
    ApiOkResponse({ type: ErasureListDto }),
    ApiErrors('auth.forbidden', 'query.invalid'),
  );

export const ApiGetErasure = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get an erasure' }),
    Id(),
    ApiOkResponse({ type: ErasureDto }),
    ApiErrors('auth.forbidden', 'erasure.not_found'),
  );

export const ApiGetErasureCertificate = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get the signed certificate of an erasure', description: FILE }),
    Id(),
    ApiOkResponse({ type: ErasureCertificateFileDto }),
    ApiErrors('auth.forbidden', 'erasure.not_found', 'erasure.not_certified'),
  );

export const ApiGetErasureCertificateByLink = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Download the certificate of an erasure with the link of the e-mail',
      description: `Owners get the link when nothing of their organization is left; it does not expire. ${FILE}`,
    }),
    ApiParam({ name: 'secret', example: 'n2xJ0vXb6rY3kq8Zt1mWfC5sQ7uD9eHhL4aRgPpVwTo' }),
    ApiOkResponse({ type: ErasureCertificateFileDto }),
    ApiErrors('erasure.not_found'),
  );
