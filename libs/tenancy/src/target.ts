import type { Connection } from 'mongoose';

/** A database and the connection that reaches it. `cluster` is empty on the base connection. */
export interface Target {
  readonly name: string;
  readonly cluster: string;
  readonly connection: Connection;
}
