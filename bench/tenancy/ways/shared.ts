import { NestFactory } from '@nestjs/core';
import type { INestApplication, Type } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Schema } from 'mongoose';

/** What every way has: a verified caller, a registry of tenants, one schema. None of it is counted. */
export interface Note {
  text: string;
}
export interface Verified {
  tenant?: string;
}
export interface Row {
  _id: string;
  database: string;
}

export const noteSchema = new Schema<Note>({ text: { type: String, required: true, index: true } });

/** Stands for a guard that verifies a token; as a hook, for providers of request scope are built before guards. */
export async function listen(module: Type): Promise<INestApplication> {
  const adapter = new FastifyAdapter();
  adapter.getInstance().addHook('onRequest', (request, _reply, done) => {
    Object.assign(request, { tenant: request.headers['x-verified'] });
    done();
  });
  const app = await NestFactory.create(module, adapter, { logger: false });
  app.enableShutdownHooks();
  await app.listen(0, '127.0.0.1');
  return app;
}
