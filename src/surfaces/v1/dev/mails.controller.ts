import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refuses } from '../../../common/http/refuses.decorator.js';
import { Public } from '../../../modules/auth/http/access.decorators.js';
import { MailService } from '../../../modules/mail/mail.service.js';
import { KeptMailListDto } from './mails.dto.js';

@ApiTags('Development (v1)')
@Controller('v1/dev/mails')
export class MailsController {
  constructor(private readonly mails: MailService) {}

  @Public()
  @Get()
  @ApiOperation({
    summary: 'The newest 100 mails that were kept instead of sent',
    description:
      'For development: it needs no token and shows links that sign people in. It answers 404 in production, and wherever MAIL_URL is set.',
  })
  @ApiOkResponse({ type: KeptMailListDto })
  @Refuses('mail.not_kept')
  async listKeptMails(): Promise<KeptMailListDto> {
    const items = await this.mails.listKept();
    return { items: items.map((mail) => ({ ...mail, created_at: mail.created_at.toISOString() })) };
  }
}
