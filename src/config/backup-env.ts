import {
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateBy,
} from 'class-validator';
import { ToInt } from './env-values.js';
import { TelemetryEnv } from './telemetry-env.js';

const KEY_BYTES = 32;

/** 32 bytes as base64, base64url or hexadecimal digits; undefined for anything else. */
export function archiveKey(text: string): Buffer | undefined {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  return key.length === KEY_BYTES ? key : undefined;
}

const isKey = { name: 'key', validator: { validate: (v: unknown) => archiveKey(String(v)) !== undefined } };
const keyMessage = (name: string) =>
  `${name} must be 32 bytes as base64 or hexadecimal digits; make one with: openssl rand -base64 32`;

/** Backups: where they are kept, and what seals them. */
export class BackupEnv extends TelemetryEnv {
  /** Wraps the keys that seal the archives of organizations. */
  @IsOptional()
  @ValidateBy(isKey, { message: keyMessage('ARCHIVE_KEY') })
  ARCHIVE_KEY?: string;

  /** The key before ARCHIVE_KEY: what it wrapped is wrapped anew. */
  @IsOptional()
  @ValidateBy(isKey, { message: keyMessage('ARCHIVE_KEY_PREVIOUS') })
  ARCHIVE_KEY_PREVIOUS?: string;

  /** `auto`: a folder in DATA_DIR, none in production. */
  @Matches(/^(auto|off|file:\/\/\/[^\0]+|s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w.!*'()/-]*)?)$/, {
    message:
      'BACKUP_STORE must be auto, off, a folder (file:///var/backups) or a bucket (s3://bucket/prefix)',
  })
  BACKUP_STORE = 'auto';

  @IsOptional()
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  BACKUP_S3_ENDPOINT?: string;

  @IsString()
  @MinLength(1)
  BACKUP_S3_REGION = 'us-east-1';

  @IsOptional()
  @IsString()
  BACKUP_S3_ACCESS_KEY_ID?: string;

  @IsOptional()
  @IsString()
  BACKUP_S3_SECRET_ACCESS_KEY?: string;

  /** Backups an organization keeps at once; its plan may allow fewer. */
  @ToInt()
  @IsInt()
  @Min(1)
  @Max(1000)
  BACKUPS_PER_ORGANIZATION = 50;

  /** Days that organizations can be put back to any second of; 0: no journal is kept. */
  @ToInt()
  @IsInt()
  @Min(0)
  @Max(365)
  JOURNAL_DAYS = 0;

  /** Bytes of documents in a dump that is uploaded; the plan of the organization may allow fewer. */
  @ToInt()
  @IsInt()
  @Min(1024)
  @Max(2 ** 50)
  BACKUP_UPLOAD_MAX_BYTES = 10_737_418_240;

  @IsOptional()
  @IsString()
  ARCHIVE_KEY_FILE?: string;

  @IsOptional()
  @IsString()
  ARCHIVE_KEY_PREVIOUS_FILE?: string;

  @IsOptional()
  @IsString()
  BACKUP_S3_SECRET_ACCESS_KEY_FILE?: string;
}
