import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { AppModule } from '../../dist/src/app.module.js';
import { readEnv } from '../../dist/src/config/env.js';

/** The service from the default settings, which can be described and nothing else. */
export function createWithoutDatabase() {
  return NestFactory.create(AppModule.forRoot(readEnv({})), new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });
}
