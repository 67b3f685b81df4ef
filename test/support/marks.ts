import type { Collection, Document } from 'mongodb';
import { ReconcilerService } from '../../src/modules/organizations/reconciler/reconciler.service.js';
import type { TestApp } from './app.js';

type Named = Document & { _id: string };

export const rowsOf = (app: TestApp): Collection<Named> => app.master.collection<Named>('databases');
export const leftoversOf = (app: TestApp): Collection<Named> => app.master.collection<Named>('leftovers');

/** The mark inside a database. */
export const markOf = (app: TestApp, database: string): Promise<Named | null> =>
  app.client.db(database).collection<Named>('_rowhouse').findOne({ _id: 'mark' });

/** The id of the registry an instance works for. */
export async function registryOf(app: TestApp): Promise<string> {
  return String((await app.master.collection<Named>('registry').findOne({ _id: 'registry' }))!['id']);
}

/** Sweeps now: the lease of the last sweep is not waited for. */
export async function sweep(app: TestApp): Promise<void> {
  await app.master.collection('leases').deleteMany({});
  await app.app.get(ReconcilerService).reconcile(true);
}
