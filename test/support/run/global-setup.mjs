import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** The workers' servers hold some 3 GB between them; a smaller memory disk would fill up in the middle of a run. */
const LEAST_MEMORY_DISK_BYTES = 4 * 1024 ** 3;

/**
 * When Jest ends without its teardown (kill -9), the end of file on the pipe tells this shell. The servers are
 * ended by the watchers of the embedded MongoDB within some 4 seconds; what is left of them are files.
 */
const GUARD = `
trap '' INT TERM HUP
exec </dev/null >/dev/null 2>&1
read -r bye <&3 && exit 0
for i in 1 2 3; do sleep 5; rm -rf "$1" "$2" "$2".*; done
`;

/** Names the places of this run: a directory for its servers, and one for the service that some tests compile. */
export default function setUp({ rootDir }) {
  const directory = mkdtempSync(join(fastDisk(), 'rowhouse-jest-'));
  const cache = join(realpathSync(join(rootDir, 'node_modules')), '.cache');
  mkdirSync(cache, { recursive: true });
  const service = join(cache, basename(directory));
  process.env.ROWHOUSE_TEST_RUN = directory;
  // What tests and the services they start write to disk goes there too: a commit waits for no disk.
  process.env.TMPDIR = join(directory, 'tmp');
  mkdirSync(process.env.TMPDIR);
  process.env.ROWHOUSE_TEST_SERVICE = service;
  const guard = spawn('/bin/sh', ['-c', GUARD, 'rowhouse-test-guard', directory, service], {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  guard.stdio[3].on('error', () => undefined);
  guard.stdio[3].unref();
  guard.unref();
  globalThis.rowhouseTestRun = { directory, service, guard };
}

/** A mongod that commits to memory answers sooner than one that waits for a disk; its code is the same. */
function fastDisk() {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    if (bavail * bsize >= LEAST_MEMORY_DISK_BYTES) return '/dev/shm';
  } catch {
    // No memory disk: macOS, or a small container.
  }
  return tmpdir();
}
