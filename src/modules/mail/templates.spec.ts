import { fc } from '../../../test/support/property.js';
import type { MailContent } from './mail.types.js';
import { IntlMessageFormat } from 'intl-messageformat';
import { LOCALES } from '../../common/locales.js';
import { absolute, render } from './templates.js';
import { DE } from './texts/de.js';
import { EN, type MailText } from './texts/en.js';

const SENDER = { name: 'Rowhouse', url: 'https://rowhouse.example/app' };

/** Every template, with a name somebody else chose wherever there is one. */
const emails = (name: string): MailContent[] => [
  { template: 'verify_email', data: { name, link: '/verify?token=t-0', expires_in: 86_400 } },
  { template: 'reset_password', data: { name, link: '/reset?token=t-1&a=b', expires_in: 1800 } },
  { template: 'password_changed', data: { name, link: '/reset', changed_at: new Date(0) } },
  {
    template: 'password_changed',
    data: { name, link: '/undo#code=x', changed_at: new Date(0), undo_within: 259_200 },
  },
  { template: 'change_email', data: { name, link: '/change-email?token=t-3', expires_in: 86_400 } },
  { template: 'email_changed', data: { name, email: 'b@acme.example', changed_at: new Date(0) } },
  {
    template: 'email_changed',
    data: {
      name,
      email: 'b@acme.example',
      changed_at: new Date(0),
      link: '/undo#code=x',
      undo_within: 259_200,
    },
  },
  { template: 'email_in_use', data: { name, link: '/sign-in' } },
  {
    template: 'invitation',
    data: {
      organization: name,
      inviter: name,
      role: name,
      link: '/invitations?token=t-2',
      expires_in: 604_800,
    },
  },
  {
    template: 'api_key_leaked',
    data: { organization: name, key: name, url: 'https://evil.example/x', outcome: 'revoked' },
  },
  { template: 'join_request', data: { organization: name, applicant: name, link: '/members' } },
  { template: 'data_undone', data: { organization: name, at: new Date(0), kept_until: new Date(1e12) } },
  { template: 'backup_failed', data: { organization: name, at: new Date(0), reason: 'store' } },
  {
    template: 'factor_required',
    data: { organization: name, from: new Date(0), is: 'new', link: '/dashboard/account' },
  },
  { template: 'organization_returned', data: { organization: name, missing: 2, link: '/dashboard/sign-in' } },
  { template: 'membership_approved', data: { name, organization: name, link: '/sign-in' } },
  {
    template: 'organization_deleted',
    data: { organization: name, undelete_until: new Date(0), link: '/undelete' },
  },
  {
    template: 'organization_erased',
    data: { organization: name, erased_at: new Date(0), link: '/v1/erasures/certificates/x' },
  },
  { template: 'account_deleted', data: { name, deleted_at: new Date(0) } },
  { template: 'organization_deleted', data: { organization: name } },
  {
    template: 'owner_initial_secret',
    data: { organization: name, secret: 's3cr3t<&>', link: '/sign-in', expires_in: 86_400 },
  },
];

const tagsOf = (html: string): string[] => html.match(/<[^>]*>/g) ?? [];

/** The names that a text asks for, in the order of the alphabet. */
function argumentsOf(text: string): string[] {
  const names = new Set<string>();
  const walk = (nodes: unknown): void => {
    if (Array.isArray(nodes)) nodes.forEach(walk);
    else if (typeof nodes === 'object' && nodes !== null) {
      const { type, value } = nodes as { type?: number; value?: unknown };
      // Literals are of type 0 and the `#` of a plural of type 7.
      if (typeof type === 'number' && type !== 0 && type !== 7) names.add(String(value));
      Object.values(nodes).forEach(walk);
    }
  };
  walk(new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true }).getAst());
  return [...names].sort();
}

describe('the texts', () => {
  it('are complete in every language, with the same arguments', () => {
    expect(Object.keys(DE).sort()).toEqual(Object.keys(EN).sort());
    for (const key of Object.keys(EN) as MailText[]) {
      expect([key, argumentsOf(DE[key])]).toEqual([key, argumentsOf(EN[key])]);
      expect([key, DE[key] === EN[key]]).toEqual([key, false]);
    }
  });

  it('say spans, moments and built-in roles in the language', () => {
    const invitation = emails('Ada').find(({ template }) => template === 'invitation')!;
    const as = (role: string) =>
      ({ ...invitation, data: { ...invitation.data, role, expires_in: 3600 } }) as MailContent;
    expect(render(as('owner'), SENDER, 'de').text).toContain('als Inhaber beizutreten');
    expect(render(as('Chief {x}'), SENDER, 'de').text.replace(/\s+/g, ' ')).toContain(
      'als Chief {x} beizutreten',
    );
    expect(render(as('owner'), SENDER, 'de').text.replace(/\s+/g, ' ')).toContain('gilt 1 Stunde.');
    const changed = emails('Ada').find(({ template }) => template === 'password_changed')!;
    expect(render(changed, SENDER, 'de').text).toContain('1. Januar 1970, 00:00 UTC');
  });
});

describe('the templates', () => {
  it.each(
    LOCALES.flatMap((locale) => emails('Ada').map((email) => [email.template, locale, email] as const)),
  )('%s reads well in %s', (_name, locale, email) => {
    const { subject, text, html, link } = render(email, SENDER, locale);
    expect(html).toContain(`<html lang="${locale}">`);
    expect(subject).toMatch(/^\S.{5,76}\S$/);
    expect(text).not.toMatch(/undefined|\[object|NaN|\n{3}/);
    expect(html).not.toMatch(/undefined|\[object|NaN|<img|src=|https?:\/\/(?!rowhouse\.example)/);
    for (const line of text.split('\n')) {
      if (!line.startsWith('http')) expect(line.length).toBeLessThanOrEqual(78);
    }
    if (link === null) return;
    expect(link).toMatch(/^https:\/\/rowhouse\.example\/app\/\w/);
    expect(text).toContain(`\n${link}\n`);
    expect(html.match(/class="button"/g)).toHaveLength(1);
    expect(html).toContain(`href="${link.replace(/&/g, '&amp;')}"`);
  });

  it('keeps every name out of tags, subjects to 78 characters, and gives a name no link', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom(
        '<script>alert(1)</script>',
        '{{constructor.constructor("alert(1)")()}}',
        '"><img src=x onerror=alert(1)>',
        'http://evil.example/login',
        'evil.example',
        "' onmouseover='x",
        '</title><style>*{display:none}',
        '株'.repeat(10_000),
      ),
    );
    const expected = emails('Ada').map((email) => tagsOf(render(email, SENDER).html));
    fc.assert(
      fc.property(nasty, (name) => {
        emails(name).forEach((email, i) => {
          const { subject, text, html } = render(email, SENDER);
          expect(tagsOf(html)).toEqual(expected[i]);
          expect(subject.length).toBeLessThanOrEqual(78);
          expect(subject).not.toMatch(/\p{Cc}/u);
          expect(text.replaceAll(SENDER.url, '')).not.toMatch(/https?:\/\/|\bevil\.example/);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('shows a secret once in each part, and as text', () => {
    const { text, html } = render(emails('Acme').at(-1)!, SENDER);
    expect(text).toContain('\n    s3cr3t<&>\n');
    expect(html).toContain('<p class="code">s3cr3t&lt;&amp;&gt;</p>');
  });

  it('refuses links that leave the service, and templates it does not know', () => {
    expect(absolute('/verify?token=a b"', SENDER.url)).toBe(
      'https://rowhouse.example/app/verify?token=a%20b%22',
    );
    for (const path of [
      '@evil.example',
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '.evil.example',
      '',
    ]) {
      expect(() => absolute(path, 'https://rowhouse.example')).toThrow(/path/);
    }
    expect(() => render({ template: 'tomorrow', data: {} } as never, SENDER)).toThrow(
      /unknown mail template/,
    );
  });
});
