import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsString, Matches, MaxLength, ValidateBy } from 'class-validator';
import { IsDisplayName, MayBeAbsent } from '../../../common/http/fields.js';
import {
  isRolePermission,
  MAX_PRODUCT_PERMISSIONS,
  PRODUCT_PERMISSION,
} from '../../../modules/access/permission-catalogue.types.js';
import {
  ORGANIZATION_PERMISSIONS,
  type OrganizationPermission,
  ROLE_KEY,
  type RolePermission,
} from '../../../modules/access/roles.types.js';

const EXAMPLE: OrganizationPermission[] = ['data.export', 'data.read', 'organization.read'];

/** One of ours, or one that the product registered. */
const PERMISSION = {
  anyOf: [
    { type: 'string', enum: ORGANIZATION_PERMISSIONS },
    { type: 'string', pattern: PRODUCT_PERMISSION.source },
  ],
};
const PERMISSION_LIST = { type: 'array', items: PERMISSION, example: EXAMPLE } as const;

/** Characters. */
const MAX_DESCRIPTION = 300;

/** Text that may be empty. */
const IsDescription = (): PropertyDecorator => (target, property) => {
  const message = `description must be text of at most ${MAX_DESCRIPTION} characters`;
  IsString({ message })(target, property);
  MaxLength(MAX_DESCRIPTION, { message })(target, property);
};

const ArePermissions = (): PropertyDecorator => (target, property) => {
  IsArray({ message: 'permissions must be a list' })(target, property);
  ArrayMaxSize(ORGANIZATION_PERMISSIONS.length + MAX_PRODUCT_PERMISSIONS, {
    message: 'permissions must not name one twice',
  })(target, property);
  ValidateBy(
    { name: 'isRolePermission', validator: { validate: isRolePermission } },
    { each: true, message: 'permissions must be listed by GET /v1/permissions' },
  )(target, property);
};

export class CreateRoleDto {
  @ApiProperty({
    required: false,
    description: 'Identifies the role and never changes; derived from the name if absent',
    pattern: ROLE_KEY.source,
    example: 'auditor',
  })
  @MayBeAbsent()
  @Matches(ROLE_KEY, { message: 'key must be 1 to 40 lower-case letters, digits, - or _' })
  key?: string;

  @ApiProperty({ example: 'Auditor' })
  @IsDisplayName('name')
  name: string;

  @ApiProperty({ required: false, maxLength: MAX_DESCRIPTION, example: 'Reads and exports the books' })
  @MayBeAbsent()
  @IsDescription()
  description?: string;

  @ApiProperty(PERMISSION_LIST)
  @ArePermissions()
  permissions: RolePermission[];
}

export class UpdateRoleDto {
  @ApiProperty({ required: false, example: 'Auditor' })
  @MayBeAbsent()
  @IsDisplayName('name')
  name?: string;

  @ApiProperty({ required: false, maxLength: MAX_DESCRIPTION, example: 'Reads and exports the books' })
  @MayBeAbsent()
  @IsDescription()
  description?: string;

  @ApiProperty({ ...PERMISSION_LIST, required: false })
  @MayBeAbsent()
  @ArePermissions()
  permissions?: RolePermission[];
}

export class RoleDto {
  @ApiProperty({ example: 'auditor' })
  key: string;

  @ApiProperty({ example: 'Auditor' })
  name: string;

  @ApiProperty({ example: 'Reads and exports the books' })
  description: string;

  @ApiProperty({ description: 'The same in every organization; cannot be changed', example: false })
  built_in: boolean;

  @ApiProperty(PERMISSION_LIST)
  permissions: string[];

  @ApiProperty({ description: 'Number of members with the role, of any status', example: 2 })
  members: number;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', example: '2024-12-12T10:30:00.000Z' })
  created_at: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'date-time', example: '2024-12-12T10:30:00.000Z' })
  updated_at: string | null;
}

export class RoleListDto {
  @ApiProperty({ type: [RoleDto] })
  items: RoleDto[];

  @ApiProperty({ type: String, nullable: true, description: 'All roles fit one page', example: null })
  next_cursor: string | null;
}

export class PermissionDto {
  @ApiProperty({ ...PERMISSION, example: 'data.read' })
  key: string;

  @ApiProperty({ example: 'Read documents' })
  description: string;

  @ApiProperty({ description: 'Heading in forms', example: 'data' })
  group: string;

  @ApiProperty({ description: 'Registered by the operator and checked by the product', example: false })
  product: boolean;
}

export class PermissionListDto {
  @ApiProperty({ type: [PermissionDto] })
  items: PermissionDto[];

  @ApiProperty({ type: String, nullable: true, description: 'All permissions fit one page', example: null })
  next_cursor: string | null;
}
