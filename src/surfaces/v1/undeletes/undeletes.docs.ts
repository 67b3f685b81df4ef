import { applyDecorators } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiParam } from '@nestjs/swagger';
import { ApiErrors } from '../../../common/http/api-errors.decorator.js';
import { Paged } from '../pages.js';
import { DeletedOrganizationDto, DeletedOrganizationListDto, UndeleteOfferDto } from './undeletes.dto.js';

const Id = (): MethodDecorator => ApiParam({ name: 'id', example: '64f1a2b3c4d5e6f708192a3b' });
const REFUSALS = [
  'undelete.erased',
  'undelete.not_ready',
  'undelete.no_owner',
  'organization.name_taken',
  'organization.domain_taken',
  'organization.name_reserved',
  'backup.damaged',
  'backup.key_wrong',
  'backup.store_failed',
  'backup.off',
  'service.capacity_reached',
  'operation.failed',
] as const;
const BACK =
  'Data, members with their passwords, roles, settings and branding are as they were; sessions, API keys, invitations and webhooks are not. The request may be repeated; the response shows the progress.';

export const ApiPreviewUndelete = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Show what the link of a deletion brings back' }),
    ApiOkResponse({ type: UndeleteOfferDto }),
    ApiErrors('auth.link_invalid', 'undelete.erased'),
  );

export const ApiUndeleteByLink = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Bring a deleted organization back with the code of the e-mail',
      description: `Owners get the link when the organization is deleted; it works for UNDELETE_DAYS. ${BACK}`,
    }),
    ApiOkResponse({ type: DeletedOrganizationDto }),
    ApiErrors('auth.link_invalid', ...REFUSALS),
  );

export const ApiListDeletedOrganizations = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'List deleted organizations that can be brought back, newest first' }),
    Paged('1769774400000'),
    ApiOkResponse({ type: DeletedOrganizationListDto }),
    ApiErrors('auth.forbidden', 'query.invalid'),
  );

export const ApiUndeleteOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({ summary: 'Bring a deleted organization back', description: BACK }),
    Id(),
    ApiOkResponse({ type: DeletedOrganizationDto }),
    ApiErrors('auth.forbidden', 'undelete.not_found', ...REFUSALS),
  );

export const ApiEraseOrganization = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Erase a deleted organization before its retention ends',
      description: 'Destroys the key of its archives and removes them. It cannot be brought back afterwards.',
    }),
    Id(),
    ApiNoContentResponse({ description: 'Erased' }),
    ApiErrors('auth.forbidden', 'undelete.not_found', 'undelete.erased', 'undelete.returning'),
  );
