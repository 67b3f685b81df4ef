import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { RestoredCollectionDto, RestoredDocumentDto } from './restores.dto.js';

const Backup = (): MethodDecorator =>
  ApiParam({ name: 'id', example: '550e8400-e29b-41d4-a716-446655440000' });
const Organization = (): MethodDecorator => ApiParam({ name: 'id', example: 'current' });

const COLLECTION =
  'It is filled beside its name and gets it in one step, with its options and indexes; nothing is changed before. A collection of the name is replaced only if `confirm` repeats it: `undo_at` brings it back within the snapshot window. A dry run counts the documents that would be added, changed and removed.';
const DOCUMENT =
  'The document is written as it was, in the place of the present one. `undo_at` is a moment at which all was as before.';
const BOTH = [
  'auth.forbidden',
  'organization.not_found',
  'collection.not_found',
  'collection.not_restorable',
  'collection.reserved',
  'collection.name_invalid',
  'plan.storage_full',
  'organization.paused',
] as const;
const OF_COLLECTION = [
  ...BOTH,
  'collection.exists',
  'collection.limit_reached',
  'service.capacity_reached',
  'organization.busy',
] as const;
const OF_DOCUMENT = [
  ...BOTH,
  'document.not_found',
  'document.exists',
  'document.invalid',
  'collection.limit_reached',
] as const;
const OF_BACKUP = [
  'backup.not_found',
  'backup.not_ready',
  'backup.damaged',
  'backup.key_wrong',
  'backup.store_failed',
] as const;
const OF_PAST = ['moment.invalid', 'moment.future', 'moment.too_old', 'moment.organization_absent'] as const;

export const ApiRestoreBackupCollection = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Restore one collection of a backup', description: COLLECTION }),
    Backup(),
    ApiOkResponse({ type: RestoredCollectionDto }),
    ApiErrors(...OF_COLLECTION, ...OF_BACKUP),
  );

export const ApiRestoreBackupDocument = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Restore one document of a backup', description: DOCUMENT }),
    Backup(),
    ApiOkResponse({ type: RestoredDocumentDto }),
    ApiErrors(...OF_DOCUMENT, ...OF_BACKUP),
  );

export const ApiRestorePastCollection = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Restore one collection of an earlier moment', description: COLLECTION }),
    Organization(),
    ApiOkResponse({ type: RestoredCollectionDto }),
    ApiErrors(...OF_COLLECTION, ...OF_PAST),
  );

export const ApiRestorePastDocument = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Restore one document of an earlier moment', description: DOCUMENT }),
    Organization(),
    ApiOkResponse({ type: RestoredDocumentDto }),
    ApiErrors(...OF_DOCUMENT, ...OF_PAST),
  );
