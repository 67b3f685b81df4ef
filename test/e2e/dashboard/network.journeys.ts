import type { Page } from 'playwright-core';
import { type Dashboard, PASSWORD } from '../../support/dashboard.js';
import { until } from '../../support/until.js';

const LINES = 7000;
/** 1.2 MB: three pieces. */
const FILE = Array.from({ length: LINES }, (_, n) => JSON.stringify({ n, text: 'x'.repeat(150) })).join('\n');

/** How many imports the browser keeps. */
const KEPT = `new Promise((resolve, reject) => {
  const opened = indexedDB.open('rowhouse-imports');
  opened.onerror = reject;
  opened.onsuccess = () => {
    const counted = opened.result.transaction('imports').objectStore('imports').count();
    counted.onsuccess = () => resolve(counted.result);
  };
})`;

export function networkJourneys(dashboard: Dashboard): void {
  const { owner, somebody, newTab, signIn, heading, faults, at } = dashboard;
  /** @param upload bytes a second; -1: as fast as it goes */
  const slow = async (page: Page, latency: number, upload: number): Promise<void> => {
    const session = await page.context().newCDPSession(page);
    const conditions = { offline: false, latency, downloadThroughput: -1, uploadThroughput: upload };
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', conditions);
  };
  const forgive = (): void => {
    const isLost = /ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED/;
    faults.splice(0, Infinity, ...faults.filter((fault) => !isLost.test(fault)));
  };
  const stored = async (): Promise<number> => {
    const { token } = owner;
    return (await dashboard.sut.call<{ count: number }>('GET', '/v1/data/bulk/count', { token })).body.count;
  };

  it('an import on a slow network goes on across a reload and a lost connection, in every tab, each line once', async () => {
    const page = await somebody();
    const { token } = owner;
    await dashboard.sut.call('POST', '/v1/data/bulk', { token, body: { _id: 'first' } });
    await signIn(page, owner.email, PASSWORD, `/o/${owner.org}/data/bulk`);
    await page.getByRole('button', { name: 'first', exact: true }).waitFor();
    await slow(page, 100, 1_500_000);
    await page.getByRole('button', { name: 'Import' }).click();
    const dialog = page.getByRole('dialog', { name: 'Import into bulk' });
    await dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'many.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(FILE) });
    await dialog.getByRole('button', { name: 'Import' }).click();
    await page.getByText('many.ndjson → bulk').waitFor();
    await until(async () => (await stored()) > 1);
    await page.reload();
    await page.context().setOffline(true);
    await page.context().setOffline(false);
    await page.getByText('many.ndjson → bulk').waitFor();
    const other = await newTab(page.context());
    await other.goto(at(`/o/${owner.org}/members`));
    for (const tab of [page, other]) {
      await tab.getByText('many.ndjson → bulk').waitFor();
      await tab.getByText(/^[\d]+ inserted, 0 replaced, 0 failed$/).waitFor();
    }
    expect(await stored()).toBe(LINES + 1);
    // Nothing of it is left to whoever uses the browser next.
    await other.goto(at('/account'));
    await other.getByRole('button', { name: /owner@acme/ }).click();
    await other.getByRole('menuitem', { name: 'Sign out' }).click();
    await heading(page, 'Sign in');
    await until(async () => (await page.evaluate<number>(KEPT)) === 0);
    forgive();
  });

  it('a document that is saved without a connection keeps what was typed, and is saved when it is back', async () => {
    const page = await somebody();
    const { token } = owner;
    await dashboard.sut.call('POST', '/v1/data/notes', { token, body: { _id: 'offline', text: 'before' } });
    await signIn(page, owner.email, PASSWORD, `/o/${owner.org}/data/notes?document=%22offline%22`);
    const field = page.getByLabel('JSON of the document');
    await field.waitFor();
    await field.fill((await field.inputValue()).replace('before', 'typed without a connection'));
    await page.context().setOffline(true);
    await page.getByText('The connection is lost.').waitFor();
    await page.getByRole('button', { name: 'Review changes' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The service could not be reached.').first().waitFor();
    await page.context().setOffline(false);
    await page.getByText('The connection is lost.').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('The document is saved.').waitFor();
    const { body } = await dashboard.sut.call('GET', '/v1/data/notes/offline', { token });
    expect(body['text']).toBe('typed without a connection');
    await heading(page, 'notes');
    forgive();
  });
}
