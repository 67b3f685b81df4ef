import { Module } from '@nestjs/common';
import { PasswordsService } from './passwords.service.js';

/** Hashing apart from sign-in: making an organization needs only this. */
@Module({ providers: [PasswordsService], exports: [PasswordsService] })
export class PasswordsModule {}
