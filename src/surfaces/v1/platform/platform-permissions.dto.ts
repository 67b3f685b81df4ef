import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, Matches, ValidateNested } from 'class-validator';
import { IsDisplayName, MayBeAbsent } from '../../../common/http/fields.js';
import {
  DEFAULT_ROLES,
  type DefaultRole,
  MAX_PRODUCT_PERMISSIONS,
  PRODUCT_PERMISSION,
} from '../../../modules/access/permission-catalogue.types.js';
import type { ProductPermission } from '../../../modules/access/roles.types.js';

const KEY = { type: String, pattern: PRODUCT_PERMISSION.source, example: 'invoices.approve' } as const;

export class RegisterPermissionDto {
  @ApiProperty({
    ...KEY,
    description:
      'Two to four words with dots between them, at most 64 characters; must not begin with a reserved word',
  })
  @Matches(PRODUCT_PERMISSION, {
    message: 'key must be two to four words of lower-case letters, digits, - or _ with dots between them',
  })
  key: ProductPermission;

  @ApiProperty({ maxLength: 100, example: 'Approve invoices' })
  @IsDisplayName('description')
  description: string;

  @ApiProperty({
    required: false,
    maxLength: 100,
    description: 'Heading in forms; the first word of the key if absent',
    example: 'Invoices',
  })
  @MayBeAbsent()
  @IsDisplayName('group')
  group?: string;

  @ApiProperty({
    required: false,
    enum: DEFAULT_ROLES,
    isArray: true,
    description: 'Built-in roles that have it, besides the owner',
    example: ['admin', 'manager'],
  })
  @MayBeAbsent()
  @ArrayMaxSize(DEFAULT_ROLES.length, { message: 'default_roles must not name one twice' })
  @IsArray({ message: 'default_roles must be a list' })
  @IsIn(DEFAULT_ROLES, { each: true, message: `default_roles must be among ${DEFAULT_ROLES.join(', ')}` })
  default_roles?: DefaultRole[];
}

export class ReplaceCatalogueDto {
  @ApiProperty({ type: [RegisterPermissionDto], maxItems: MAX_PRODUCT_PERMISSIONS })
  @ArrayMaxSize(MAX_PRODUCT_PERMISSIONS, {
    message: `permissions must have at most ${MAX_PRODUCT_PERMISSIONS} entries`,
  })
  @ValidateNested({ each: true, message: 'permissions must be a list of objects' })
  @IsArray({ message: 'permissions must be a list' })
  @Type(() => RegisterPermissionDto)
  permissions: RegisterPermissionDto[];
}

export class RegisteredPermissionDto {
  @ApiProperty(KEY)
  key: string;

  @ApiProperty({ example: 'Approve invoices' })
  description: string;

  @ApiProperty({ example: 'Invoices' })
  group: string;

  @ApiProperty({
    enum: DEFAULT_ROLES,
    isArray: true,
    description: 'Includes the more powerful roles above the named ones',
    example: ['admin', 'manager'],
  })
  default_roles: DefaultRole[];
}

export class CatalogueDto {
  @ApiProperty({ description: '0 before the first catalogue', example: 3 })
  revision: number;

  @ApiProperty({ type: [RegisteredPermissionDto] })
  permissions: RegisteredPermissionDto[];
}
