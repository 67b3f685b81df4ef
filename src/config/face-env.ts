import { IsBoolean, IsIn, IsOptional, Matches, ValidateBy } from 'class-validator';
import { HEX_COLOR } from '../common/colors.js';
import { canonicalEmail } from '../common/email.js';
import { addressPrefix, plainAddress } from '../common/return-address.js';
import { LOCALES, type Locale } from '../common/locales.js';
import { BackupEnv } from './backup-env.js';
import { ToBoolean } from './env-values.js';

const COLOR = 'must be a colour such as #1d4ed8';

/** How mails and pages look, in which language, and where they lead back to. */
export class FaceEnv extends BackupEnv {
  /** Name of the product in mails and pages; APP_NAME when absent. */
  @IsOptional()
  @Matches(/^[^\p{Cc}<>]{1,60}$/u, {
    message: 'PRODUCT_NAME must have 1 to 60 characters, none of them < or >',
  })
  PRODUCT_NAME?: string;

  /** Where people use the product; PUBLIC_BASE_URL when absent. */
  @IsOptional()
  @ValidateBy(
    { name: 'address', validator: { validate: (value) => plainAddress(value) !== null } },
    { message: 'PRODUCT_URL must be an https address, or an http one of this machine' },
  )
  PRODUCT_URL?: string;

  @IsOptional()
  @ValidateBy(
    { name: 'logo', validator: { validate: (value) => plainAddress(value)?.protocol === 'https:' } },
    { message: 'LOGO_URL must be an https address' },
  )
  LOGO_URL?: string;

  @IsOptional()
  @Matches(HEX_COLOR, { message: `BRAND_COLOR ${COLOR}` })
  BRAND_COLOR?: string;

  @IsOptional()
  @Matches(HEX_COLOR, { message: `BRAND_COLOR_DARK ${COLOR}` })
  BRAND_COLOR_DARK?: string;

  @IsOptional()
  @ValidateBy(
    { name: 'email', validator: { validate: (v) => typeof v === 'string' && canonicalEmail(v) !== null } },
    { message: 'SUPPORT_EMAIL must be an e-mail address' },
  )
  SUPPORT_EMAIL?: string;

  /** Comma-separated. */
  @ValidateBy(
    {
      name: 'addresses',
      validator: { validate: (v) => listOf(String(v)).every((one) => addressPrefix(one) !== null) },
    },
    {
      message:
        'RETURN_ADDRESSES must be a comma-separated list of https addresses such as https://app.example.com/signed-in, without a query',
    },
  )
  RETURN_ADDRESSES = '';

  @IsIn(LOCALES, { message: `DEFAULT_LOCALE must be ${LOCALES.join(' or ')}` })
  DEFAULT_LOCALE: Locale = 'en';

  /** Organizations may have a face and return addresses of their own. */
  @ToBoolean()
  @IsBoolean()
  ORGANIZATION_BRANDING = true;

  get returnAddresses(): string[] {
    return listOf(this.RETURN_ADDRESSES).map((one) => addressPrefix(one)!);
  }
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
