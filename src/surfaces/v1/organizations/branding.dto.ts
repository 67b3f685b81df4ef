import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, Matches, ValidateBy, ValidateIf } from 'class-validator';
import { HEX_COLOR } from '../../../common/colors.js';
import { IsDisplayName, IsEmailAddress } from '../../../common/http/fields.js';
import { addressPrefix, plainAddress } from '../../../common/return-address.js';
import { LOCALES, type Locale } from '../../../common/locales.js';
import { MAX_RETURN_ADDRESSES } from '../../../modules/branding/branding.types.js';

const NAME = { type: String, nullable: true, maxLength: 60, example: 'Acme Invoices' } as const;
const COLOR = { type: String, nullable: true, pattern: HEX_COLOR.source, example: '#0f766e' } as const;
const URL_TEXT = { type: String, nullable: true, format: 'uri' } as const;
const RETURN = {
  type: 'array',
  items: { type: 'string' },
  maxItems: MAX_RETURN_ADDRESSES,
  description:
    '`return_to` may name these addresses and everything below their paths: https, or http on this machine; no query',
  example: ['https://invoices.acme.example/welcome'],
} satisfies ApiPropertyOptions;

/** A name before the address of another sender: no address, no tag, at most 60 characters. */
const IsBrandName =
  (label: string): PropertyDecorator =>
  (target, property) => {
    IsDisplayName(label)(target, property);
    Matches(/^[^@<>"]{1,60}$/u, { message: `${label} must have at most 60 characters and no @, <, > or "` })(
      target,
      property,
    );
  };

const IsColor = (label: string): PropertyDecorator =>
  Matches(HEX_COLOR, { message: `${label} must be a colour such as #1d4ed8` });

/** Written as a browser writes it. @param http also http, of this machine */
const IsAddress = (label: string, { http }: { http: boolean }): PropertyDecorator => {
  const read = (value: unknown): URL | null => {
    const url = plainAddress(value);
    return http || url?.protocol === 'https:' ? url : null;
  };
  return (target, property) => {
    Transform(({ value }: { value: unknown }) => read(value)?.href ?? value)(target, property);
    ValidateBy(
      { name: 'address', validator: { validate: (value) => read(value) !== null } },
      { message: `${label} must be an https address without a user or fragment` },
    )(target, property);
  };
};

export class BrandingPatchDto {
  @ApiPropertyOptional({ ...NAME, description: 'In mails and on pages' })
  @IsOptional()
  @IsBrandName('product_name')
  product_name?: string | null;

  @ApiPropertyOptional({ ...URL_TEXT, example: 'https://invoices.acme.example/' })
  @IsOptional()
  @IsAddress('home_url', { http: true })
  home_url?: string | null;

  @ApiPropertyOptional({ ...URL_TEXT, example: 'https://cdn.acme.example/logo.png' })
  @IsOptional()
  @IsAddress('logo_url', { http: false })
  logo_url?: string | null;

  @ApiPropertyOptional({ ...COLOR, description: 'Of buttons' })
  @IsOptional()
  @IsColor('color')
  color?: string | null;

  @ApiPropertyOptional({ ...COLOR, description: 'Of buttons in a dark scheme' })
  @IsOptional()
  @IsColor('color_dark')
  color_dark?: string | null;

  @ApiPropertyOptional({
    ...NAME,
    description: 'Name before the address of the sender, which stays that of the installation',
  })
  @IsOptional()
  @IsBrandName('sender_name')
  sender_name?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, format: 'email', example: 'help@acme.example' })
  @IsOptional()
  @IsEmailAddress('support_email')
  support_email?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, enum: [...LOCALES, null], example: 'de' })
  @IsOptional()
  @IsIn(LOCALES, { message: `locale must be ${LOCALES.join(' or ')}` })
  locale?: Locale | null;

  @ApiPropertyOptional(RETURN)
  @ValidateIf((dto: BrandingPatchDto) => dto.return_addresses !== undefined)
  @Transform(({ value }: { value: unknown }) =>
    Array.isArray(value) ? value.map((one: unknown) => addressPrefix(one) ?? one) : value,
  )
  @ValidateBy(
    { name: 'prefix', validator: { validate: (value) => addressPrefix(value) !== null } },
    { each: true, message: 'return_addresses must be https addresses without a query' },
  )
  @ArrayMaxSize(MAX_RETURN_ADDRESSES, {
    message: `return_addresses must have at most ${MAX_RETURN_ADDRESSES} entries`,
  })
  @IsArray({ message: 'return_addresses must be a list' })
  return_addresses?: string[];
}

export class BrandingDto {
  @ApiProperty(NAME)
  product_name: string | null;

  @ApiProperty({ ...URL_TEXT, example: 'https://invoices.acme.example/' })
  home_url: string | null;

  @ApiProperty({ ...URL_TEXT, example: 'https://cdn.acme.example/logo.png' })
  logo_url: string | null;

  @ApiProperty(COLOR)
  color: string | null;

  @ApiProperty({ ...COLOR, example: '#5eead4' })
  color_dark: string | null;

  @ApiProperty({ ...NAME, example: 'Acme' })
  sender_name: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'help@acme.example' })
  support_email: string | null;

  @ApiProperty({ type: String, nullable: true, enum: [...LOCALES, null], example: 'de' })
  locale: string | null;

  @ApiProperty(RETURN)
  return_addresses: string[];
}
