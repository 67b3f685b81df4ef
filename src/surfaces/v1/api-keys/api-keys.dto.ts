import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsInt,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { isCidr } from '../../../common/addresses.js';
import { IsDisplayName, MayBeAbsent } from '../../../common/http/fields.js';
import { readMoment } from '../../../common/moments.js';
import {
  isRolePermission,
  MAX_PRODUCT_PERMISSIONS,
  PRODUCT_PERMISSION,
} from '../../../modules/access/permission-catalogue.types.js';
import { ORGANIZATION_PERMISSIONS, type RolePermission } from '../../../modules/access/roles.types.js';
import {
  DEFAULT_OVERLAP,
  MAX_ADDRESSES,
  MAX_OVERLAP,
  NEVER_IN_KEYS,
} from '../../../modules/api-keys/api-keys.types.js';

export const KEY_ID = 'Xk3vT9bQ2mZp4RtA';
const TIME = '2026-01-30T12:00:00.000Z';
const ACCOUNT_ID = '507f1f77bcf86cd799439011';
const OURS = ORGANIZATION_PERMISSIONS.filter((permission) => !NEVER_IN_KEYS.has(permission));

const SCOPES = {
  type: 'array',
  minItems: 1,
  items: {
    anyOf: [
      { type: 'string', enum: OURS },
      { type: 'string', pattern: PRODUCT_PERMISSION.source },
    ],
  },
  example: ['data.read', 'data.write'],
} satisfies ApiPropertyOptions;
const ADDRESSES = {
  type: [String],
  maxItems: MAX_ADDRESSES,
  example: ['203.0.113.0/24', '2001:db8::1'],
} satisfies ApiPropertyOptions;
const MAYBE_TIME = { type: String, nullable: true, format: 'date-time' } as const;

/** A moment of ISO 8601 with its zone, in the future. */
const isFuture = (value: unknown): boolean => {
  if (typeof value !== 'string') return false;
  const read = readMoment(value, 'to');
  return 'moment' in read && read.moment.getTime() > Date.now();
};

const IsFuture = (): PropertyDecorator =>
  ValidateBy(
    { name: 'isFuture', validator: { validate: isFuture } },
    { message: 'expires_at must be a moment in the future, such as 2030-01-31T12:00:00Z' },
  );

const isScope = (value: unknown): boolean => isRolePermission(value) && !NEVER_IN_KEYS.has(value);

const AreScopes = (): PropertyDecorator => (target, property) => {
  IsArray({ message: 'scopes must be a list' })(target, property);
  ArrayMinSize(1, { message: 'scopes must name at least one permission' })(target, property);
  ArrayMaxSize(ORGANIZATION_PERMISSIONS.length + MAX_PRODUCT_PERMISSIONS, {
    message: 'scopes must not name one twice',
  })(target, property);
  ValidateBy(
    { name: 'isScope', validator: { validate: isScope } },
    {
      each: true,
      message: `scopes must be listed by GET /v1/permissions, without ${[...NEVER_IN_KEYS].join(' and ')}`,
    },
  )(target, property);
};

const AreAddresses = (): PropertyDecorator => (target, property) => {
  IsArray({ message: 'allowed_addresses must be a list' })(target, property);
  ArrayMaxSize(MAX_ADDRESSES, { message: `allowed_addresses must have at most ${MAX_ADDRESSES} entries` })(
    target,
    property,
  );
  ValidateBy(
    { name: 'isCidr', validator: { validate: isCidr } },
    { each: true, message: 'allowed_addresses must be addresses or CIDR blocks, such as 203.0.113.0/24' },
  )(target, property);
};

export class CreateApiKeyDto {
  @ApiProperty({ maxLength: 100, example: 'Nightly import' })
  @IsDisplayName('name')
  name: string;

  @ApiProperty({ ...SCOPES, description: 'Permissions that you have' })
  @AreScopes()
  scopes: RolePermission[];

  @ApiProperty({
    required: false,
    format: 'date-time',
    description: 'When the key ends; never if absent',
    example: '2030-01-31T12:00:00.000Z',
  })
  @MayBeAbsent()
  @IsFuture()
  expires_at?: string;

  @ApiProperty({
    ...ADDRESSES,
    required: false,
    description: 'Addresses and CIDR blocks the key may be used from; everywhere if absent or empty',
  })
  @MayBeAbsent()
  @AreAddresses()
  allowed_addresses?: string[];
}

export class UpdateApiKeyDto {
  @ApiProperty({ required: false, maxLength: 100, example: 'Nightly import' })
  @MayBeAbsent()
  @IsDisplayName('name')
  name?: string;

  @ApiProperty({ ...SCOPES, required: false })
  @MayBeAbsent()
  @AreScopes()
  scopes?: RolePermission[];

  @ApiProperty({ ...MAYBE_TIME, required: false, description: 'null: never', example: null })
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @IsFuture()
  expires_at?: string | null;

  @ApiProperty({ ...ADDRESSES, required: false, description: 'An empty list: everywhere' })
  @MayBeAbsent()
  @AreAddresses()
  allowed_addresses?: string[];
}

const OVERLAP = `overlap_seconds must be a whole number from 0 to ${MAX_OVERLAP}`;

export class RotateApiKeyDto {
  @ApiProperty({
    required: false,
    minimum: 0,
    maximum: MAX_OVERLAP,
    default: DEFAULT_OVERLAP,
    description: 'How long the secret before goes on',
    example: DEFAULT_OVERLAP,
  })
  @MayBeAbsent()
  @IsInt({ message: OVERLAP })
  @Min(0, { message: OVERLAP })
  @Max(MAX_OVERLAP, { message: OVERLAP })
  overlap_seconds?: number;
}

export class ApiKeyDto {
  @ApiProperty({ description: 'Stands in the key after `rwh_live_`', example: KEY_ID })
  id: string;

  @ApiProperty({ enum: ['organization', 'personal'], example: 'organization' })
  kind: string;

  @ApiProperty({ example: '507f1f77bcf86cd799439012' })
  organization_id: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The person of a personal key',
    example: null,
  })
  user_id: string | null;

  @ApiProperty({ example: 'Nightly import' })
  name: string;

  @ApiProperty({ type: [String], example: ['data.read', 'data.write'] })
  scopes: string[];

  @ApiProperty({ type: [String], description: 'Empty: everywhere', example: [] })
  allowed_addresses: string[];

  @ApiProperty({ enum: ['active', 'expired', 'revoked'], example: 'active' })
  status: string;

  @ApiProperty({ description: 'The account that made it', example: ACCOUNT_ID })
  created_by: string;

  @ApiProperty({ example: TIME })
  created_at: string;

  @ApiProperty({ example: TIME })
  updated_at: string;

  @ApiProperty({ ...MAYBE_TIME, example: null })
  expires_at: string | null;

  @ApiProperty({ ...MAYBE_TIME, description: 'Time of the last rotation', example: null })
  rotated_at: string | null;

  @ApiProperty({
    ...MAYBE_TIME,
    description: 'Until when the secret before the last rotation goes on',
    example: null,
  })
  previous_until: string | null;

  @ApiProperty({ ...MAYBE_TIME, example: null })
  revoked_at: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['revoked', 'leaked', 'left', null],
    description: '`leaked`: reported by a secret scanner. `left`: the person left the organization',
    example: null,
  })
  revocation_reason: string | null;

  @ApiProperty({ ...MAYBE_TIME, description: 'To about a minute', example: TIME })
  last_used_at: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Address of the last use',
    example: '203.0.113.7',
  })
  last_used_ip: string | null;
}

export class IssuedApiKeyDto extends ApiKeyDto {
  @ApiProperty({
    description: 'The whole key; it is not shown again',
    example: `rwh_live_${KEY_ID}_…`,
  })
  key: string;
}

export class ApiKeyListDto {
  @ApiProperty({ type: [ApiKeyDto] })
  items: ApiKeyDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  next_cursor: string | null;
}
