import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  process.env['CHROMIUM_BINARY'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const executablePath = PLACES.find((place) => place !== undefined && existsSync(place));

/**
 * `describe` where a Chromium is found. Without one the tests are skipped with a printed reason, except in CI,
 * which installs one and must not pass without having looked.
 */
export function describeInBrowser(name: string, tests: (launch: () => Promise<Browser>) => void): void {
  if (executablePath === undefined && process.env['CI'] !== 'true') {
    process.stderr.write(`skipped "${name}": no Chromium here (set CHROMIUM_BINARY, or install chromium)\n`);
    describe.skip(name, () => tests(launchBrowser));
    return;
  }
  describe(name, () => tests(launchBrowser));
}

/** Chromium's sandbox needs a user namespace, which containers often withhold; the pages are our own. */
async function launchBrowser(): Promise<Browser> {
  if (executablePath === undefined) {
    throw new Error('CI=true needs Chromium: apt-get install chromium, or set CHROMIUM_BINARY');
  }
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-software-rasterizer'],
  });
}
