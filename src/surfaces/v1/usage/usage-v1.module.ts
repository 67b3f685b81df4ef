import { Module } from '@nestjs/common';
import { UsageModule } from '../../../modules/usage/usage.module.js';
import { UsageController } from './usage.controller.js';

@Module({ imports: [UsageModule], controllers: [UsageController] })
export class UsageV1Module {}
