import { applyDecorators } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiResponse,
} from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { Paged } from '../pages.js';
import { OperationDto } from '../operations/operations.dto.js';
import { BackupDto, BackupLinkDto, BackupListDto, RestorePreviewDto } from './backups.dto.js';

const Id = (): MethodDecorator => ApiParam({ name: 'id', example: '550e8400-e29b-41d4-a716-446655440000' });
const LOCATION = {
  Location: {
    description: 'Path of the new resource',
    schema: { type: 'string' as const, example: '/v1/backups/550e8400-e29b-41d4-a716-446655440000' },
  },
};

export const ApiListBackups = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List the backups of the organization, newest first' }),
    Paged('MTc2OTc3NDQwMDAwMC41NTBlODQwMC1lMjliLTQxZDQtYTcxNi00NDY2NTU0NDAwMDA'),
    ApiOkResponse({ type: BackupListDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'query.invalid'),
  );

export const ApiCreateBackup = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Create a backup of the organization',
      description:
        'Copies the database of the organization as it is at one moment while it stays in use; GET /v1/backups/{id} shows the progress. Members, roles and settings are not part of it. It is kept sealed with a key of the organization.',
    }),
    ApiAcceptedResponse({ type: BackupDto, headers: LOCATION }),
    ApiErrors(
      'auth.forbidden',
      'organization.not_found',
      'backup.off',
      'backup.key_wrong',
      'backup.limit_reached',
    ),
  );

export const ApiGetBackup = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get a backup and its progress' }),
    Id(),
    ApiErrors('events.too_many_streams', 'auth.forbidden', 'backup.not_found'),
  );

export const ApiDeleteBackup = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Delete a backup' }),
    Id(),
    ApiNoContentResponse({ description: 'Deleted' }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'backup.not_found'),
  );

export const ApiVerifyBackup = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Verify a backup by reading all of it',
      description: 'GET /v1/backups/{id} shows the result as `verification`.',
    }),
    Id(),
    ApiAcceptedResponse({ type: BackupDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'backup.not_found', 'backup.not_ready'),
  );

export const ApiCreateBackupLink = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Create a link that downloads a backup',
      description: 'It works for 15 minutes, for everybody who has it. What it downloads is not sealed.',
    }),
    Id(),
    ApiCreatedResponse({ type: BackupLinkDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'backup.not_found', 'backup.not_ready'),
  );

const UNREADABLE = [
  'auth.forbidden',
  'organization.not_found',
  'backup.not_found',
  'backup.not_ready',
  'backup.damaged',
  'backup.key_wrong',
  'backup.store_failed',
] as const;

export const ApiPreviewRestore = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Show what a restore would change' }),
    Id(),
    ApiOkResponse({ type: RestorePreviewDto }),
    ApiErrors(...UNREADABLE),
  );

export const ApiRestoreBackup = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Restore a backup',
      description:
        'The organization gets a next generation of its database with the data of the backup, while it stays in use; GET /v1/operations/{id} shows the progress. Members, roles, settings and tokens stay as they are. What was written since the backup is in the generation that is replaced, which is kept for UNDO_KEEP_DAYS: an undo with its number brings it back.',
    }),
    Id(),
    ApiAcceptedResponse({
      type: OperationDto,
      headers: {
        Location: {
          description: 'Path of the operation',
          schema: { type: 'string' as const, example: '/v1/operations/550e8400-e29b-41d4-a716-446655440000' },
        },
      },
    }),
    ApiErrors(...UNREADABLE, 'organization.busy', 'service.capacity_reached'),
  );

export const ApiDownloadBackup = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Download a backup as mongorestore reads it',
      description:
        '`mongorestore --gzip --archive=FILE` reads an archive; a directory is a packed tar file, which `tar -xzf` unpacks for `mongorestore DIRECTORY`. If the connection closes before the end, the file is incomplete.',
    }),
    ApiParam({ name: 'secret', example: 'n2xJ0vXb6rY3kq8Zt1mWfC5sQ7uD9eHhL4aRgPpVwTo' }),
    ApiQuery({
      name: 'format',
      required: false,
      schema: { type: 'string', enum: ['archive', 'directory'], default: 'archive', example: 'archive' },
    }),
    ApiResponse({
      status: 200,
      description: 'The dump',
      content: {
        'application/gzip': { schema: { type: 'string', format: 'binary' }, example: '(a packed archive)' },
      },
    }),
    ApiErrors(
      'backup.not_found',
      'backup.damaged',
      'backup.store_failed',
      'backup.key_wrong',
      'backup.off',
      'query.invalid',
    ),
  );
