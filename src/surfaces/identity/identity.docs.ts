import { applyDecorators } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Refuses } from '../../common/http/refuses.decorator.js';
import {
  OrganizationMadeDto,
  OrgMembersDto,
  OrgRoleUsersDto,
  RoleUsersDto,
  SignedOutDto,
  SignedUpDto,
  TokensDto,
} from './identity.dto.js';

const Tagged = () => ApiTags('Identity (S2)');

export const DocumentsSignUp = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Make an account and the organization it owns' }),
    ApiResponse({ status: 201, description: 'Signed up', type: SignedUpDto }),
    Refuses(
      'user.email_taken',
      'organization.name_taken',
      'user.password_weak',
      'organization.name_reserved',
      'auth.hashing_overloaded',
    ),
  );

export const DocumentsSignIn = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Sign in' }),
    ApiResponse({ status: 200, description: 'Signed in', type: TokensDto }),
    Refuses('auth.credentials_invalid', 'organization.suspended', 'auth.hashing_overloaded'),
  );

export const DocumentsRefresh = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary: 'Exchange a refresh token',
      description:
        'Each works once. For ten seconds the same successor is given again; later use of an exchanged token ends the session.',
    }),
    ApiResponse({ status: 200, description: 'Exchanged', type: TokensDto }),
    Refuses('auth.refresh_invalid', 'organization.suspended'),
  );

export const DocumentsSignOut = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'End the session: its refresh token and its access tokens' }),
    ApiResponse({ status: 200, description: 'Signed out', type: SignedOutDto }),
  );

export const DocumentsNewOrganization = (): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({ summary: 'Make another organization; the caller becomes its owner' }),
    ApiResponse({ status: 201, description: 'Organization created', type: OrganizationMadeDto }),
    Refuses('organization.name_taken', 'organization.name_reserved'),
  );

const Statistic = (summary: string, type: new () => object): MethodDecorator =>
  applyDecorators(
    Tagged(),
    ApiOperation({
      summary,
      description: 'Of the organizations the caller owns or administers; a platform operator sees all.',
    }),
    ApiQuery({
      name: 'from',
      required: false,
      description: 'Members since: epoch milliseconds or ISO 8601',
      schema: { type: 'string', example: '2026-01-30T12:00:00Z' },
    }),
    ApiQuery({
      name: 'to',
      required: false,
      description: 'Members before',
      schema: { type: 'string', example: '2026-12-31T00:00:00Z' },
    }),
    ApiQuery({
      name: 'status',
      required: false,
      schema: { type: 'string', enum: ['active', 'inactive', 'pending'] },
    }),
    ApiResponse({ status: 200, description: 'The counts', type, isArray: true }),
  );

export const DocumentsOrgRoleUsers = (): MethodDecorator =>
  Statistic('Users by organization and role', OrgRoleUsersDto);
export const DocumentsRoleUsers = (): MethodDecorator => Statistic('Users by role', RoleUsersDto);
export const DocumentsOrgMembers = (): MethodDecorator => Statistic('Members by organization', OrgMembersDto);
