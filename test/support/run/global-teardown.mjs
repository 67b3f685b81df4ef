import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Beyond it something was left open. */
const PATIENCE_MS = 5000;

/** Ends the servers of the workers and removes the directories of this run. */
export default function tearDown() {
  const { directory, service, guard } = globalThis.rowhouseTestRun;
  for (const name of readdirSync(directory).filter((file) => /^worker-\d+\.json$/.test(file))) {
    const { pid, dataDir } = JSON.parse(readFileSync(join(directory, name), 'utf8'));
    if (runsOn(pid, dataDir)) process.kill(pid, 'SIGKILL');
  }
  for (const place of [directory, service])
    rmSync(place, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  guard.stdio[3].end('bye\n');
  // A test that failed before it stopped its service must not keep the run waiting. Jest has set the exit code by then.
  setTimeout(() => process.exit(), PATIENCE_MS).unref();
}

/** A pid may have been given to another process. */
function runsOn(pid, dataDir) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${dataDir}/db`);
  } catch {
    return false;
  }
}
