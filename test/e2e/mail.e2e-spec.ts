import { Logger } from '@nestjs/common';
import { fc } from '../support/property.js';
import { Transactions } from '../../src/database/transactions.js';
import { MailService } from '../../src/modules/mail/mail.service.js';
import type { Mail } from '../../src/modules/mail/mail.types.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { TestClock } from '../support/clock.js';
import { smtpError, TestSmtp, until } from '../support/smtp.js';
import { stretched } from '../support/stretched.js';

const SETTINGS = {
  MAIL_FROM: 'Rowhouse <no-reply@rowhouse.example>',
  PUBLIC_BASE_URL: 'https://rowhouse.example',
};

const verify = (key: string, to: string, name = 'Ada'): Mail => ({
  key,
  to,
  template: 'verify_email',
  data: { name, link: `/verify?token=secret-${key}`, expires_in: 86_400 },
});

const invite = (key: string, to: string, name: string): Mail => ({
  key,
  to,
  template: 'invitation',
  data: { organization: name, inviter: name, role: 'admin', link: '/invitations?t=1', expires_in: 3600 },
});

/** Writes mails as the domain does: in a transaction, together with something else. */
function write(sut: TestApp, ...mails: Mail[]): Promise<void> {
  const service = sut.app.get(MailService, { strict: false });
  return sut.app.get(Transactions).run(async (session) => {
    for (const mail of mails) await service.enqueue(mail, session);
  }, stretched(4500));
}

const rowOf = (sut: TestApp, key: string) => sut.master.collection('outbox').findOne({ key });

describe('mail by SMTP', () => {
  const smtp = new TestSmtp();
  const clock = TestClock.flowing();
  let sut: TestApp;
  beforeAll(async () => {
    await smtp.start();
    sut = await startTestApp({ ...SETTINGS, MAIL_URL: smtp.url }, {}, clock);
  });
  afterAll(async () => {
    await sut?.stop();
    await smtp.stop();
  });

  const stateOf = async (key: string) => (await rowOf(sut, key))?.['state'] as string | undefined;
  const reaches = (key: string, state: string) =>
    until(async () => (await stateOf(key)) === state, 30_000, `${key} to be ${state}`);
  const fail = async (key: string) => {
    await until(async () => (await rowOf(sut, key))?.['last_error'] !== undefined, 30_000, `${key} to fail`);
  };
  /** What waits is due now, by the server's clock, and the worker looks. */
  const dueNow = async (key: RegExp) => {
    const due = { $set: { next_at: new Date(0) } };
    // What a living worker holds would be sent twice.
    const lease_owner = { $in: [null, 'dead'] };
    await sut.master.collection('outbox').updateMany({ key, state: 'pending', lease_owner }, due);
    await clock.advance(1000);
  };
  /** A mail that was written later is delivered: what was due before it has been taken. */
  const afterwards = async (key: string) => {
    await write(sut, verify(key, `${key}@acme.example`));
    await smtp.waitFor(`${key}@acme.example`);
  };
  /** Holds what waits for it until it is opened. */
  const gate = () => {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    return { open, opened };
  };

  it('delivers both parts to one recipient, and then forgets the secret', async () => {
    await write(sut, verify('first', 'ada@acme.example'));
    const [{ to, mail }] = (await smtp.waitFor('ada@acme.example')) as [(typeof smtp.deliveries)[0]];
    const link = 'https://rowhouse.example/verify?token=secret-first';
    expect(to).toEqual(['ada@acme.example']);
    expect(mail.to).toEqual([{ name: '', address: 'ada@acme.example' }]);
    expect(mail.from).toEqual({ name: 'Rowhouse', address: 'no-reply@rowhouse.example' });
    expect(mail.subject).toBe('Confirm your e-mail address');
    expect(mail.text).toContain(`Confirm address:\n${link}\n`);
    expect(mail.html).toContain(`href="${link}"`);
    expect(mail.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated');
    await reaches('first', 'sent');
    const row = await rowOf(sut, 'first');
    expect(row).toMatchObject({ attempts: 1, message_id: mail.messageId, sent_at: expect.any(Date) });
    expect(JSON.stringify(row)).not.toContain('secret-first');
    expect(mail.messageId).toBe(`<${row!._id.toHexString()}@rowhouse.example>`);
  });

  it('is woken by the commit, not by the clock', async () => {
    const waits: number[] = [];
    for (let i = 0; i < 5; i++) {
      const start = performance.now();
      await write(sut, verify(`wake${i}`, `wake${i}@acme.example`));
      waits.push((await smtp.waitFor(`wake${i}@acme.example`))[0].at - start);
    }
    expect(waits.sort((a, b) => a - b)[2]).toBeLessThan(stretched(2000));
  });

  it('sends nothing for a transaction that does not commit', async () => {
    const service = sut.app.get(MailService, { strict: false });
    const aborted = sut.app.get(Transactions).run(async (session) => {
      await service.enqueue(verify('aborted', 'aborted@acme.example'), session);
      throw new Error('changed my mind');
    });
    await expect(aborted).rejects.toThrow('changed my mind');
    expect(await rowOf(sut, 'aborted')).toBeNull();
    await afterwards('after-aborted');
    expect(smtp.to('aborted@acme.example')).toEqual([]);
  });

  it('takes mails of one key for one mail, also in one transaction and 50 at once', async () => {
    const mail = verify('once', 'once@acme.example');
    await Promise.all(Array.from({ length: 50 }, () => write(sut, mail, mail)));
    await smtp.waitFor('once@acme.example');
    await write(sut, mail); // after it was sent
    await clock.advance(1000);
    await afterwards('after-once');
    expect(smtp.to('once@acme.example')).toHaveLength(1);
    expect(await sut.master.collection('outbox').countDocuments({ key: 'once' })).toBe(1);
  });

  it('lets no name reach a header or a second recipient', async () => {
    const names = fc.sample(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc
          .array(
            fc.constantFrom(
              '\r\n',
              '\n',
              ',',
              '"',
              '<evil@evil.example>',
              ';',
              ':',
              'Bcc: e@evil.example',
              '\u202E',
              '\\',
              '=?utf-8?q?x?=',
              ' ',
              'a@evil.example',
            ),
            { minLength: 1, maxLength: 8 },
          )
          .map((parts) => parts.join('')),
        fc.constant('A\r\nBcc: evil@evil.example\r\n\r\n'.repeat(400)),
      ),
      { numRuns: 120, seed: 7 },
    );
    const before = smtp.deliveries.length;
    await write(sut, invite('plain', 'plain@acme.example', 'Acme'));
    const plain = (await smtp.waitFor('plain@acme.example'))[0].mail.headers.map(({ key }) => key).sort();
    for (let i = 0; i < names.length; i += 20) {
      await write(
        sut,
        ...names.slice(i, i + 20).map((name, j) => invite(`evil${i + j}`, `n${i + j}@acme.example`, name)),
      );
    }
    await until(() => smtp.deliveries.length >= before + 1 + names.length, 15_000, 'all mails');
    for (const { to, mail } of smtp.deliveries.slice(before)) {
      expect(to).toHaveLength(1);
      expect(mail.to).toEqual([{ name: '', address: to[0] }]);
      expect([mail.cc ?? [], mail.bcc ?? []]).toEqual([[], []]);
      expect(mail.from?.address).toBe('no-reply@rowhouse.example');
      expect(mail.headers.map(({ key }) => key).sort()).toEqual(plain);
      expect(mail.subject).toMatch(/^Invitation to( [^\p{Cc}]{1,64})?$/u);
    }
    expect(smtp.deliveries.slice(before).filter(({ to }) => /evil/.test(to.join()))).toEqual([]);
  });

  it.each([
    'a@x.example, b@evil.example',
    '"A" <a@x.example>',
    'a@x.example\r\nRCPT TO:<b@evil.example>',
    'A@X.example',
    '',
  ])('refuses %j as an address', async (to) => {
    await expect(write(sut, verify('bad', to))).rejects.toThrow(/canonical/);
    expect(await rowOf(sut, 'bad')).toBeNull();
  });

  it('gives up at once when the mailbox is refused, and says why', async () => {
    smtp.onRecipient('gone@acme.example', () => {
      throw smtpError(550, 'No such mailbox');
    });
    await write(sut, verify('gone', 'gone@acme.example'));
    await reaches('gone', 'failed');
    expect(await rowOf(sut, 'gone')).toMatchObject({
      attempts: 1,
      last_error: expect.stringContaining('550'),
    });
    expect(JSON.stringify(await rowOf(sut, 'gone'))).not.toContain('secret-gone');
  });

  it('tries again after a temporary error, and delivers', async () => {
    smtp.onRecipient('grey@acme.example', (attempt) => {
      if (attempt === 1) throw smtpError(451, 'Greylisted');
    });
    smtp.onData('full@acme.example', (attempt) => {
      if (attempt === 1) throw smtpError(554, 'Looks like spam');
    });
    await write(sut, verify('grey', 'grey@acme.example'), verify('full', 'full@acme.example'));
    await Promise.all([fail('grey'), fail('full')]);
    const { next_at } = (await rowOf(sut, 'grey'))!;
    expect(Number(next_at)).toBeGreaterThan(Date.now() - 1000);
    await dueNow(/^(grey|full)$/);
    await Promise.all([reaches('grey', 'sent'), reaches('full', 'sent')]);
    expect(smtp.to('grey@acme.example')).toHaveLength(1);
    expect(await rowOf(sut, 'grey')).toMatchObject({ attempts: 2 });
    expect(smtp.to('full@acme.example')).toHaveLength(1);
  });

  it('gives up after a week', async () => {
    const { open, opened } = gate();
    smtp.onRecipient('old@acme.example', async (attempt) => {
      await opened;
      throw smtpError(451, `Not now ${attempt}`);
    });
    await write(sut, verify('old', 'old@acme.example'));
    await sut.master
      .collection('outbox')
      .updateOne({ key: 'old' }, { $set: { created_at: new Date(Date.now() - 8 * 86_400_000) } });
    open();
    await reaches('old', 'failed');
  });

  it('keeps others and the writer going while one mail takes long', async () => {
    const { open, opened } = gate();
    smtp.onData('slow@acme.example', () => opened);
    await write(sut, verify('slow', 'slow@acme.example'));
    const others = Array.from({ length: 20 }, (_, i) => `quick${i}@acme.example`);
    await write(sut, ...others.map((to) => verify(to, to)));
    await Promise.all(others.map((to) => smtp.waitFor(to)));
    expect([smtp.to('slow@acme.example'), await stateOf('slow')]).toEqual([[], 'pending']);
    open();
    await reaches('slow', 'sent');
    expect(smtp.to('slow@acme.example')).toHaveLength(1);
  });

  it('loses nothing while the server is away, and never holds up the writer', async () => {
    await smtp.stop();
    const all = Array.from({ length: 30 }, (_, i) => `away${i}@acme.example`);
    for (const to of all) await write(sut, verify(to, to)); // waits for no delivery
    const outbox = sut.master.collection('outbox');
    const tried = () => outbox.countDocuments({ key: /^away/, last_error: { $exists: true } });
    await until(async () => (await tried()) > 0, 30_000, 'a try');
    expect(await tried()).toBeLessThan(all.length); // an outage is not tried out on every mail
    await smtp.start();
    await clock.advance(60_000); // the pause of all mails is over
    await dueNow(/^away/);
    for (const to of all) expect(await smtp.waitFor(to)).toHaveLength(1);
  });

  it('delivers what a dead worker held, when its lease has ended', async () => {
    const held = (key: string, ms: number) => ({
      key,
      to: `${key}@acme.example`,
      template: 'verify_email',
      data: verify(key, 'x').data,
      state: 'pending',
      attempts: 1,
      next_at: new Date(Date.now() + ms),
      lease_owner: 'dead',
      message_id: `<${key}@rowhouse.example>`,
      created_at: new Date(),
    });
    await sut.master.collection('outbox').insertMany([held('dead', -1), held('dying', 60_000)]);
    expect((await smtp.waitFor('dead@acme.example'))[0].mail.messageId).toBe('<dead@rowhouse.example>');
    await afterwards('after-dead');
    expect(smtp.to('dying@acme.example')).toEqual([]);
    await dueNow(/^dying$/);
    await smtp.waitFor('dying@acme.example');
  });

  it('delivers once with two workers, and finishes what it holds when one stops', async () => {
    const twin = await sut.twin();
    const { open, opened } = gate();
    smtp.onData('last@acme.example', () => opened);
    const all = Array.from({ length: 100 }, (_, i) => `twin${i}@acme.example`);
    for (let i = 0; i < all.length; i += 20)
      await write(twin, ...all.slice(i, i + 20).map((to) => verify(to, to)));
    await until(
      async () =>
        (await sut.master.collection('outbox').countDocuments({ key: /^twin/, state: 'sent' })) === 100,
      15_000,
      '100 mails',
    );
    expect(all.map((to) => smtp.to(to).length).filter((count) => count !== 1)).toEqual([]);
    await write(twin, ...Array.from({ length: 10 }, (_, i) => verify(`last${i}`, 'last@acme.example')));
    await until(() => (smtp.attempts.get('last@acme.example') ?? 0) > 4, 30_000, 'mails on their way');
    const stopping = twin.stop();
    open();
    await stopping;
    await until(() => smtp.to('last@acme.example').length >= 10, 30_000, 'the last mails');
    await afterwards('after-last');
    expect(smtp.to('last@acme.example')).toHaveLength(10);
  });

  it('shows no mail, because mails are sent', async () => {
    expect((await sut.call('GET', '/v1/dev/mails')).status).toBe(404);
  });
});

describe('mail without MAIL_URL', () => {
  const warnings: [line: string, fields?: object][] = [];
  beforeAll(() => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation((...line) => void warnings.push(line as never));
  });
  afterEach(() => warnings.splice(0));
  afterAll(() => jest.restoreAllMocks());

  it('is kept and shown with its link, whatever Host a request claims', async () => {
    const sut = await startTestApp(SETTINGS);
    try {
      await write(sut, verify('kept', 'ada@acme.example'), invite('later', 'bob@acme.example', '<b>{{x}}'));
      await until(async () => (await rowOf(sut, 'later'))?.['state'] === 'kept', 30_000, 'both to be kept');
      await until(async () => (await rowOf(sut, 'kept'))?.['state'] === 'kept', 30_000, 'both to be kept');
      const link = 'https://rowhouse.example/verify?token=secret-kept';
      expect(warnings).toContainEqual([
        'mail kept (no MAIL_URL): verify_email to ada@acme.example',
        { link },
      ]);
      const headers = {
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'http',
        host: 'evil.example',
      };
      const { status, body } = await sut.call<{ items: Record<string, string>[] }>('GET', '/v1/dev/mails', {
        headers,
      });
      expect(status).toBe(200);
      expect(body.items.map(({ to }) => to)).toEqual(['bob@acme.example', 'ada@acme.example']);
      expect(body.items[1]).toEqual({
        id: expect.any(String),
        to: 'ada@acme.example',
        template: 'verify_email',
        subject: 'Confirm your e-mail address',
        link,
        text: expect.stringContaining(link),
        html: expect.stringContaining(link),
        created_at: expect.any(String),
      });
      expect(JSON.stringify(body)).not.toContain('evil.example');
      expect(body.items[0]['html']).toContain('&lt;b&gt;{{x}}');
    } finally {
      await sut.stop();
    }
  });

  it('shows nothing in production, neither in the log nor to anybody', async () => {
    const sut = await startTestApp({
      ...SETTINGS,
      NODE_ENV: 'production',
      SECRET_KEY: 'k3y-for-one-test-only-0123456789-abcdef',
    });
    try {
      await write(sut, verify('kept', 'ada@acme.example'));
      await until(async () => (await rowOf(sut, 'kept'))?.['state'] === 'kept', 30_000, 'it to be kept');
      expect(warnings).toContainEqual(['MAIL_URL is not set: no mail will be sent']);
      expect(JSON.stringify(warnings)).not.toMatch(/secret-kept|ada@/);
      expect(JSON.stringify(await rowOf(sut, 'kept'))).not.toContain('secret-kept');
      const shown = await sut.call('GET', '/v1/dev/mails');
      expect([shown.status, shown.body['code']]).toEqual([404, 'mail.not_kept']);
    } finally {
      await sut.stop();
    }
  });
});
