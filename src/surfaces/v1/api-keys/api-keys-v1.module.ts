import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../../../modules/api-keys/api-keys.module.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeyLeaksController } from './leaks.controller.js';
import { OwnApiKeysController } from './own-api-keys.controller.js';

@Module({
  imports: [ApiKeysModule],
  controllers: [ApiKeysController, ApiKeyLeaksController, OwnApiKeysController],
})
export class ApiKeysV1Module {}
