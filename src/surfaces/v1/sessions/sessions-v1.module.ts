import { Module } from '@nestjs/common';
import { AuthModule } from '../../../modules/auth/auth.module.js';
import { UsersModule } from '../../../modules/users/users.module.js';
import { SessionsController } from './sessions.controller.js';
import { RefreshCookie } from './refresh-cookie.js';
import { SignInPresenter } from './sign-in.presenter.js';

@Module({
  imports: [AuthModule, UsersModule],
  controllers: [SessionsController],
  providers: [RefreshCookie, SignInPresenter],
  exports: [RefreshCookie, SignInPresenter],
})
export class SessionsV1Module {}
