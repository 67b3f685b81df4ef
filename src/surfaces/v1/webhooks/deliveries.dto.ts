import { ApiProperty } from '@nestjs/swagger';
import { DELIVERY_STATES } from '../../../modules/webhooks/webhooks.types.js';

const MOMENT = { format: 'date-time', example: '2026-01-30T12:00:00.000Z' } as const;

export class DeliveryTryDto {
  @ApiProperty(MOMENT)
  at: string;

  @ApiProperty({ description: 'Until the answer, or until it was given up', example: 84 })
  duration_ms: number;

  @ApiProperty({ type: Number, nullable: true, description: 'null: there was no answer', example: 200 })
  status: number | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  error: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Headers of the answer that help to find a fault',
    example: { 'content-type': 'text/plain' },
  })
  headers: Record<string, string>;

  @ApiProperty({ type: String, nullable: true, description: 'The first KiB of the answer', example: 'ok' })
  body: string | null;
}

export class DeliveryDto {
  @ApiProperty({ example: '6912f0b1a4c1d20f4d8c2a12' })
  id: string;

  @ApiProperty({ description: '`webhook-id` of each try', example: 'evt_6912f0b1a4c1d20f4d8c2a10' })
  event_id: string;

  @ApiProperty({ example: 'member.removed' })
  type: string;

  @ApiProperty({ enum: DELIVERY_STATES, example: 'delivered' })
  state: string;

  @ApiProperty({ description: 'Tries so far', example: 1 })
  attempts: number;

  @ApiProperty({ ...MOMENT, type: String, nullable: true, description: 'null: it is over', example: null })
  next_attempt_at: string | null;

  @ApiProperty(MOMENT)
  created_at: string;

  @ApiProperty({ type: [DeliveryTryDto], description: 'The newest ten, the oldest first' })
  tries: DeliveryTryDto[];

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'The body that is sent',
    example: { id: 'evt_6912f0b1a4c1d20f4d8c2a10', type: 'member.removed' },
  })
  event: Record<string, unknown>;
}

export class DeliveryListDto {
  @ApiProperty({ type: [DeliveryDto] })
  items: DeliveryDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  next_cursor: string | null;
}
