import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from '../../dist/src/app.module.js';
import { readEnv } from '../../dist/src/config/env.js';
import { describeApi } from '../../dist/src/docs/openapi.js';

/** The document that /docs-json serves, from the default settings. */
export async function describeWithoutDatabase() {
  const app = await NestFactory.create(AppModule.forRoot(readEnv({})), new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
  return describeApi(app);
}
