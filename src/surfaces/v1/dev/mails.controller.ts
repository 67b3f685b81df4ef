import { Controller, Get, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../../common/errors/app-error.js';
import { isLoopback } from '../../../common/addresses.js';
import { Public } from '../../../modules/auth/http/access.decorators.js';
import { MailService } from '../../../modules/mail/mail.service.js';
import { KeptMailListDto } from './mails.dto.js';
import { ApiListKeptMails } from './dev.docs.js';

@ApiTags('Development (v1)')
@Controller('v1/dev/mails')
export class MailsController {
  constructor(private readonly mails: MailService) {}

  @Public()
  @Get()
  @ApiListKeptMails()
  async listKeptMails(@Req() request: FastifyRequest): Promise<KeptMailListDto> {
    if (!isFromHere(request)) throw new AppError('mail.not_kept');
    const items = await this.mails.listKept();
    return { items: items.map((mail) => ({ ...mail, created_at: mail.created_at.toISOString() })) };
  }
}

/** A proxy on this machine speaks for others: what it says of them must be loopback too, or nothing. */
const FORWARDED = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'];

function isFromHere({ ip, headers, socket }: FastifyRequest): boolean {
  if (!isLoopback(socket.remoteAddress) || !isLoopback(ip)) return false;
  // An address that a trusted proxy told is in `ip` already; what an unknown one tells counts as another client.
  return ip !== socket.remoteAddress || FORWARDED.every((name) => headers[name] === undefined);
}
