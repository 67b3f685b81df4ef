import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsString, MaxLength } from 'class-validator';
import { IsText, MayBeAbsent } from '../../../common/http/fields.js';
import {
  MAX_BUCKET,
  MAX_KEY,
  MAX_KEY_ID,
  MAX_PREFIX,
  MAX_REGION,
  SINK_KINDS,
  type SinkKind,
} from '../../../modules/webhooks/sinks/audit-sinks.types.js';
import { MAX_DESCRIPTION, MAX_URL } from '../../../modules/webhooks/webhooks.types.js';

const MOMENT = { format: 'date-time', example: '2026-01-30T12:00:00.000Z' } as const;
const MAYBE_MOMENT = { ...MOMENT, type: String, nullable: true, example: null } as const;
const STARTS = ['beginning', 'now'] as const;

const URL_FIELD = {
  maxLength: MAX_URL,
  description: 'Of kind `http`: https; a public host; port 443, or one of 1024 to 65535',
  example: 'https://siem.acme.example/rowhouse',
} as const;
const ENDPOINT = {
  maxLength: MAX_URL,
  description: 'Of kind `s3`: where the bucket is; that of Amazon for the region when absent',
  example: 'https://s3.eu-central-1.amazonaws.com/',
} as const;
const REGION = { maxLength: MAX_REGION, description: 'Of kind `s3`', example: 'eu-central-1' } as const;
const BUCKET = { maxLength: MAX_BUCKET, description: 'Of kind `s3`', example: 'acme-audit' } as const;
const PREFIX = {
  maxLength: MAX_PREFIX,
  description: 'Of kind `s3`: objects are named `<prefix>/<log>/<first entry>-<last entry>.ndjson`',
  example: 'rowhouse/',
} as const;
const KEY_ID = {
  maxLength: MAX_KEY_ID,
  description: 'Of kind `s3`',
  example: 'AKIAIOSFODNN7EXAMPLE',
} as const;
const KEY = {
  maxLength: MAX_KEY,
  description: 'Of kind `s3`. It is stored sealed, and not shown again',
  example: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
} as const;

const IsDescription = (): PropertyDecorator => (target, property) => {
  const message = `description must be text of at most ${MAX_DESCRIPTION} characters`;
  IsString({ message })(target, property);
  MaxLength(MAX_DESCRIPTION, { message })(target, property);
};

class SinkTargetDto {
  @ApiProperty({ ...URL_FIELD, required: false })
  @MayBeAbsent()
  @IsText('url', MAX_URL)
  url?: string;

  @ApiProperty({ ...ENDPOINT, required: false })
  @MayBeAbsent()
  @IsText('endpoint', MAX_URL)
  endpoint?: string;

  @ApiProperty({ ...REGION, required: false })
  @MayBeAbsent()
  @IsText('region', MAX_REGION)
  region?: string;

  @ApiProperty({ ...BUCKET, required: false })
  @MayBeAbsent()
  @IsText('bucket', MAX_BUCKET)
  bucket?: string;

  @ApiProperty({ ...PREFIX, required: false })
  @MayBeAbsent()
  @IsText('prefix', MAX_PREFIX)
  prefix?: string;

  @ApiProperty({ ...KEY_ID, required: false })
  @MayBeAbsent()
  @IsText('access_key_id', MAX_KEY_ID)
  access_key_id?: string;

  @ApiProperty({ ...KEY, required: false })
  @MayBeAbsent()
  @IsText('secret_access_key', MAX_KEY)
  secret_access_key?: string;

  @ApiProperty({ required: false, maxLength: MAX_DESCRIPTION, example: 'SIEM' })
  @MayBeAbsent()
  @IsDescription()
  description?: string;
}

export class CreateAuditSinkDto extends SinkTargetDto {
  @ApiProperty({ enum: SINK_KINDS, example: 'http' })
  @IsIn(SINK_KINDS, { message: 'kind must be http or s3' })
  kind: SinkKind;

  @ApiProperty({
    required: false,
    enum: STARTS,
    default: 'beginning',
    description: '`now`: only entries that are made from now on',
    example: 'beginning',
  })
  @MayBeAbsent()
  @IsIn(STARTS, { message: 'start must be beginning or now' })
  start?: (typeof STARTS)[number];
}

export class UpdateAuditSinkDto extends SinkTargetDto {
  @ApiProperty({
    required: false,
    description: 'Off: nothing is sent. On: it goes on behind the last entry that was accepted, at once',
    example: true,
  })
  @MayBeAbsent()
  @IsBoolean({ message: 'enabled must be true or false' })
  enabled?: boolean;
}

const maybe = <T extends object>(field: T) => ({ ...field, type: String, nullable: true }) as const;

export class AuditSinkDto {
  @ApiProperty({ example: '6912f0b1a4c1d20f4d8c2a11' })
  id: string;

  @ApiProperty({ enum: SINK_KINDS, example: 'http' })
  kind: SinkKind;

  @ApiProperty(maybe(URL_FIELD))
  url: string | null;

  @ApiProperty({ ...maybe(ENDPOINT), example: null })
  endpoint: string | null;

  @ApiProperty({ ...maybe(REGION), example: null })
  region: string | null;

  @ApiProperty({ ...maybe(BUCKET), example: null })
  bucket: string | null;

  @ApiProperty({ ...maybe(PREFIX), example: null })
  prefix: string | null;

  @ApiProperty({ ...maybe(KEY_ID), example: null })
  access_key_id: string | null;

  @ApiProperty({ example: 'SIEM' })
  description: string;

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

  @ApiProperty({ description: '`seq` of the last entry that the sink has accepted', example: 1204 })
  position: number;

  @ApiProperty({ description: 'Entries of the log that wait', example: 3 })
  lag: number;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Age of the first entry that waits; null: none does',
    example: 2,
  })
  lag_seconds: number | null;

  @ApiProperty({ ...MAYBE_MOMENT, description: 'When the sink last accepted something' })
  delivered_at: string | null;

  @ApiProperty({ ...MAYBE_MOMENT, description: 'Nothing was accepted since' })
  failing_since: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of the last try, when it failed',
    example: null,
  })
  last_error: string | null;

  @ApiProperty({
    type: [String],
    description: 'Of kind `http`: public keys of the `v1a` signatures, the newest first',
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

export class AuditSinkWithSecretDto extends AuditSinkDto {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of kind `http`: secret of the `v1` signatures. It is shown once',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=',
  })
  secret: string | null;
}

export class AuditSinkListDto {
  @ApiProperty({ type: [AuditSinkDto] })
  items: AuditSinkDto[];

  @ApiProperty({ type: String, nullable: true, description: 'All sinks fit one page', example: null })
  next_cursor: string | null;
}
