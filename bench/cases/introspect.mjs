import { takeTurns } from '../measure/load.mjs';
import { startContender, startService } from '../measure/processes.mjs';

/** What a product's backend asks for each token at most twice a second, against the verification of its signature. */
export async function introspect(run) {
  const contenders = [];
  try {
    contenders.push(await startContender('floor', run), await startService(run));
    const requests = run.organizations.slice(0, 100).map(questionOf);
    const results = await takeTurns(contenders, requests, run);
    return results.map(({ ratio, ...result }) => ({
      name: 'POST /v1/introspect',
      ...result,
      figure: { value: ratio, unit: '× signature' },
    }));
  } finally {
    await Promise.all(contenders.map((contender) => contender.stop()));
  }
}

/** As @rowhouse/verify asks. */
const questionOf = ({ token }) => ({
  method: 'POST',
  path: '/v1/introspect',
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  body: JSON.stringify({ token, token_type_hint: 'access_token' }),
});
