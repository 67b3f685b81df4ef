import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiErrors } from '../../common/http/api-errors.decorator.js';
import { DeletedDto, HealthDto, LoggedInDto, OrganizationDto, UpdatedOrganizationDto } from './org.dto.js';

const Tagged = () => ApiTags('Organizations (S1)');
const NameQuery = () =>
  ApiQuery({
    name: 'organization_name',
    description: 'The exact name of the organization',
    schema: { type: 'string', minLength: 1, example: 'Acme Corp' },
  });

export const ApiCreateOrganization = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Create an organization with its own database and its administrator',
      description:
        'One transaction creates the organization, its administrator and the database `org_<name>` with the collection `data`. If another organization already has that database, `_2` or the next free number is added.',
    }),
    ApiResponse({ status: 201, description: 'Organization created', type: OrganizationDto }),
    ApiErrors(
      'organization.name_taken',
      'service.capacity_reached',
      'organization.name_reserved',
      'user.email_taken',
      'auth.hashing_overloaded',
    ),
  );

export const ApiGetOrganization = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Get an organization by its name',
      description: 'With ORG_PUBLIC_READ=off the route requires a token.',
    }),
    NameQuery(),
    ApiResponse({ status: 200, description: 'The organization', type: OrganizationDto }),
    ApiErrors('organization.not_found'),
  );

export const ApiUpdateOrganization = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: "Change the name, email or password of the token's organization",
      description:
        'The documents are copied to the next generation of the database, `org_<name>_v<n>`, which then replaces it. The token selects the organization; another `organization_name` renames it. Email and password change immediately, end every other session and stay changed if the copy fails; the former address receives a link that undoes the change for 72 hours. A 503 with `Operation-Location` means that another instance continues: the operation shows the result.',
    }),
    ApiResponse({ status: 200, description: 'Organization updated', type: UpdatedOrganizationDto }),
    ApiErrors(
      'organization.unchanged',
      'organization.name_taken',
      'organization.name_reserved',
      'user.email_taken',
      'auth.forbidden',
      'organization.not_found',
      'organization.busy',
      'operation.failed',
      'organization.paused',
      'service.capacity_reached',
      'auth.hashing_overloaded',
    ),
  );

export const ApiDeleteOrganization = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Delete an organization, its accounts and its database',
      description:
        'A token can delete its own organization only. An organization created again under the same name starts empty.',
    }),
    NameQuery(),
    ApiResponse({ status: 200, description: 'Organization deleted', type: DeletedDto }),
    ApiErrors('auth.forbidden', 'organization.foreign', 'organization.not_found'),
  );

export const ApiLogin = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Sign in as an administrator' }),
    ApiResponse({ status: 200, description: 'Signed in', type: LoggedInDto }),
    ApiErrors(
      'auth.credentials_invalid',
      'organization.suspended',
      'user.suspended',
      'auth.hashing_overloaded',
    ),
  );

export const ApiGetHealth = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Check that the service is up' }),
    ApiResponse({ status: 200, description: 'Up', type: HealthDto }),
  );
