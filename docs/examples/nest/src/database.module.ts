import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { type Connection, createConnection } from 'mongoose';

export const CONNECTION = Symbol('CONNECTION');

const url = process.env['MONGODB_URL'] ?? 'mongodb://127.0.0.1:27017/invoices';

/** One connection, and one pool of sockets, for all organizations. */
@Module({
  providers: [{ provide: CONNECTION, useFactory: () => createConnection(url).asPromise() }],
  exports: [CONNECTION],
})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(@Inject(CONNECTION) private readonly connection: Connection) {}

  async onApplicationShutdown(): Promise<void> {
    await this.connection.close();
  }
}
