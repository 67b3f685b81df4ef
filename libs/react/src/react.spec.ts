import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import {
  Rowhouse,
  RowhouseProvider,
  useAccount,
  useClient,
  useIsConnectionLost,
  useRead,
  useRowhouse,
  useSessionState,
} from './index.js';

const BASE = 'http://rowhouse.example';
const signedIn = {
  access_token: 'access-1',
  token_type: 'Bearer',
  expires_in: 1800,
  account: { id: 'ada', must_change_password: false },
};

describe('the hooks', () => {
  let asked: string[];
  let answer: (request: Request) => Response;
  beforeEach(() => {
    asked = [];
    answer = () => Response.json(signedIn);
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
      const request = new Request(input);
      asked.push(`${request.method} ${new URL(request.url).pathname}`);
      return answer(request);
    });
  });
  afterEach(() => jest.restoreAllMocks());

  it('on a server: what is shown until a browser has looked, without a request', () => {
    const Page = () => {
      const { data, can } = useAccount();
      const read = useRead((client, signal) => client.GET('/v1/members', { signal }));
      const words = [useSessionState(), useIsConnectionLost(), data, can('data.read'), read.isLoading];
      return createElement('p', null, words.map(String).join(' '));
    };
    const rowhouse = new Rowhouse(BASE);
    expect(renderToString(createElement(RowhouseProvider, { rowhouse }, createElement(Page)))).toBe(
      '<p>unknown false undefined false true</p>',
    );
    expect(asked).toEqual([]);
  });

  it('outside of the provider they say so', () => {
    for (const hook of [useRowhouse, useClient, useSessionState, useAccount]) {
      const Page = () => void hook();
      expect(() => renderToString(createElement(Page))).toThrow('outside of <RowhouseProvider>');
    }
  });

  it('a sign-in, by cookie; a temporary password is kept apart; a sign-out', async () => {
    const rowhouse = new Rowhouse(BASE);
    const states: string[] = [];
    rowhouse.subscribe(() => states.push(rowhouse.state()));
    const credentials = { email: 'ada@example.com', password: 'secret' };
    answer = () =>
      Response.json({ ...signedIn, account: { ...signedIn.account, must_change_password: true } });
    await rowhouse.signIn(credentials);
    expect(rowhouse.temporary()).toEqual(credentials);
    answer = () => Response.json(signedIn);
    await rowhouse.signIn(credentials);
    expect(rowhouse.temporary()).toBeUndefined();
    await rowhouse.signOut();
    expect(states).toEqual(['temporary', 'signed-in', 'signed-out']);
    expect(asked).toEqual(['POST /v1/sessions', 'POST /v1/sessions', 'DELETE /v1/sessions/current']);
  });

  it('a session that ends by itself is expired, and not signed out: the page stays', async () => {
    const rowhouse = new Rowhouse(BASE);
    await rowhouse.signIn({ email: 'ada@example.com', password: 'secret' });
    const headers = { 'www-authenticate': 'Bearer' };
    answer = () => Response.json({ code: 'auth.token_revoked' }, { status: 401, headers });
    const { error } = await rowhouse.client('an-organization').GET('/v1/me');
    expect(error).toEqual({ code: 'auth.token_revoked' });
    expect(rowhouse.state()).toBe('expired');
  });

  it('asks for the password where the service demands it, until it is right', async () => {
    const rowhouse = new Rowhouse(BASE);
    await rowhouse.signIn({ email: 'ada@example.com', password: 'secret' });
    const given = ['wrong', 'rigüt'];
    const failures: boolean[] = [];
    rowhouse.askPassword = async (failed) => (failures.push(failed), given.shift());
    answer = ({ headers }) =>
      headers.get('x-confirm-password') === 'rig%C3%BCt'
        ? new Response(null, { status: 204 })
        : Response.json({ code: 'auth.step_up_required' }, { status: 403 });
    const params = { path: { id: 'bob' } };
    const { response } = await rowhouse.client().DELETE('/v1/members/{id}', { params });
    expect([response.status, failures]).toEqual([204, [false, true]]);
  });

  it('says that the connection is lost, and that it is back', async () => {
    jest.useFakeTimers();
    try {
      const { connection } = new Rowhouse(BASE);
      const seen: boolean[] = [];
      connection.subscribe(() => seen.push(connection.isLost()));
      await expect(connection.watch(() => Promise.reject(new TypeError('fetch failed')))).rejects.toThrow();
      expect(seen).toEqual([true]);
      await jest.advanceTimersByTimeAsync(2000);
      expect(seen).toEqual([true, false]);
    } finally {
      jest.useRealTimers();
    }
  });
});
