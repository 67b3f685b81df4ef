import { applyDecorators } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { BackupCopyDto, BackupCopyListDto } from './copies.dto.js';

export const ApiCopyBackup = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Restore a backup as a new organization',
      description:
        'The organization that was backed up is not changed. The caller owns the new one, alone; it is there when the answer of GET /v1/backups/copies/{id} says `ready`.',
    }),
    ApiParam({ name: 'id', example: '550e8400-e29b-41d4-a716-446655440000' }),
    ApiAcceptedResponse({
      type: BackupCopyDto,
      headers: {
        Location: {
          description: 'Path of the new resource',
          schema: { type: 'string' as const, example: '/v1/backups/copies/64f1a2b3c4d5e6f708192a3b' },
        },
      },
    }),
    ApiErrors(
      'auth.forbidden',
      'organization.not_found',
      'backup.not_found',
      'backup.not_ready',
      'backup.damaged',
      'backup.key_wrong',
      'backup.store_failed',
      'organization.name_taken',
      'organization.name_reserved',
      'service.capacity_reached',
    ),
  );

export const ApiListBackupCopies = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the organizations that were made from backups, newest first' }),
    ApiOkResponse({ type: BackupCopyListDto }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiGetBackupCopy = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get an organization that is made from a backup, and its progress' }),
    ApiParam({ name: 'id', example: '64f1a2b3c4d5e6f708192a3b' }),
    ApiErrors('events.too_many_streams', 'auth.forbidden', 'organization.not_found', 'backup.copy_not_found'),
  );
