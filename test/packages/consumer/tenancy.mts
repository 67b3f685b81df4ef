import 'reflect-metadata';
import { strict as assert } from 'node:assert';
import { Controller, Get, Module, UseInterceptors } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  CurrentTenant,
  TenancyModule,
  TenantConnectionFactory,
  type TenantDb,
  TenantInterceptor,
} from '@rowhouse/tenancy';
import { createConnection } from 'mongoose';
import * as commonJs from './tenancy.cjs';

@Controller('users')
@UseInterceptors(TenantInterceptor)
class UsersController {
  @Get()
  list(@CurrentTenant() db: TenantDb): Promise<{ email: string }[]> {
    // @ts-expect-error -- a name is a string: the handle is typed, not any
    const wrong: number = db.name;
    return db
      .collection<{ email: string }>(`users${String(wrong ?? '')}`)
      .find()
      .limit(20)
      .toArray();
  }
}

const connection = createConnection();

@Module({
  imports: [
    TenancyModule.forRootAsync({
      useFactory: () => ({ connection, resolve: () => null, keyFromRequest: () => undefined }),
    }),
  ],
  controllers: [UsersController],
})
class AppModule {}

assert.equal(commonJs.TenantConnectionFactory, TenantConnectionFactory);
assert.equal(await commonJs.unknownTenant(), 'tenant.unknown');
const app = await NestFactory.createApplicationContext(AppModule, { abortOnError: false, logger: false });
const tenants = app.get(TenantConnectionFactory);
await assert.rejects(
  tenants.run('nobody', (db) => db.name),
  { code: 'tenant.unknown' },
);
await app.close();
await connection.close();
