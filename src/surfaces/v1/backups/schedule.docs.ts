import { applyDecorators } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { ScheduleDto } from './schedule.dto.js';

export const ApiGetSchedule = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get the schedule of backups' }),
    ApiOkResponse({ type: ScheduleDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'backup.schedule_not_found'),
  );

export const ApiSetSchedule = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Set the schedule of backups',
      description:
        'The plan says how often it may be due, and how many backups it may keep. When there are more than `keep_count`, the oldest scheduled ones are deleted; those that people made stay. The owners get an e-mail when a scheduled backup fails.',
    }),
    ApiOkResponse({ type: ScheduleDto }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'backup.schedule_not_found'),
  );

export const ApiRemoveSchedule = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Remove the schedule of backups',
      description: 'The backups that it made stay.',
    }),
    ApiNoContentResponse({ description: 'Removed' }),
    ApiErrors('auth.forbidden', 'organization.not_found', 'backup.schedule_not_found'),
  );
