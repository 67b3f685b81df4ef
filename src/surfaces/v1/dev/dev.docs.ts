import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { KeptMailListDto } from './mails.dto.js';

export const ApiListKeptMails = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'List the newest 100 e-mails that were kept instead of sent',
      description:
        'For development: requires no token and shows links that sign in. Returns 404 in production, if MAIL_URL is set, and to other machines.',
    }),
    ApiOkResponse({ type: KeptMailListDto }),
    ApiErrors('mail.not_kept'),
  );
