import { applyDecorators } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
} from '@nestjs/swagger';
import type { ErrorCode } from '../../../common/errors/error-codes.js';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { AuditSinkDto, AuditSinkListDto, AuditSinkWithSecretDto } from './audit-sinks.dto.js';

const ETAG = { ETag: { description: 'Version of the sink', schema: { type: 'string' } } } as const;
const IF_MATCH = { name: 'If-Match', required: false, description: 'The ETag that was read' } as const;
const ID = { name: 'id', example: '6912f0b1a4c1d20f4d8c2a11' } as const;

/** Whose log: each operation is there for organizations and for the platform. */
interface Of {
  log: string;
  refused: readonly ErrorCode[];
}
const ORGANIZATION: Of = {
  log: 'the audit log of the organization',
  refused: ['auth.forbidden', 'organization.not_found'],
};
const PLATFORM: Of = { log: 'the platform’s audit log', refused: ['auth.forbidden'] };

const list =
  ({ log, refused }: Of) =>
  (): MethodDecorator =>
    applyDecorators(
      ApiOperation({ summary: `List the sinks of ${log}` }),
      ApiOkResponse({ type: AuditSinkListDto }),
      ApiErrors(...refused),
    );

const get =
  ({ log, refused }: Of) =>
  (): MethodDecorator =>
    applyDecorators(
      ApiOperation({ summary: `Get a sink of ${log}, with its position, lag and last error` }),
      ApiParam(ID),
      ApiOkResponse({ type: AuditSinkDto, headers: ETAG }),
      ApiErrors(...refused, 'audit_sink.not_found'),
    );

const create =
  ({ log, refused }: Of) =>
  (): MethodDecorator =>
    applyDecorators(
      ApiOperation({ summary: `Stream ${log} to an address or a bucket` }),
      ApiCreatedResponse({ type: AuditSinkWithSecretDto, headers: ETAG }),
      ApiErrors(...refused, 'audit_sink.limit_reached'),
    );

const update =
  ({ log, refused }: Of) =>
  (): MethodDecorator =>
    applyDecorators(
      ApiOperation({ summary: `Change, enable or disable a sink of ${log}` }),
      ApiParam(ID),
      ApiHeader(IF_MATCH),
      ApiOkResponse({ type: AuditSinkDto, headers: ETAG }),
      ApiErrors(...refused, 'audit_sink.not_found', 'resource.changed'),
    );

const rotate =
  ({ log, refused }: Of) =>
  (): MethodDecorator =>
    applyDecorators(
      ApiOperation({
        summary: `Rotate the secret of a sink of ${log}; the previous one also signs for some hours`,
      }),
      ApiParam(ID),
      ApiHeader(IF_MATCH),
      ApiOkResponse({ type: AuditSinkWithSecretDto, headers: ETAG }),
      ApiErrors(...refused, 'audit_sink.not_found', 'audit_sink.no_secret', 'resource.changed'),
    );

const remove =
  ({ log, refused }: Of) =>
  (): MethodDecorator =>
    applyDecorators(
      ApiOperation({ summary: `Delete a sink of ${log}` }),
      ApiParam(ID),
      ApiHeader(IF_MATCH),
      ApiNoContentResponse({ description: 'Removed' }),
      ApiErrors(...refused, 'audit_sink.not_found', 'resource.changed'),
    );

export const ApiListAuditSinks = list(ORGANIZATION);
export const ApiGetAuditSink = get(ORGANIZATION);
export const ApiCreateAuditSink = create(ORGANIZATION);
export const ApiUpdateAuditSink = update(ORGANIZATION);
export const ApiRotateAuditSinkSecret = rotate(ORGANIZATION);
export const ApiDeleteAuditSink = remove(ORGANIZATION);
export const ApiListPlatformAuditSinks = list(PLATFORM);
export const ApiGetPlatformAuditSink = get(PLATFORM);
export const ApiCreatePlatformAuditSink = create(PLATFORM);
export const ApiUpdatePlatformAuditSink = update(PLATFORM);
export const ApiRotatePlatformAuditSinkSecret = rotate(PLATFORM);
export const ApiDeletePlatformAuditSink = remove(PLATFORM);
