import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { createRowhouseClient } from './index.js';
import { ok, RowhouseError } from './error.js';
import { ndjson, readNdjson } from './ndjson.js';
import { eachItem } from './paging.js';

const library = join(__dirname, '..');
const root = join(library, '../..');
const baseUrl = 'http://rowhouse.example/base/';

/** A client whose requests are answered here. */
const answering = (answer: (request: Request) => Response, token?: string) =>
  createRowhouseClient({ baseUrl, token, fetch: async (request) => answer(request) });

function errorsOf(code: string): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const file = join(library, 'src', '__example.ts');
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, code, rest[0], true) : getSourceFile(name, ...rest);
  const program = ts.createProgram([file], { ...options, noEmit: true, types: ['node'] }, host);
  const source = program.getSourceFile(file);
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    (error) => `TS${error.code} ${ts.flattenDiagnosticMessageText(error.messageText, ' ')}`,
  );
}

describe('@rowhouse/api-client', () => {
  it('has examples that compile, and types that refuse what the service does not have', () => {
    const text = readFileSync(join(library, 'README.md'), 'utf8');
    const examples = [...text.matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code);
    expect(examples).toHaveLength(3);
    expect(examples.flatMap(errorsOf)).toEqual([]);
    const wrong = `import { createRowhouseClient, ok } from '@rowhouse/api-client';
const api = createRowhouseClient({ baseUrl: '' });
await ok(api.POST('/signin', { body: { email: 'a@b.example' } }));
await ok(api.GET('/v1/nothing'));
export const id: number = (await ok(api.GET('/v1/me'))).id;`;
    expect(errorsOf(wrong).map((line) => line.slice(0, 6))).toEqual(['TS2322', 'TS2554', 'TS2322']);
  });

  it('sends the token, unless the request has one of its own, and the base path', async () => {
    const seen: (string | null)[] = [];
    const api = answering((request) => {
      seen.push(request.url, request.headers.get('authorization'));
      return new Response(null, { status: 204 });
    }, 'one');
    await ok(api.GET('/v1/me'));
    await ok(api.GET('/v1/me', { headers: { authorization: 'Bearer two' } }));
    const url = 'http://rowhouse.example/base/v1/me';
    expect(seen).toEqual([url, 'Bearer one', url, 'Bearer two']);
  });

  it.each(['', '.', '..'])('refuses the path parameter "%s", which would reach another path', async (id) => {
    const api = answering(() => new Response('{}'));
    const asked = api.DELETE('/v1/data/{collection}/{id}', { params: { path: { collection: 'a', id } } });
    await expect(asked).rejects.toThrow('id must not be empty');
    const safe = answering((request) => new Response(JSON.stringify({ url: request.url })));
    const { data } = await safe.GET('/v1/data/{collection}/{id}', {
      params: { path: { collection: 'a', id: '../b?c#d' } },
    });
    expect(data).toEqual({ url: 'http://rowhouse.example/base/v1/data/a/..%2Fb%3Fc%23d' });
  });

  it.each([
    [{ type: '/docs/errors#x.y', title: 'Sentence', status: 404, code: 'x.y' }, 'x.y'],
    [{ detail: 'Sentence' }, undefined],
    [{ success: false, message: 'Sentence' }, undefined],
    [{ error: 'Sentence' }, undefined],
    ['Sentence', undefined],
  ])('throws the message of %j', async (body, code) => {
    const headers = { 'x-request-id': 'r1', 'retry-after': '7' };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const api = answering(() => new Response(text, { status: 404, headers }));
    const error = await ok(api.GET('/v1/me')).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RowhouseError);
    const { message, status, requestId, retryAfter, body: raw } = error as RowhouseError;
    expect({ message, status, requestId, retryAfter, raw, code: (error as RowhouseError).code }).toEqual({
      message: 'Sentence',
      status: 404,
      requestId: 'r1',
      retryAfter: 7,
      raw: body,
      code,
    });
  });

  it('follows the cursors to the end', async () => {
    const pages = [
      { items: [1, 2], next_cursor: 'b' },
      { items: [], next_cursor: 'c' },
      { items: [3], next_cursor: null },
    ];
    const cursors: (string | null)[] = [];
    const api = answering((request) => {
      cursors.push(new URL(request.url).searchParams.get('cursor'));
      return Response.json(pages[cursors.length - 1]);
    });
    const found: unknown[] = [];
    const list = eachItem((cursor) => api.GET('/v1/members', { params: { query: { cursor } } }));
    for await (const item of list) found.push(item);
    expect([found, cursors]).toEqual([
      [1, 2, 3],
      [null, 'b', 'c'],
    ]);
  });

  it('reads lines wherever the chunks break, and stops the download with the loop', async () => {
    const bytes = new TextEncoder().encode('{"n":"é"}\n\n{"n":2}\n{"n":3}');
    for (let size = 1; size <= bytes.length; size++) {
      let cancelled = false;
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      const stream = () =>
        new ReadableStream<Uint8Array>({
          pull: (to) => (chunks.length ? to.enqueue(chunks.shift()) : to.close()),
          cancel: () => void (cancelled = true),
        });
      const found: unknown[] = [];
      for await (const one of readNdjson(stream())) {
        found.push(one);
        if (size === 1 && found.length === 2) break;
      }
      expect(found).toEqual([{ n: 'é' }, { n: 2 }, { n: 3 }].slice(0, size === 1 ? 2 : 3));
      expect(cancelled).toBe(size === 1);
    }
  });

  it('sends an array as text and anything else as a stream', async () => {
    const sent: string[] = [];
    const api = createRowhouseClient({
      baseUrl,
      fetch: async (request) => {
        sent.push(`${request.headers.get('content-type')} ${await request.text()}`);
        return new Response('{}');
      },
    });
    const params = { path: { collection: 'a' } };
    async function* some() {
      yield { a: 1 };
      yield { b: 2 };
    }
    await api.POST('/v1/data/{collection}/import', { params, ...ndjson([{ a: 1 }, { b: 2 }]) });
    await api.POST('/v1/data/{collection}/import', { params, ...ndjson(some()) });
    expect(new Set(sent)).toEqual(new Set(['application/x-ndjson {"a":1}\n{"b":2}\n']));
  });
});
