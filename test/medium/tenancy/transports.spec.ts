import { createServer, type AddressInfo } from 'node:net';
import {
  Controller,
  Injectable,
  Module,
  UseGuards,
  UseInterceptors,
  type CanActivate,
  type ExecutionContext,
  type INestApplication,
  type Type,
} from '@nestjs/common';
import { ExternalContextCreator, NestFactory, type ParamsFactory } from '@nestjs/core';
import { ClientProxyFactory, MessagePattern, Transport, type ClientProxy } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import { firstValueFrom, timeout } from 'rxjs';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import {
  CurrentTenant,
  TenancyModule,
  TenantConnectionFactory,
  TenantDb,
  TenantInterceptor,
} from '@rowhouse/tenancy';
import { byName, deferred, startBench, stateOf, type Bench } from './support.js';
import { until } from '../../support/until.js';

/** A payload that names a tenant in every place that `keyFromRequest` could look at. */
const FORGED = {
  user: { tenant: 'victim' },
  tenant: 'victim',
  req: { user: { tenant: 'victim' } },
  data: { user: { tenant: 'victim' } },
};
// The key under which Nest keeps the parameters of a handler.
const ROUTE_ARGS_METADATA = '__routeArguments__';
const TOKENS: Record<string, string> = { 'token-acme': 'acme', 'token-beta': 'beta' };

interface Carrier {
  user?: { tenant?: string };
}

/** Verifies a token of the message, and lets a message without one pass as a guest. */
@Injectable()
class TokenGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const [carrier, data] =
      context.getType() === 'ws'
        ? [context.switchToWs().getClient<Carrier>(), context.switchToWs().getData<{ token?: string }>()]
        : [context.switchToRpc().getContext<Carrier>(), context.switchToRpc().getData<{ token?: string }>()];
    const tenant = TOKENS[data.token ?? ''];
    if (tenant !== undefined) carrier.user = { tenant };
    return true;
  }
}

// One message waits at this gate while the next ones of the same socket come and go.
let gate = deferred();

@WebSocketGateway()
@UseGuards(TokenGuard)
@UseInterceptors(TenantInterceptor, TenantInterceptor)
class NotesGateway {
  @SubscribeMessage('name')
  name(@CurrentTenant() db: TenantDb): { event: string; data: string } {
    return { event: 'name', data: db.name };
  }

  @SubscribeMessage('slow')
  async slow(@CurrentTenant() db: TenantDb): Promise<{ event: string; data: string }> {
    await gate.promise;
    return { event: 'slow', data: `${db.name} ${db.db.databaseName}` };
  }
}

@Controller()
@UseGuards(TokenGuard)
@UseInterceptors(TenantInterceptor, TenantInterceptor)
class NotesController {
  @MessagePattern('name')
  name(@CurrentTenant() db: TenantDb): string {
    return db.name;
  }
}

@Injectable()
@UseInterceptors(TenantInterceptor)
class NotesResolver {
  async names(@CurrentTenant() db: TenantDb): Promise<string> {
    await gate.promise;
    return `${db.name} ${db.db.databaseName}`;
  }
}

type Adapt = (app: INestApplication) => void;

async function open(bench: Bench, adapt: Adapt, providers: Type[], controllers: Type[] = []) {
  @Module({
    imports: [
      TenancyModule.forRoot({
        connection: bench.connection,
        resolve: byName,
        keyFromRequest: (carrier) => (carrier as Carrier).user?.tenant,
      }),
    ],
    providers,
    controllers,
  })
  class AppModule {}
  const app = await NestFactory.create(AppModule, new FastifyAdapter(), { logger: false });
  adapt(app);
  await app.startAllMicroservices();
  await app.listen(0, '127.0.0.1');
  const tenants = app.get(TenantConnectionFactory);
  return { app, tenants, port: (app.getHttpServer().address() as AddressInfo).port };
}

interface Client {
  /** Resolves with the next answer of that event. */
  ask(event: string, data: unknown, answer?: string): Promise<unknown>;
  close(): void;
}

async function openWs(port: number): Promise<Client> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    ask: (event, data, answer = event) =>
      new Promise((resolve) => {
        socket.on('message', (raw: Buffer) => {
          const reply = JSON.parse(raw.toString()) as { event: string; data: unknown };
          if (reply.event === answer) resolve(reply.data);
        });
        socket.send(JSON.stringify({ event, data }));
      }),
    close: () => socket.close(),
  };
}

async function openSocketIo(port: number): Promise<Client> {
  const socket = io(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    auth: FORGED,
    query: { user: 'victim' },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('connect_error', reject);
  });
  return {
    ask: (event, data, answer = event) =>
      new Promise((resolve) => {
        socket.once(answer, resolve);
        socket.emit(event, data);
      }),
    close: () => socket.disconnect(),
  };
}

let bench: Bench;
beforeAll(async () => (bench = await startBench()));
beforeEach(() => (gate = deferred()));
afterAll(() => bench.stop());

describe.each([
  ['ws', (app: INestApplication) => new WsAdapter(app), openWs],
  ['socket.io', (app: INestApplication) => new IoAdapter(app), openSocketIo],
])('a gateway of %s', (_name, adapter, connect) => {
  let sut: Awaited<ReturnType<typeof open>>;
  let client: Client;
  beforeAll(async () => {
    sut = await open(bench, (app) => app.useWebSocketAdapter(adapter(app)), [NotesGateway]);
  });
  beforeEach(async () => (client = await connect(sut.port)));
  afterEach(() => client.close());
  afterAll(() => sut.app.close());

  it('does not let a message choose its tenant', async () => {
    const before = sut.tenants.stats();
    await expect(client.ask('name', FORGED, 'exception')).resolves.toMatchObject({ status: 'error' });
    expect(sut.tenants.stats()).toEqual(before);
  });

  it('opens the tenant that a guard verified, whatever the message names beside it', async () => {
    await expect(client.ask('name', { token: 'token-acme' })).resolves.toBe('org_acme');
    await expect(client.ask('name', FORGED)).resolves.toBe('org_acme');
    expect(sut.tenants.stats().leased).toBe(0);
  });

  it('gives each message of a socket a lease of its own', async () => {
    const slow = client.ask('slow', { token: 'token-acme' });
    await until(() => sut.tenants.stats().leased === 1);
    await expect(client.ask('name', { token: 'token-beta' })).resolves.toBe('org_beta');
    expect(sut.tenants.stats().leased).toBe(1);
    gate.resolve();
    await expect(slow).resolves.toBe('org_acme org_acme');
    await until(() => sut.tenants.stats().leased === 0);
  });

  it('does not hand the identity of one socket to the next', async () => {
    await client.ask('name', { token: 'token-acme' });
    const other = await connect(sut.port);
    await expect(other.ask('name', FORGED, 'exception')).resolves.toMatchObject({ status: 'error' });
    other.close();
  });
});

describe('a TCP microservice', () => {
  let sut: Awaited<ReturnType<typeof open>>;
  let client: ClientProxy;
  beforeAll(async () => {
    const port = await freePort();
    sut = await open(
      bench,
      (app) => app.connectMicroservice({ transport: Transport.TCP, options: { host: '127.0.0.1', port } }),
      [],
      [NotesController],
    );
    client = ClientProxyFactory.create({ transport: Transport.TCP, options: { host: '127.0.0.1', port } });
  });
  afterAll(async () => {
    client.close();
    await sut.app.close();
  });
  const ask = (data: unknown) => firstValueFrom(client.send<string>('name', data).pipe(timeout(10_000)));

  it('does not let a message choose its tenant', async () => {
    const before = sut.tenants.stats();
    await expect(ask(FORGED)).rejects.toMatchObject({ status: 'error' });
    expect(sut.tenants.stats()).toEqual(before);
  });

  it('opens the tenant that a guard verified, for that message only', async () => {
    await expect(ask({ ...FORGED, token: 'token-acme' })).resolves.toBe('org_acme');
    await expect(ask(FORGED)).rejects.toMatchObject({ status: 'error' });
    expect(sut.tenants.stats().leased).toBe(0);
  });
});

// ExternalContextCreator is what @nestjs/graphql calls its resolvers with.
describe('a GraphQL resolver', () => {
  let sut: Awaited<ReturnType<typeof open>>;
  let names: (...args: unknown[]) => Promise<unknown>;
  beforeAll(async () => {
    sut = await open(bench, () => undefined, [NotesResolver]);
    const paramsFactory: ParamsFactory = { exchangeKeyForValue: () => undefined };
    const resolver = sut.app.get(NotesResolver);
    names = sut.app
      .get(ExternalContextCreator)
      .create(
        resolver,
        resolver.names as () => unknown,
        'names',
        ROUTE_ARGS_METADATA,
        paramsFactory,
        undefined,
        undefined,
        undefined,
        'graphql',
      );
  });
  afterAll(() => sut.app.close());
  const info = (operation: string) => ({ operation: { operation } });
  const verified = { user: { tenant: 'acme' } };

  it('does not let the root, the arguments or the context choose the tenant', async () => {
    await expect(names(FORGED, FORGED, { user: FORGED.user }, info('query'))).rejects.toMatchObject({
      code: 'tenant.missing',
    });
  });

  it.each([
    ['Apollo', { req: verified }],
    ['Mercurius', { reply: { request: verified } }],
  ])('opens the tenant that a guard verified on the request of %s', async (_name, shared) => {
    gate.resolve();
    await expect(names(FORGED, FORGED, shared, info('query'))).resolves.toBe('org_acme org_acme');
    expect(sut.tenants.stats().leased).toBe(0);
  });

  it('gives each resolver of a request its own lease: to read for a query, to write for a mutation', async () => {
    const shared = { req: verified };
    const slow = names(undefined, {}, shared, info('query'));
    const mutation = names(undefined, {}, shared, info('mutation'));
    await until(() => sut.tenants.stats().leased === 2);
    const fenced = sut.tenants.fence('acme');
    await expect(stateOf(fenced)).resolves.toBe('pending');
    gate.resolve();
    await Promise.all([slow, mutation, fenced]);
    await expect(names(undefined, {}, shared, info('query'))).resolves.toBe('org_acme org_acme');
    sut.tenants.lift('acme');
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
