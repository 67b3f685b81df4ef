import { ApiProperty } from '@nestjs/swagger';

/** As GitHub's secret scanning sends a finding. */
export class LeakedTokenDto {
  @ApiProperty({ maxLength: 500, example: 'rwh_live_…' })
  token: string;

  @ApiProperty({ required: false, maxLength: 200, example: 'rowhouse_api_key' })
  type?: string;

  @ApiProperty({
    required: false,
    maxLength: 2000,
    description: 'Where it was found',
    example: 'https://github.com/acme/shop/blob/main/.env',
  })
  url?: string;
}

/** As GitHub's secret scanning reads what became of it. */
export class LeakAnswerDto {
  @ApiProperty({ description: 'SHA-256 of the token, in hexadecimal digits', example: '9f86d081884c7d65…' })
  token_hash: string;

  @ApiProperty({ description: '`type` of the report', example: 'rowhouse_api_key' })
  token_type: string;

  @ApiProperty({
    enum: ['true_positive', 'false_positive'],
    description: '`true_positive`: a key of this service, which is revoked now',
    example: 'true_positive',
  })
  label: string;
}
