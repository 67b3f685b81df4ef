import { ObjectId } from 'mongodb';
import { ChangeFeed } from '../../src/database/change-feed.js';
import type { TestApp } from './app.js';

/**
 * Waits until the caches of these instances know what was written before: changes arrive in their order, so a row
 * that is heard of says that all before it were.
 */
export async function heard(...apps: TestApp[]): Promise<void> {
  const organization = new ObjectId().toHexString();
  const _id = `${organization}:heard`;
  const all = apps.map(
    ({ app }) =>
      new Promise<void>((resolve) => {
        app.get(ChangeFeed, { strict: false }).on('roles', ({ id }) => {
          if (id === _id) resolve();
        });
      }),
  );
  const roles = apps[0].master.collection<{ _id: string; org_id: string; key: string; seq: number }>('roles');
  const seq = -Math.random(); // unlike that of any other role
  await roles.insertOne({ _id, org_id: organization, key: 'heard', seq });
  await Promise.all(all);
  await roles.deleteOne({ _id });
}
