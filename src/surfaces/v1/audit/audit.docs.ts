import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiQuery, ApiResponse } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { Filter, Paged } from '../pages.js';
import { AuditListDto, AuditVerificationDto } from './audit.dto.js';
import { AuditHeadListDto, AuditKeysDto } from './heads.dto.js';
import { CSV_COLUMNS } from './export-text.js';

export const ApiListAudit = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the audit log of the organization, newest first' }),
    Paged('17'),
    Filter('action', 'Only entries with this action', 'organization.updated'),
    Filter('from', 'Only entries at or after this day (UTC) or time', '2026-01-30T00:00:00.000Z'),
    Filter('to', 'Only entries before this time; a day counts as a whole', '2026-01-31T00:00:00.000Z'),
    ApiOkResponse({ type: AuditListDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'query.invalid'),
  );

export const ApiVerifyAudit = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Verify the audit log by recomputing its hash chain' }),
    ApiOkResponse({ type: AuditVerificationDto }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

const LINES = [
  '{"type":"start","version":1,"log":"507f1f77bcf86cd799439012","after":0,"link":"0000…"}',
  '{"type":"entry","id":"6912f0b1a4c1d20f4d8c2a11","seq":1,"action":"organization.created", …}',
  '{"type":"head","signed":"eyJhbGciOiJFZERTQSJ9.eyJsb2ciOiI1MDdm….c2lnbmF0dXJl"}',
  '',
].join('\n');

const ROWS = [
  CSV_COLUMNS.join(','),
  '1,2026-01-30T10:15:00.000Z,organization.created,6912f0b1a4c1d20f4d8c2a10,,,507f1f77bcf86cd799439012,organization,507f1f77bcf86cd799439012,{},9a77f546-081b-45cd-a74c-e84b6c4849d0,203.0.113.7,6912f0b1a4c1d20f4d8c2a11,9f2c…',
  '',
].join('\r\n');

/** Parameters and answer of an export. */
export const AuditExport = (): MethodDecorator =>
  applyDecorators(
    ApiQuery({
      name: 'format',
      required: false,
      description:
        '`ndjson`: can be verified offline with `rowhouse audit verify`; entries that the filter leaves out stand in it as their digests. `csv`: for spreadsheets; cells that would be formulas begin with an apostrophe',
      schema: { type: 'string', enum: ['ndjson', 'csv'], default: 'ndjson', example: 'ndjson' },
    }),
    Filter('action', 'Only entries with this action', 'organization.updated'),
    Filter('from', 'Only entries at or after this day (UTC) or time', '2026-01-30T00:00:00.000Z'),
    Filter('to', 'Only entries before this time; a day counts as a whole', '2026-01-31T00:00:00.000Z'),
    ApiResponse({
      status: 200,
      description:
        'Oldest entry first; the last line of NDJSON is a signed head, or says that the log is broken',
      content: {
        'application/x-ndjson': { schema: { type: 'string' }, example: LINES },
        'text/csv': { schema: { type: 'string' }, example: ROWS },
      },
    }),
  );

export const ApiExportAudit = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Export the audit log of the organization' }),
    AuditExport(),
    ApiErrors('auth.forbidden', 'organization.not_found', 'query.invalid'),
  );

export const ApiListAuditHeads = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List the signed heads of an audit log, newest first',
      description:
        'Open to everybody. A head is published each hour for every log that has grown, and with each export. A log that does not exist has none.',
    }),
    ApiQuery({
      name: 'organization_id',
      description: 'An organization’s id, or `platform`',
      schema: { type: 'string', example: '507f1f77bcf86cd799439012' },
    }),
    Paged('4711'),
    Filter('from', 'Only heads signed at or after this day (UTC) or time', '2026-01-30T00:00:00.000Z'),
    Filter('to', 'Only heads signed before this time; a day counts as a whole', '2026-01-31T00:00:00.000Z'),
    ApiOkResponse({ type: AuditHeadListDto }),
    ApiErrors('query.invalid'),
  );

export const ApiGetAuditKeys = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Get the public keys that heads of audit logs are signed with',
      description: 'A JWK set (RFC 7517). Open to everybody; keep a copy where the service cannot change it.',
    }),
    ApiOkResponse({ type: AuditKeysDto }),
    ApiErrors(),
  );
