import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Collection, Document, Filter, UpdateFilter } from 'mongodb';
import type { Connection } from 'mongoose';
import { fromNow, isPast } from './server-time.js';

/** Where a row keeps its lease. Each is a path. */
export interface LeaseFields {
  owner: string;
  until: string;
  /** The object that holds both; it is taken away when the lease is released. */
  within?: string;
}

interface Leasable {
  _id: string;
}

/** Leases on rows of a collection, by the server's clock. */
export class LeaseRows<Row extends Leasable> {
  /**
   * @param rows asked for when it is needed: the connection may not be open yet
   * @param open which rows may be leased
   */
  constructor(
    private readonly rows: () => Collection<Row>,
    private readonly fields: LeaseFields,
    private readonly open: Document = {},
  ) {}

  /** Takes what nobody holds, or goes on with what this owner holds. Of several one succeeds. */
  take(id: string, owner: string, ms: number): Promise<boolean> {
    const free = { $or: [{ [this.fields.owner]: owner }, { $expr: isPast(`$${this.fields.until}`) }] };
    return this.change({ _id: id, ...this.open, ...free }, owner, ms);
  }

  /** False when another owner has taken it meanwhile, even if nobody holds it any more. */
  renew(id: string, owner: string, ms: number): Promise<boolean> {
    return this.change({ ...this.mine(id, owner), ...this.open }, owner, ms);
  }

  /** Releases it, so that another instance takes it at once. */
  async release(id: string, owner: string): Promise<void> {
    const { until, within } = this.fields;
    const update = within === undefined ? { $set: { [until]: new Date(0) } } : { $unset: { [within]: 1 } };
    const filter = { ...this.mine(id, owner), ...this.open } as Filter<Row>;
    await this.rows().updateOne(filter, update as unknown as UpdateFilter<Row>);
  }

  /** What a row that is written under the lease must match. */
  mine(id: string, owner: string): Document {
    return { _id: id, [this.fields.owner]: owner };
  }

  /** Rows that may be taken. */
  async listFree(): Promise<string[]> {
    const filter = { ...this.open, $expr: isPast(`$${this.fields.until}`) } as Document as Filter<Row>;
    const rows = await this.rows()
      .find(filter, { projection: { _id: 1 } })
      .toArray();
    return rows.map(({ _id }) => String(_id));
  }

  private async change(filter: Document, owner: string, ms: number): Promise<boolean> {
    const lease = { [this.fields.owner]: { $literal: owner }, [this.fields.until]: fromNow(ms) };
    const { matchedCount } = await this.rows().updateOne(filter as Filter<Row>, [{ $set: lease }]);
    return matchedCount === 1;
  }
}

interface NamedLease {
  _id: string;
  owner: string;
  until: Date;
}

/** Leases on what has no row of its own: work that one instance at a time does for all. */
@Injectable()
export class NamedLeases {
  private readonly leases: LeaseRows<NamedLease>;

  constructor(@InjectConnection() private readonly connection: Connection) {
    this.leases = new LeaseRows(() => this.rows, { owner: 'owner', until: 'until' });
  }

  /** As {@link LeaseRows.take}. A lease that is not released keeps the others away for so many milliseconds. */
  async take(name: string, owner: string, ms: number): Promise<boolean> {
    // The row is there for ever after; a server refuses $expr in an upsert.
    await this.rows.updateOne(
      { _id: name },
      { $setOnInsert: { owner, until: new Date(0) } },
      { upsert: true },
    );
    return this.leases.take(name, owner, ms);
  }

  renew(name: string, owner: string, ms: number): Promise<boolean> {
    return this.leases.renew(name, owner, ms);
  }

  release(name: string, owner: string): Promise<void> {
    return this.leases.release(name, owner);
  }

  private get rows(): Collection<NamedLease> {
    return this.connection.db!.collection<NamedLease>('leases');
  }
}
