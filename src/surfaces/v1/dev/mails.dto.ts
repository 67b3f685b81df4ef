import { ApiProperty } from '@nestjs/swagger';

export class KeptMailDto {
  @ApiProperty({ example: '507f1f77bcf86cd799439011' })
  id: string;

  @ApiProperty({ example: 'admin@acme.com' })
  to: string;

  @ApiProperty({ example: 'verify_email' })
  template: string;

  @ApiProperty({ example: 'Confirm your e-mail address' })
  subject: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Target of the button in the e-mail',
    example: 'http://localhost:8000/verify?token=mZ3v',
  })
  link: string | null;

  @ApiProperty({ description: 'The plain text part', example: 'Hello,\n\nPlease confirm that …' })
  text: string;

  @ApiProperty({ example: '<!doctype html>…' })
  html: string;

  @ApiProperty({ example: '2026-01-30T12:00:00.000Z' })
  created_at: string;
}

export class KeptMailListDto {
  @ApiProperty({ type: [KeptMailDto] })
  items: KeptMailDto[];
}
