import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';

type Counter = 'organizations' | 'users' | 'memberships' | 'roles';

/**
 * The integer ids that some surfaces show (C-01). Gaps are allowed, repeats are not: a number is on disk before it is
 * handed out. With `w: 1` a mongod that is killed forgets it, and the service, which lives, uses it all the same.
 */
@Injectable()
export class CountersRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** Takes the next number. Outside the creating transaction, so that concurrent creates do not conflict here. */
  async next(counter: Counter): Promise<number> {
    const counters = this.connection.collection<{ _id: Counter; value: number }>('counters');
    const row = await counters.findOneAndUpdate(
      { _id: counter },
      { $inc: { value: 1 } },
      { upsert: true, returnDocument: 'after' },
    );
    return row!.value;
  }
}
