import { Module } from '@nestjs/common';
import { RootController } from './root.controller.js';

/** What people see who open the address of the service. */
@Module({ controllers: [RootController] })
export class PagesModule {}
