import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { BrandingModule } from '../branding/branding.module.js';
import { MailFacesService } from './mail-faces.service.js';
import { MailReadersService } from './mail-readers.service.js';
import { MailService } from './mail.service.js';
import { MailWorker } from './mail-worker.js';
import { OutboxRepository } from './outbox.repository.js';
import { OutboxSchema } from './outbox.schema.js';

@Module({
  imports: [BrandingModule, MongooseModule.forFeature([{ name: 'OutboxMail', schema: OutboxSchema }])],
  providers: [OutboxRepository, MailFacesService, MailReadersService, MailService, MailWorker],
  exports: [MailService, MailReadersService],
})
export class MailModule {}
