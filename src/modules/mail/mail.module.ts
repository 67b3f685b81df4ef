import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { MailService } from './mail.service.js';
import { MailWorker } from './mail-worker.js';
import { OutboxRepository } from './outbox.repository.js';
import { OutboxSchema } from './outbox.schema.js';

@Module({
  imports: [MongooseModule.forFeature([{ name: 'OutboxMail', schema: OutboxSchema }])],
  providers: [OutboxRepository, MailService, MailWorker],
  exports: [MailService],
})
export class MailModule {}
