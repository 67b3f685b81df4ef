import { ApiProperty } from '@nestjs/swagger';

const MAYBE = { type: String, nullable: true } as const;

export class EventTargetDto {
  @ApiProperty({ example: 'user' })
  type: string;

  @ApiProperty({ example: '507f1f77bcf86cd799439011' })
  id: string;
}

export class EventDataDto {
  @ApiProperty({
    ...MAYBE,
    description: 'null: the service itself, or a user who is not signed in',
    example: '507f1f77bcf86cd799439012',
  })
  actor_id: string | null;

  @ApiProperty({ ...MAYBE, description: 'The operator who acted as the actor', example: null })
  impersonator_id: string | null;

  @ApiProperty({ ...MAYBE, description: 'The API key that the actor used', example: null })
  api_key_id: string | null;

  @ApiProperty({ type: EventTargetDto })
  target: EventTargetDto;

  @ApiProperty({ type: 'object', additionalProperties: true, example: { role: 'member' } })
  details: Record<string, unknown>;
}

export class EventDto {
  @ApiProperty({ description: '`webhook-id` of its deliveries', example: 'evt_6912f0b1a4c1d20f4d8c2a10' })
  id: string;

  @ApiProperty({ example: 'member.removed' })
  type: string;

  @ApiProperty({ format: 'date-time', example: '2026-01-30T12:00:00.000Z' })
  timestamp: string;

  @ApiProperty({ example: '507f1f77bcf86cd799439013' })
  organization_id: string;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Rises with each event of the organization',
    example: 17,
  })
  seq: number | null;

  @ApiProperty({ type: EventDataDto })
  data: EventDataDto;
}

export class EventListDto {
  @ApiProperty({ type: [EventDto], description: 'The oldest first' })
  items: EventDto[];

  @ApiProperty({ ...MAYBE, description: 'More events are there', example: null })
  next_cursor: string | null;

  @ApiProperty({ description: 'Where a later request, or a stream, goes on', example: '17' })
  last_event_id: string;
}
