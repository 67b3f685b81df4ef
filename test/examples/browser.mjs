import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const PLACES = [
  process.env.CHROMIUM_BINARY,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Chromium's sandbox needs a user namespace, which containers often withhold; the pages are our own. */
export function launchBrowser() {
  const executablePath = PLACES.find((place) => place && existsSync(place));
  if (executablePath === undefined)
    throw new Error('no Chromium: apt-get install chromium, or set CHROMIUM_BINARY');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
