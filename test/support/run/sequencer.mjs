import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import TestSequencer from '@jest/test-sequencer';

/** Seconds of the long spec files. It need not be exact: it only decides their order on a fresh checkout. */
const SECONDS = JSON.parse(readFileSync(new URL('durations.json', import.meta.url), 'utf8'));

/**
 * The longest spec files first, so that no worker is left alone with one at the end. What Jest remembers of the
 * last run on this machine goes before what is recorded here.
 */
export default class LongestFirst extends TestSequencer {
  time(test) {
    const name = relative(test.context.config.rootDir, test.path);
    return super.time(test) ?? (SECONDS[name] ?? 1) * 1000;
  }
}
