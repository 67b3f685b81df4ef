import type { Clock } from '../../src/database/work/clock.js';
import { OperatorService } from '../../src/modules/auth/operator.service.js';
import { startTestApp, type Reply, type RequestOptions, type TestApp } from './app.js';
import { claimsOf } from './tokens.js';

/** Whom the tests' services make as their first platform operator. */
export const OPERATOR = { email: 'root@platform.example', password: 'PlatformSecure123!' };

export interface TestOperator {
  id: string;
  token: string;
  call<T = Record<string, unknown>>(
    method: string,
    path: string,
    options?: RequestOptions,
  ): Promise<Reply<T>>;
}

/** The service with a platform operator who is signed in. */
export async function startWithOperator(
  settings: Record<string, string> = {},
  clock?: Clock,
): Promise<{ sut: TestApp; operator: TestOperator }> {
  const admin = { PLATFORM_ADMIN_EMAIL: OPERATOR.email, PLATFORM_ADMIN_PASSWORD: OPERATOR.password };
  const sut = await startTestApp({ ...admin, ...settings }, {}, clock);
  await sut.app.get(OperatorService, { strict: false }).bootstrap(true);
  const reply = await sut.call<{ data: { access_token: string } }>('POST', '/admin/login', {
    body: OPERATOR,
  });
  const token = reply.body.data.access_token;
  const call: TestOperator['call'] = (method, path, options = {}) =>
    sut.call(method, `/v1/platform${path}`, { token, ...options });
  return { sut, operator: { id: String(claimsOf(token)['sub']), token, call } };
}
