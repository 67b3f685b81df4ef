import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import type { Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { htmlOf, MAIL_PAGE_NAMES } from '../../src/surfaces/pages/page-html.js';
import { EN, type PageText } from '../../src/surfaces/pages/texts/en.js';
import {
  ChangePasswordDto,
  CodeDto,
  ForgotPasswordDto,
  ResetPasswordDto,
  UndoChangeDto,
  VerifyOwnEmailDto,
} from '../../src/surfaces/v1/account/account.dto.js';
import { AcceptInvitationDto, InvitationCodeDto } from '../../src/surfaces/v1/invitations/invitations.dto.js';
import { ConfirmMailboxDto, MailConfirmationDto } from '../../src/surfaces/v1/members/members.dto.js';
import { SignInV1Dto } from '../../src/surfaces/v1/sessions/sessions.dto.js';
import { UndeleteByLinkDto } from '../../src/surfaces/v1/undeletes/undeletes.dto.js';

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
  undeletes: [UndeleteByLinkDto],
};

const KEYS = Object.keys(EN) as PageText[];

describe('the words of the pages', () => {
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
    // Of keys, headers and bodies that the script does not send.
    const excluded =
      /^(api_key|idempotency|impersonation)\.|^request\.(malformed|too_|unstorable|unsupported)/;
    const unsaid = [...codes].filter((code) => !(`error.${code}` in EN) && !excluded.test(code));
    expect(unsaid).toEqual([]);
    expect(codes.size).toBeGreaterThan(15);
  });
});
