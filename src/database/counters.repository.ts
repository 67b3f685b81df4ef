import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';

/**
 * A number is of use only in a row that is written after it and waits for a majority's journals, which keep the order
 * of writes: with the row the number is safe, without it nobody has seen the number. Waiting here as well would keep a
 * socket of the pool for as long as the journal is behind, which is half a second while databases are made.
 */
const AT_ONCE = { w: 1, j: false };

type Counter = 'organizations' | 'users' | 'memberships' | 'roles';

/** The integer ids that some surfaces show (C-01). Gaps are allowed, repeats are not. */
@Injectable()
export class CountersRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** Takes the next number. Outside the creating transaction, so that concurrent creates do not conflict here. */
  async next(counter: Counter): Promise<number> {
    const counters = this.connection.collection<{ _id: Counter; value: number }>('counters');
    const row = await counters.findOneAndUpdate(
      { _id: counter },
      { $inc: { value: 1 } },
      { upsert: true, returnDocument: 'after', writeConcern: AT_ONCE },
    );
    return row!.value;
  }
}
