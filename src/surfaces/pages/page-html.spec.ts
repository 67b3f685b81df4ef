import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { IntlMessageFormat } from 'intl-messageformat';
import { ERROR_DEFAULTS, type ErrorCode } from '../../common/errors/error-codes.js';
import { LOCALES } from '../../common/locales.js';
import {
  ChangePasswordDto,
  CodeDto,
  ForgotPasswordDto,
  ResetPasswordDto,
  UndoChangeDto,
  VerifyOwnEmailDto,
} from '../v1/account/account.dto.js';
import { AcceptInvitationDto, InvitationCodeDto } from '../v1/invitations/invitations.dto.js';
import { ConfirmMailboxDto, MailConfirmationDto } from '../v1/members/members.dto.js';
import { SignInV1Dto } from '../v1/sessions/sessions.dto.js';
import { htmlOf, MAIL_PAGE_NAMES } from './page-html.js';
import { DE } from './texts/de.js';
import { EN, type PageText } from './texts/en.js';

interface OpenApi {
  paths: Record<string, Record<string, { responses: object }>>;
  components: Record<string, Record<string, object>>;
}

/** What the operations behind the forms read. */
const BODIES: Record<string, Type[]> = {
  'email/verify': [VerifyOwnEmailDto],
  'email/change': [CodeDto],
  'credentials/undo': [UndoChangeDto],
  'password/reset': [ResetPasswordDto],
  'password/forgot': [ForgotPasswordDto],
  sessions: [SignInV1Dto, ChangePasswordDto],
  'members/confirm': [ConfirmMailboxDto],
  'members/confirm/link': [MailConfirmationDto],
  'invitations/accept': [AcceptInvitationDto],
  'invitations/decline': [InvitationCodeDto],
};

const KEYS = Object.keys(EN) as PageText[];
/** Of a node of a parsed text: a value is put in here. */
const ARGUMENT = 1;
/** The values of a text, which are all of the simple kind here. */
const argumentsOf = (text: string): string[] =>
  new IntlMessageFormat(text, 'en', undefined, { ignoreTag: true })
    .getAst()
    .flatMap((node) => (Number(node.type) === ARGUMENT && 'value' in node ? [String(node.value)] : []))
    .sort();

describe('the words of the pages', () => {
  it('are complete in every language, with the same arguments and links', () => {
    expect(Object.keys(DE)).toEqual(KEYS);
    for (const key of KEYS) {
      expect([key, argumentsOf(DE[key])]).toEqual([key, argumentsOf(EN[key])]);
      expect([key, DE[key].match(/<[^>]*>/g)]).toEqual([key, EN[key].match(/<[^>]*>/g)]);
    }
  });

  it('find the refusals of the native API by its own words', () => {
    const errors = KEYS.filter((key) => key.startsWith('error.'));
    expect(errors.length).toBeGreaterThan(15);
    for (const key of errors) expect(EN[key]).toBe(ERROR_DEFAULTS[key.slice(6) as ErrorCode][1]);
  });

  it('say everything that a form can be refused with', async () => {
    const face = { name: 'Acme', senderName: 'Acme' };
    const said = new Set<string>(KEYS.filter((key) => key.startsWith('detail.')).map((key) => EN[key]));
    const faults = ['', 'x'.repeat(5000), '\u202E', '!', 'nobody'];
    for (const name of MAIL_PAGE_NAMES) {
      const html = htmlOf(name, { locale: 'en', face, query: '', docs: true });
      for (const [, action, form] of html.matchAll(/<form [^>]*action="..\/v1\/([^"]+)"([^]*?)<\/form>/g)) {
        const fields = [...form.matchAll(/<input[^>]* name="(\w+)"/g)].map(([, field]) => field);
        for (const type of BODIES[action] ?? []) {
          for (const fault of faults) {
            // As the script does: what is empty is left out, and the code of the link comes with it.
            const filled = fault === '' ? [] : [...fields, 'code'].map((field) => [field, fault]);
            const body = plainToInstance(type, Object.fromEntries(filled)) as object;
            const errors = await validate(body, { whitelist: true });
            const messages = errors.flatMap(({ constraints = {} }) => Object.values(constraints));
            expect([name, action, messages.filter((text) => !said.has(text))]).toEqual([name, action, []]);
          }
        }
        expect([name, action, BODIES[action] !== undefined]).toEqual([name, action, true]);
      }
    }
    const policy = readFileSync('src/modules/credentials/password-policy.ts', 'utf8');
    const refusals = [...policy.matchAll(/refuse\([`']([^`']+)/g)].map(([, text]) =>
      text.replace('${MIN_CHARACTERS}', '8').replace('${MAX_BYTES}', '1024'),
    );
    expect(refusals).toHaveLength(3);
    for (const refusal of refusals) expect(said).toContain(refusal);
  });

  it('name every error of those operations that the pages do not exclude', () => {
    const { paths, components } = JSON.parse(readFileSync('openapi.json', 'utf8')) as OpenApi;
    const codesOf = (part: object): string[] =>
      [
        ...JSON.stringify(part).matchAll(
          /"(?:code":"([a-z_.]+)"|\$ref":"#\/components\/(responses|examples)\/(\w+)")/g,
        ),
      ].flatMap(([, code, kind, name]) => (code === undefined ? codesOf(components[kind][name]) : [code]));
    const codes = new Set(
      Object.keys(BODIES).flatMap((action) => codesOf(paths[`/v1/${action}`]['post'].responses)),
    );
    // Of headers and bodies that the script does not send.
    const excluded = /^(idempotency|impersonation)\.|^request\.(malformed|too_|unstorable|unsupported)/;
    const unsaid = [...codes].filter((code) => !(`error.${code}` in EN) && !excluded.test(code));
    expect(unsaid).toEqual([]);
    expect(codes.size).toBeGreaterThan(15);
  });

  it('hold what an organization and the installation are called as text', () => {
    const mean = `<img src=x onerror=alert(1)>'"&`;
    const face = {
      name: mean,
      senderName: mean,
      platform: mean,
      support: `${mean}@acme.example`,
      home: 'https://app.example.com/?a=<"',
      logo: 'https://cdn.example.com/a.png?x="><script>',
    };
    for (const name of MAIL_PAGE_NAMES) {
      for (const locale of LOCALES) {
        const html = htmlOf(name, { locale, face, query: 'org="><script>', docs: true });
        expect(html).toContain(`<html lang="${locale}">`);
        expect(html).not.toMatch(/<img src=x|<script>|onerror=alert\(1\)>|\[object|undefined/);
        expect(html.match(/<script/g)).toHaveLength(1);
      }
    }
  });
});
