import { MongoClient } from 'mongodb';
import { clientOf, expectOk } from '../measure/client.mjs';
import { takeTurns } from '../measure/load.mjs';
import { startService } from '../measure/processes.mjs';
import { documentOf } from './requests.mjs';

/** Organizations whose documents are read in turns with a token and with an API key of theirs. */
const SIZE = 32;

/** One document by id: what it costs to know an API key that was seen before, against an access token. */
export async function keys(run) {
  const organizations = run.organizations.slice(0, SIZE);
  await proveMailboxes(run);
  const service = await startService(run);
  try {
    const made = [];
    for (const organization of organizations) made.push(await keyOf(service, organization));
    const contender = (name, requests) =>
      Object.create(service, { name: { value: name }, requests: { value: requests } });
    const token = contender('token', organizations.map(documentOf));
    const key = contender(
      'API key',
      organizations.map((one, i) => ({ ...documentOf(one), headers: { 'x-api-key': made[i] } })),
    );
    const [byToken, byKey] = await takeTurns([token, key], [], run);
    const name = `tenant read, ${organizations.length} org.`;
    const figure = { value: byKey.cpu / byToken.cpu, unit: '× CPU of a token' };
    return [
      { name, ...byToken, figure: undefined },
      { name, ...byKey, figure, target: { atMost: 1.1 } },
    ];
  } finally {
    await service.stop();
  }
}

/** Nobody makes a key before that (D19). */
async function proveMailboxes({ settings }) {
  const database = await new MongoClient(settings.MONGODB_URL).connect();
  for (const name of [settings.MASTER_DB_NAME ?? 'master_db']) {
    await database
      .db(name)
      .collection('admin_users')
      .updateMany({}, { $set: { email_verified: true } });
  }
  await database.close();
}

async function keyOf({ url }, { token }) {
  const client = clientOf(url);
  const body = { name: 'Bench', scopes: ['data.read'] };
  const made = await expectOk(client.send('POST', '/v1/api-keys', { token, body }));
  client.close();
  return made.body.key;
}
