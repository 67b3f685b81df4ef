import { ApiProperty } from '@nestjs/swagger';

export class MemberDto {
  @ApiProperty({ example: '507f1f77bcf86cd799439011' })
  id: string;

  @ApiProperty({ example: 'jane@acmecorp.com' })
  email: string;

  @ApiProperty({ description: 'Unique inside the organization', example: 'janedoe' })
  user_name: string;

  @ApiProperty({ type: String, nullable: true, example: 'Jane Doe' })
  name: string | null;

  @ApiProperty({ enum: ['owner', 'admin', 'manager', 'attendant', 'member'], example: 'member' })
  role: string;

  @ApiProperty({
    description: '`pending`: waits for approval, cannot sign in',
    enum: ['active', 'pending', 'inactive'],
    example: 'pending',
  })
  status: string;
}

export class MemberListDto {
  @ApiProperty({ type: [MemberDto] })
  items: MemberDto[];

  @ApiProperty({ type: String, nullable: true, example: null })
  next_cursor: string | null;
}
