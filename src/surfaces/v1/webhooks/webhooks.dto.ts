import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateBy,
} from 'class-validator';
import { IsText, MayBeAbsent } from '../../../common/http/fields.js';
import { isEventPattern, MAX_PATTERN } from '../../../modules/webhooks/events.types.js';
import {
  MAX_DESCRIPTION,
  MAX_OVERLAP_HOURS,
  MAX_PATTERNS,
  MAX_URL,
  OVERLAP_HOURS,
} from '../../../modules/webhooks/webhooks.types.js';

const MOMENT = { format: 'date-time', example: '2026-01-30T12:00:00.000Z' } as const;
const MAYBE_MOMENT = { ...MOMENT, type: String, nullable: true, example: null } as const;
const PATTERNS = {
  type: 'array',
  items: { type: 'string', maxLength: MAX_PATTERN },
  description: 'Events that are sent: `*`, a kind such as `member.*`, or one such as `member.removed`',
  example: ['member.*', 'organization.plan_changed'],
} as const;
const PATTERN_LIST = {
  ...PATTERNS,
  minItems: 1,
  maxItems: MAX_PATTERNS,
} as const;
const URL_FIELD = {
  maxLength: MAX_URL,
  description: 'https; a public host; port 443, or one of 1024 to 65535',
  example: 'https://hooks.acme.example/rowhouse',
} as const;
const ORDERED = {
  description: 'One event after the other, each when the one before was delivered or given up',
  example: false,
} as const;
const SECRET = {
  description: 'Secret of the `v1` signatures. It is shown once',
  example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=',
} as const;

const ArePatterns = (): PropertyDecorator => (target, property) => {
  const name = String(property);
  IsArray({ message: `${name} must be a list` })(target, property);
  ArrayMinSize(1, { message: `${name} must name at least one event` })(target, property);
  ArrayMaxSize(MAX_PATTERNS, { message: `${name} must have at most ${MAX_PATTERNS} entries` })(
    target,
    property,
  );
  ValidateBy(
    { name: 'isEventPattern', validator: { validate: isEventPattern } },
    { each: true, message: `${name} must be *, or listed by GET /v1/event-types, or its first word with .*` },
  )(target, property);
};

const IsFlag = (name: string): PropertyDecorator => IsBoolean({ message: `${name} must be true or false` });

const IsDescription = (): PropertyDecorator => (target, property) => {
  const message = `description must be text of at most ${MAX_DESCRIPTION} characters`;
  IsString({ message })(target, property);
  MaxLength(MAX_DESCRIPTION, { message })(target, property);
};

export class CreateWebhookDto {
  @ApiProperty(URL_FIELD)
  @IsText('url', MAX_URL)
  url: string;

  @ApiProperty({ required: false, maxLength: MAX_DESCRIPTION, example: 'Billing' })
  @MayBeAbsent()
  @IsDescription()
  description?: string;

  @ApiProperty(PATTERN_LIST)
  @ArePatterns()
  event_types: string[];

  @ApiProperty({ ...ORDERED, required: false })
  @MayBeAbsent()
  @IsFlag('ordered')
  ordered?: boolean;

  @ApiProperty({ required: false, description: 'Off: no events are sent', example: true })
  @MayBeAbsent()
  @IsFlag('enabled')
  enabled?: boolean;
}

export class UpdateWebhookDto {
  @ApiProperty({ ...URL_FIELD, required: false })
  @MayBeAbsent()
  @IsText('url', MAX_URL)
  url?: string;

  @ApiProperty({ required: false, maxLength: MAX_DESCRIPTION, example: 'Billing' })
  @MayBeAbsent()
  @IsDescription()
  description?: string;

  @ApiProperty({ ...PATTERN_LIST, required: false })
  @MayBeAbsent()
  @ArePatterns()
  event_types?: string[];

  @ApiProperty({ ...ORDERED, required: false })
  @MayBeAbsent()
  @IsFlag('ordered')
  ordered?: boolean;

  @ApiProperty({ required: false, description: 'Off: no events are sent', example: true })
  @MayBeAbsent()
  @IsFlag('enabled')
  enabled?: boolean;
}

export class RotateSecretDto {
  @ApiProperty({
    required: false,
    minimum: 0,
    maximum: MAX_OVERLAP_HOURS,
    default: OVERLAP_HOURS,
    description: 'Hours that the secret before signs too; 0: it ends at once',
    example: OVERLAP_HOURS,
  })
  @MayBeAbsent()
  @IsInt({ message: 'overlap_hours must be a whole number' })
  @Min(0, { message: `overlap_hours must be 0 to ${MAX_OVERLAP_HOURS}` })
  @Max(MAX_OVERLAP_HOURS, { message: `overlap_hours must be 0 to ${MAX_OVERLAP_HOURS}` })
  overlap_hours?: number;
}

export class ReplayDto {
  @ApiProperty({ ...MOMENT, description: 'Events at or after this time, within 30 days' })
  @IsText('from', 40)
  from: string;

  @ApiProperty({ ...MOMENT, required: false, description: 'Events before this time; now if absent' })
  @MayBeAbsent()
  @IsText('to', 40)
  to?: string;

  @ApiProperty({ ...PATTERN_LIST, required: false, description: 'Other filters than those of the webhook' })
  @MayBeAbsent()
  @ArePatterns()
  event_types?: string[];

  @ApiProperty({ required: false, description: 'Only those that were not delivered', example: true })
  @MayBeAbsent()
  @IsFlag('missing_only')
  missing_only?: boolean;

  @ApiProperty({ required: false, description: '`next_after` of the answer before', example: 17 })
  @MayBeAbsent()
  @IsInt({ message: 'after must be a whole number' })
  @Min(0, { message: 'after must not be negative' })
  after?: number;
}

export class ReplayedDto {
  @ApiProperty({ description: 'Events that are sent again', example: 12 })
  events: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'More are left: send the request again with `after`',
    example: null,
  })
  next_after: number | null;
}

export class WebhookDto {
  @ApiProperty({ example: '6912f0b1a4c1d20f4d8c2a11' })
  id: string;

  @ApiProperty(URL_FIELD)
  url: string;

  @ApiProperty({ example: 'Billing' })
  description: string;

  @ApiProperty(PATTERNS)
  event_types: string[];

  @ApiProperty(ORDERED)
  ordered: boolean;

  @ApiProperty({ example: true })
  enabled: boolean;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['manual', 'failing', 'gone', null],
    description: 'Why it is off: by hand, after five days without a success, or because it answered 410',
    example: null,
  })
  off_reason: string | null;

  @ApiProperty(MAYBE_MOMENT)
  off_at: string | null;

  @ApiProperty({ ...MAYBE_MOMENT, description: 'No delivery has succeeded since' })
  failing_since: string | null;

  @ApiProperty({
    type: [String],
    description: 'Public keys of the `v1a` signatures, the newest first',
    example: ['whpk_I0b2kqVn8lmPPzBeZlXjUyYOG5RvqvRhqUvvxXTzKxY='],
  })
  public_keys: string[];

  @ApiProperty({ ...MAYBE_MOMENT, description: 'The secret before the newest one signs too until then' })
  previous_secret_until: string | null;

  @ApiProperty(MOMENT)
  created_at: string;

  @ApiProperty(MOMENT)
  updated_at: string;
}

export class WebhookWithSecretDto extends WebhookDto {
  @ApiProperty(SECRET)
  secret: string;
}

export class WebhookListDto {
  @ApiProperty({ type: [WebhookDto] })
  items: WebhookDto[];

  @ApiProperty({ type: String, nullable: true, description: 'All webhooks fit one page', example: null })
  next_cursor: string | null;
}

export class EventTypeDto {
  @ApiProperty({ example: 'member.removed' })
  type: string;

  @ApiProperty({ example: 'A member was removed' })
  description: string;

  @ApiProperty({ description: 'Permission that the event stream asks for', example: 'members.read' })
  permission: string;
}

export class EventTypeListDto {
  @ApiProperty({ type: [EventTypeDto] })
  items: EventTypeDto[];

  @ApiProperty({ type: String, nullable: true, description: 'All types fit one page', example: null })
  next_cursor: string | null;
}
