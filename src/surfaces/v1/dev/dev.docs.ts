import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { KeptMailListDto } from './mails.dto.js';

export const ApiListKeptMails = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'The newest 100 mails that were kept instead of sent',
      description:
        'For development: it needs no token and shows links that sign people in. It answers 404 in production, wherever MAIL_URL is set, and to other machines than the service’s own.',
    }),
    ApiOkResponse({ type: KeptMailListDto }),
    ApiErrors('mail.not_kept'),
  );
