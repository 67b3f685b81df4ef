import { MongoClient, ObjectId } from 'mongodb';
import { clientOf, expectOk } from './measure/client.mjs';
import { startService } from './measure/processes.mjs';

/** Creates under way at once. */
const PARALLEL = 8;
export const PASSWORD = 'SecurePassword123!';

/** Makes the organizations of a run over HTTP, with cheap hashes, one document and one token each. */
export async function makeOrganizations(run) {
  const service = await startService(run, { BCRYPT_COST: '4', ACCESS_TOKEN_EXPIRE_MINUTES: '1440' });
  const database = await new MongoClient(run.settings.MONGODB_URL).connect();
  const client = clientOf(service.url);
  try {
    const numbers = Array.from({ length: run.organizations }, (_, i) => String(i).padStart(4, '0'));
    const waiting = numbers.values();
    const made = [];
    const maker = async () => {
      for (const number of waiting) made.push(await make(client, database, number));
    };
    await Promise.all(Array.from({ length: PARALLEL }, maker));
    return made.toSorted((a, b) => a.name.localeCompare(b.name));
  } finally {
    client.close();
    await database.close();
    await service.stop();
  }
}

async function make(client, database, number) {
  const name = `Bench ${number}`;
  const account = { email: `owner@bench-${number}.example`, password: PASSWORD };
  const creating = client.send('POST', '/org/create', { body: { organization_name: name, ...account } });
  const { body: made } = await expectOk(creating);
  const { body: signedIn } = await expectOk(client.send('POST', '/admin/login', { body: account }));
  const { access_token: token } = signedIn.data;
  const _id = new ObjectId();
  const document = { _id, name: 'Ada', age: 36, address: { city: 'London' }, _rev: '3f2a9c0d1e4b' };
  await database.db(made.data.collection_name).collection('data').insertOne(document);
  return { name, token, documentId: _id.toHexString() };
}
