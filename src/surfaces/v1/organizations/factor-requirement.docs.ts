import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { FactorRequirementDto } from './factor-requirement.dto.js';

const Id = (): MethodDecorator =>
  ApiParam({
    name: 'id',
    description: 'Id of the organization of the request (of the token, or of X-Org-Id), or `current`',
    schema: { type: 'string', example: 'current' },
  });

export const ApiGetFactorRequirement = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Get whether the organization requires a second factor' }),
    Id(),
    ApiOkResponse({ type: FactorRequirementDto }),
    ApiErrors('auth.forbidden', 'organization.not_found'),
  );

export const ApiChangeFactorRequirement = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Require a second factor of the members, or end the requirement',
      description:
        'After the days of grace, members without one are refused with auth.enrolment_required until they set one up, and sign in on the other surfaces like strangers. The caller needs one to require it. Repeating the request starts the days of grace again.',
    }),
    Id(),
    ApiOkResponse({ type: FactorRequirementDto }),
    ApiErrors('auth.forbidden', 'auth.enrolment_required', 'organization.not_found', 'request.invalid'),
  );
