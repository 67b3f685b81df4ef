import { applyDecorators } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { ErrorCode } from '../../../common/errors/error-codes.js';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { OperationDto } from '../operations/operations.dto.js';
import { JournalDto, JournalPreviewDto } from './journal.dto.js';

const REFUSALS: ErrorCode[] = [
  'auth.forbidden',
  'organization.not_found',
  'moment.invalid',
  'journal.off',
  'journal.too_early',
  'journal.gap',
  'journal.behind',
  'backup.damaged',
  'backup.key_wrong',
  'backup.store_failed',
];

export const ApiGetJournal = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get which moments the organization can be put back to' }),
    ApiOkResponse({ type: JournalDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'journal.off'),
  );

export const ApiPreviewJournalRestore = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Show what a restore to a moment would use and change',
      description: 'Reads the segments of the journal, and none of the documents of the backup.',
    }),
    ApiOkResponse({ type: JournalPreviewDto }),
    ApiErrors(...REFUSALS),
  );

export const ApiRestoreToMoment = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Put the data of the organization back to a moment',
      description:
        'The newest backup until the moment, with what the journal says happened since, becomes the next generation of the database, while the organization stays in use; GET /v1/operations/{id} shows the progress. Members, roles, settings and tokens stay as they are. What is replaced is kept for UNDO_KEEP_DAYS: an undo with its number brings it back.',
    }),
    ApiAcceptedResponse({
      type: OperationDto,
      headers: {
        Location: {
          description: 'Path of the operation',
          schema: { type: 'string' as const, example: '/v1/operations/550e8400-e29b-41d4-a716-446655440000' },
        },
      },
    }),
    ApiErrors(...REFUSALS, 'organization.busy', 'service.capacity_reached'),
  );
