// npm start: builds when needed, then runs the service in this process, so that signals and the exit code are
// its own.
import { buildIfStale, ROOT } from './build-state.mjs';

process.chdir(ROOT);
try {
  await buildIfStale();
} catch (error) {
  process.stderr.write(`✗ Rowhouse could not start: ${error.message}\n`);
  process.exit(1);
}
await import('../dist/src/main.js');
