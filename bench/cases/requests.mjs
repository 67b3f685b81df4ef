import { startContender, startService } from '../measure/processes.mjs';
import { takeTurns } from '../measure/load.mjs';

/** GET /org/get: the service's registry cache against one findOne per request. */
export async function get(run) {
  return compare(run, 'GET /org/get', run.organizations.slice(0, 100).map(lookUpOf), 2);
}

/** One document by id, with a bearer token, over more and more organizations. */
export function read(run) {
  return overSizes(run, 'read', documentOf);
}

export const lookUpOf = ({ name }) => ({
  method: 'GET',
  path: `/org/get?organization_name=${encodeURIComponent(name)}`,
});

export const documentOf = ({ documentId, token }) => ({
  method: 'GET',
  path: `/v1/data/data/${documentId}`,
  headers: { authorization: `Bearer ${token}` },
});

export const insertOf = ({ token }) => ({
  method: 'POST',
  path: '/v1/data/data',
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  body: JSON.stringify({ name: 'Ada', age: 36, address: { city: 'London' } }),
});

/** One new document, with a bearer token, over more and more organizations. */
export function insert(run) {
  return overSizes(run, 'insert', insertOf);
}

async function overSizes(run, name, requestOf) {
  const rows = [];
  for (const size of run.sizes) {
    const requests = run.organizations.slice(0, size).map(requestOf);
    rows.push(...(await compare(run, `tenant ${name}, ${size} org.`, requests, 0.85)));
  }
  const rateAt = (size) => rows.filter(({ contender }) => contender === 'rowhouse')[run.sizes.indexOf(size)];
  const value = rateAt(run.sizes.at(-1)).figure.value / rateAt(run.sizes[0]).figure.value;
  const flat = { figure: { value, unit: '× 1 org.' }, target: { atLeast: 0.9 } };
  return [...rows, { name: `tenant ${name}: flat`, contender: 'rowhouse', ...flat }];
}

async function compare(run, name, requests, target) {
  const contenders = [];
  try {
    contenders.push(await startContender('floor', run), await startService(run));
    contenders.push(await startContender('usual', run));
    const results = await takeTurns(contenders, requests, run);
    return results.map(({ ratio, ...result }) => ({
      name,
      ...result,
      figure: { value: ratio, unit: '× floor' },
      ...(result.contender === 'rowhouse' ? { target: { atLeast: target } } : {}),
    }));
  } finally {
    await Promise.all(contenders.map((contender) => contender.stop()));
  }
}
