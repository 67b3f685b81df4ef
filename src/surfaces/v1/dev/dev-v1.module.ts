import { Module } from '@nestjs/common';
import { MailModule } from '../../../modules/mail/mail.module.js';
import { MailsController } from './mails.controller.js';

@Module({ imports: [MailModule], controllers: [MailsController] })
export class DevV1Module {}
