import { strict as assert } from 'node:assert';
import { Controller, Get, Module } from '@nestjs/common';
import { type Caller, Verifier, VerifyError } from '@rowhouse/verify';
import { verifyRowhouse as express } from '@rowhouse/verify/express';
import { verifyRowhouse as fastifyHook } from '@rowhouse/verify/fastify';
import { type RowhouseEnv, verifyRowhouse as honoMiddleware } from '@rowhouse/verify/hono';
import { CurrentCaller, RequirePermission, verifyRowhouse as nest } from '@rowhouse/verify/nest';
import { verifyRowhouse as next, withCaller } from '@rowhouse/verify/next';
import fastify from 'fastify';
import { Hono } from 'hono';
import * as commonJs from './verify.cjs';

const options = { url: 'http://127.0.0.1:1', audience: 'shop' };

@Controller()
class ShopController {
  @RequirePermission('invoices.approve')
  @Get()
  show(@CurrentCaller() caller: Caller): string | null {
    // @ts-expect-error -- an id is text: a caller is typed, not any
    const wrong: number = caller.userId;
    return String(wrong) + caller.organizationId;
  }
}

@Module({ controllers: [ShopController] })
class ShopModule {}

const app = fastify();
app.addHook('onRequest', fastifyHook(options));
app.get('/', ({ rowhouse }) => ({ role: rowhouse?.role }));
assert.equal((await app.inject('/')).statusCode, 401);
await app.close();

const hono = new Hono<RowhouseEnv>();
hono.use(honoMiddleware(options));
hono.get('/', (c) => c.text(c.get('rowhouse').userId));
assert.equal((await hono.request('/')).status, 401);

const request = new Request('http://shop.example/');
assert.equal((await next(options)(request))?.status, 401);
const handler = withCaller(options)((_request, caller) => Response.json(caller.userId));
assert.equal((await handler(request, undefined)).headers.get('www-authenticate'), 'Bearer realm="rowhouse"');

assert.equal(typeof express(options), 'function');
assert.equal(typeof nest(options).canActivate, 'function');
assert.ok(ShopModule);
await assert.rejects(new Verifier(options).verify('a.b.c'), VerifyError);
assert.equal(commonJs.Verifier, Verifier);
assert.equal(await commonJs.codeOfNothing(), 'token.missing');
