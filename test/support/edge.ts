import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { webcrypto } from 'node:crypto';
import vm from 'node:vm';
import { transformSync } from '@swc/core';

/** What runtimes of the edge have in common (WinterTC's Minimum Common API), of Node's own make. */
const WEB = {
  ...{ AbortController, AbortSignal, Blob, crypto, DOMException, Event, EventTarget, FormData },
  ...{ Headers, ReadableStream, Request, Response, TextDecoder, TextEncoder, TransformStream },
  ...{ URL, URLSearchParams, WritableStream, atob, btoa, clearTimeout, console, fetch, performance },
  ...{ queueMicrotask, setTimeout, structuredClone, CryptoKey: webcrypto.CryptoKey },
};

/**
 * Loads a module, and all it imports, where there is nothing of Node: no `process`, no `Buffer`, no `node:` modules.
 * @param path of a source file, from the root of the repository
 */
export function loadOnEdge<T>(path: string): T {
  // The realm's own Error and Array would make `instanceof` of values from outside false.
  const realm = { Array, ArrayBuffer, Error, Map, Object, Promise, Set, TypeError, Uint8Array };
  const context = vm.createContext({ ...WEB, ...realm });
  const loaded = new Map<string, object>();
  const load = (file: string): object => {
    const known = loaded.get(file);
    if (known !== undefined) return known;
    const module = { exports: {} };
    loaded.set(file, module.exports);
    const find = (name: string): object => load(resolved(name, file));
    const run = vm.runInContext(`(function (module, exports, require) {${compiled(file)}\n})`, context) as (
      ...args: unknown[]
    ) => void;
    run(module, module.exports, find);
    return module.exports;
  };
  return load(join(process.cwd(), path)) as T;
}

function resolved(name: string, from: string): string {
  if (name.startsWith('node:')) throw new Error(`${from} imports ${name}`);
  if (!name.startsWith('.')) return require.resolve(name);
  const path = join(dirname(from), name);
  const source = path.replace(/\.js$/, '.ts');
  return existsSync(source) ? source : path;
}

function compiled(file: string): string {
  const syntax = file.endsWith('.ts') ? 'typescript' : 'ecmascript';
  return transformSync(readFileSync(file, 'utf8'), {
    swcrc: false,
    module: { type: 'commonjs' },
    jsc: { target: 'es2022', parser: { syntax } },
  }).code;
}
