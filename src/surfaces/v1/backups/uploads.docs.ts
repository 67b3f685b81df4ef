import { applyDecorators } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOperation, ApiQuery } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { DUMP_TYPES } from '../../../common/http/media-types.js';
import { BackupDto } from './backups.dto.js';

export const ApiUploadBackup = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Upload a dump of mongodump as a backup',
      description:
        'An archive (`mongodump --archive`), or a tar file of the folder that mongodump makes; each packed with gzip or not, as its bytes tell. It is read as it comes, checked, sealed and kept, and is restored as any other backup: in place, as a new organization, one collection, or one document. Collections of the server and of Rowhouse itself are not taken. A dump that is refused or cut off leaves nothing. A repeated upload is another backup.',
    }),
    ApiQuery({
      name: 'note',
      required: false,
      schema: { type: 'string', maxLength: 200, example: 'From the old server' },
    }),
    ApiQuery({
      name: 'database',
      required: false,
      description: 'Which one, if the dump has several databases',
      schema: { type: 'string', maxLength: 63, example: 'shop' },
    }),
    ApiConsumes(...DUMP_TYPES),
    ApiBody({
      description: 'The dump',
      schema: { type: 'string', format: 'binary', example: '(an archive)' },
    }),
    ApiCreatedResponse({
      type: BackupDto,
      headers: {
        Location: {
          description: 'Path of the new resource',
          schema: { type: 'string', example: '/v1/backups/550e8400-e29b-41d4-a716-446655440000' },
        },
      },
    }),
    ApiErrors(
      'auth.forbidden',
      'organization.not_found',
      'query.invalid',
      'backup.dump_invalid',
      'backup.dump_too_large',
      'backup.off',
      'backup.key_wrong',
      'backup.limit_reached',
      'backup.store_failed',
      'collection.limit_reached',
    ),
  );
