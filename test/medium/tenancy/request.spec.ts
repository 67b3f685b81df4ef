import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import {
  Controller,
  Delete,
  Get,
  Head,
  Injectable,
  Module,
  Post,
  StreamableFile,
  UseInterceptors,
  type INestApplication,
} from '@nestjs/common';
import { APP_INTERCEPTOR, ModuleRef, NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { of, throwError, type Observable } from 'rxjs';
import {
  CurrentTenant,
  TenancyModule,
  TenantConnectionFactory,
  TenantDb,
  TenantInterceptor,
  type TenancyOptions,
} from '@rowhouse/tenancy';
import { byName, deferred, sleep, startBench, type Bench } from './support.js';
import { until } from '../../support/until.js';

let gate = deferred();
const entered: string[] = [];

@Controller()
@UseInterceptors(TenantInterceptor)
class NotesController {
  @Get('name')
  name(@CurrentTenant() db: TenantDb): string {
    return `${db.key} ${db.name} ${db instanceof TenantDb}`;
  }

  @Head('slow')
  async slowHead(@CurrentTenant() db: TenantDb): Promise<void> {
    entered.push(`HEAD ${db.name}`);
    await gate.promise;
  }

  @Post('slow')
  async slow(@CurrentTenant() db: TenantDb): Promise<string> {
    entered.push(`POST ${db.name}`);
    await gate.promise;
    await db.collection('notes').insertOne({ n: 1 });
    return 'kept';
  }

  @Delete('boom')
  boom(): never {
    throw new Error('boom');
  }

  @Post('boom-later')
  boomLater(): Observable<string> {
    return throwError(() => new Error('boom'));
  }

  @Get('stream')
  stream(@CurrentTenant() db: TenantDb): StreamableFile {
    const parts = async function* () {
      yield 'first ';
      await gate.promise;
      yield String(await db.collection('notes').countDocuments({}));
    };
    return new StreamableFile(Readable.from(parts()));
  }

  @Get('observed')
  observed(): Observable<string> {
    return of('seen');
  }
}

async function listen(bench: Bench, options: Partial<TenancyOptions> = {}) {
  @Module({
    imports: [
      TenancyModule.forRootAsync({
        useFactory: () => ({
          connection: bench.connection,
          resolve: (key: string) => (key === 'nobody' ? null : byName(key)),
          keyFromRequest: (request: unknown) =>
            (request as { headers: Record<string, string | undefined> }).headers['x-verified'],
          ...options,
        }),
      }),
    ],
    controllers: [NotesController],
    // A second time, globally: one request must still hold one lease.
    providers: [{ provide: APP_INTERCEPTOR, useClass: TenantInterceptor }],
  })
  class AppModule {}
  const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  const tenants = app.get(TenantConnectionFactory);
  const call = (method: string, path: string, key?: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: key === undefined ? {} : { 'x-verified': key },
    });
  return { app, port, tenants, call };
}

describe('the request integration', () => {
  let bench: Bench;
  let sut: Awaited<ReturnType<typeof listen>>;
  beforeAll(async () => (bench = await startBench()));
  beforeEach(async () => {
    gate = deferred();
    entered.length = 0;
    sut = await listen(bench);
  });
  afterEach(async () => {
    gate.resolve();
    await sut.app.close();
  });
  afterAll(() => bench.stop());

  const leased = () => sut.tenants.stats().leased;

  it('gives the handler its tenant and takes the lease back', async () => {
    const reply = await sut.call('GET', '/name', 'acme');
    await expect(reply.text()).resolves.toBe('acme org_acme true');
    await until(() => leased() === 0);
    await expect((await sut.call('GET', '/observed', 'acme')).text()).resolves.toBe('seen');
    await until(() => leased() === 0);
  });

  it('holds one lease while the handler runs, though it is bound twice', async () => {
    const reply = sut.call('POST', '/slow', 'acme');
    await until(() => entered.length === 1);
    expect(leased()).toBe(1);
    gate.resolve();
    expect(await (await reply).text()).toBe('kept');
    await until(() => leased() === 0);
  });

  it('takes a lease to write for POST, so a write fence waits for it and stops the next', async () => {
    const first = sut.call('POST', '/slow', 'acme');
    await until(() => entered.length === 1);
    const fenced = sut.tenants.fence('acme');
    const second = sut.call('POST', '/slow', 'acme');
    await until(() => sut.tenants.stats().waiting === 1);
    expect(entered).toHaveLength(1);
    gate.resolve();
    await first;
    await fenced;
    sut.tenants.lift('acme');
    expect((await second).status).toBe(201);
  });

  it('takes a lease to read for GET and HEAD: a write fence lets them pass', async () => {
    await sut.tenants.fence('acme');
    expect((await sut.call('GET', '/name', 'acme')).status).toBe(200);
    gate.resolve();
    expect((await sut.call('HEAD', '/slow', 'acme')).status).toBe(200);
    sut.tenants.lift('acme');
  });

  it.each([
    ['DELETE', '/boom'],
    ['POST', '/boom-later'],
  ])('releases when the handler of %s %s fails', async (method, path) => {
    expect((await sut.call(method, path, 'acme')).status).toBe(500);
    await until(() => leased() === 0);
  });

  it('holds the lease until a streamed response is sent', async () => {
    const reply = await sut.call('GET', '/stream', 'acme');
    await sleep(20);
    expect(leased()).toBe(1);
    gate.resolve();
    await expect(reply.text()).resolves.toMatch(/^first \d+$/);
    await until(() => leased() === 0);
  });

  it('does not end the lease of a running write when the client hangs up', async () => {
    const socket = httpRequest({
      port: sut.port,
      method: 'POST',
      path: '/slow',
      headers: { 'x-verified': 'gone' },
    });
    socket.on('error', () => undefined);
    socket.end();
    await until(() => entered.length === 1);
    socket.destroy();
    await sleep(40);
    expect(leased()).toBe(1);
    gate.resolve();
    await until(() => leased() === 0);
    expect(await sut.tenants.open('org_gone').collection('notes').countDocuments({})).toBe(1);
  });

  it('leaves a request without a tenant alone, until its handler asks for one', async () => {
    expect((await sut.call('GET', '/observed')).status).toBe(200);
    expect((await sut.call('GET', '/name')).status).toBe(500);
    expect(sut.tenants.stats()).toMatchObject({ leased: 0, misses: 0 });
  });

  it('refuses an unknown tenant before the handler', async () => {
    expect((await sut.call('POST', '/slow', 'nobody')).status).toBe(500);
    expect(entered).toEqual([]);
    expect(sut.tenants.stats()).toMatchObject({ leased: 0, refusals: 1 });
  });

  it('keeps 100 mixed requests of 20 tenants apart', async () => {
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, i) => sut.call('GET', '/name', `mix${i % 20}`).then((r) => r.text())),
    );
    expect(replies).toEqual(Array.from({ length: 100 }, (_, i) => `mix${i % 20} org_mix${i % 20} true`));
  });
});

describe('TenancyModule', () => {
  let bench: Bench;
  beforeAll(async () => (bench = await startBench()));
  afterAll(() => bench.stop());

  @Injectable()
  class Job {
    constructor(readonly tenants: TenantConnectionFactory) {}
  }

  it('works without HTTP and closes the factory, not the connection, on shutdown', async () => {
    @Module({
      imports: [TenancyModule.forRoot({ connection: bench.connection, resolve: byName })],
      providers: [Job],
    })
    class JobModule {}
    const app = await NestFactory.createApplicationContext(JobModule, { logger: false });
    const { tenants } = app.get(Job);
    await tenants.run('job', (db) => db.collection('runs').insertOne({}));
    await app.close();
    await expect(tenants.acquire('job')).rejects.toMatchObject({ code: 'tenancy.closed' });
    expect(bench.connection.readyState).toBe(1);
  });

  it('is global unless told otherwise', async () => {
    @Module({ providers: [Job] })
    class Feature {}
    const boot = (global?: boolean): Promise<INestApplication | { close(): Promise<void> }> => {
      @Module({
        imports: [TenancyModule.forRoot({ connection: bench.connection, resolve: byName, global }), Feature],
      })
      class Root {}
      return NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
    };
    await expect(boot(false)).rejects.toThrow(/TenantConnectionFactory/);
    await (await boot()).close();
  });

  it('refuses to build the interceptor without keyFromRequest', async () => {
    @Module({ imports: [TenancyModule.forRoot({ connection: bench.connection, resolve: byName })] })
    class Root {}
    const app = await NestFactory.createApplicationContext(Root, { logger: false });
    await expect(app.get(ModuleRef).create(TenantInterceptor)).rejects.toMatchObject({
      code: 'tenancy.misconfigured',
    });
    await app.close();
  });
});
