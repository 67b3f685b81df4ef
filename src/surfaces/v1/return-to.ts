import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsText, MayBeAbsent } from '../../common/http/fields.js';

/** The field of the bodies of `MailsLink` routes. */
export const ReturnToField = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({
      description:
        'Where the page behind the mailed link leads on to: below an address that RETURN_ADDRESSES or the branding of the organization of the request allows',
      format: 'uri',
      maxLength: 1000,
    }),
    MayBeAbsent(),
    IsText('return_to', 1000),
  );
