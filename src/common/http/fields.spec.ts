import { fc } from '../../../test/support/property.js';
import { DtoPipe } from './body.pipe.js';
import { IsDisplayName, IsEmailAddress, IsPassword, IsText, MayBeAbsent, MayBeEmpty } from './fields.js';

class SampleDto {
  @IsDisplayName('name')
  name: string;

  @IsEmailAddress('email')
  email: string;

  @IsPassword('password')
  password: string;

  @MayBeAbsent()
  @IsText('note', 5)
  note?: string;

  @MayBeEmpty()
  @IsText('phone', 5)
  phone?: string;
}

const VALID = { name: 'Acme', email: 'A@B.example', password: 'p' };
const pipe = new DtoPipe();
const read = (body: unknown) => pipe.transform(body, { type: 'body', metatype: SampleDto });
const faults = (body: unknown): Promise<unknown> =>
  read(body).then(
    () => ({}),
    (error: { details?: { errors?: unknown } }) => error.details?.errors ?? error,
  );

describe('the fields of a body', () => {
  it('are trimmed, made canonical, and unknown ones dropped', async () => {
    const dto = await read({
      ...VALID,
      name: ' Cafe\u0301 ',
      note: null,
      phone: '',
      role: 'owner',
      toString: 1,
    });
    expect(dto).toBeInstanceOf(SampleDto);
    expect({ ...(dto as object) }).toEqual({
      name: 'Caf\u00e9',
      email: 'a@b.example',
      password: 'p',
      note: undefined,
      phone: undefined,
    });
  });

  it('have one message each', async () => {
    expect(await faults({})).toEqual({
      name: 'name is required',
      email: 'email is required',
      password: 'password is required',
    });
    expect(await faults({ ...VALID, note: 'longer' })).toEqual({ note: 'note is invalid' });
    expect(await faults({ ...VALID, note: 5 })).toEqual({ note: 'note is invalid' });
    expect(await faults({ ...VALID, note: '', phone: 'longer' })).toEqual({
      note: 'note is required',
      phone: 'phone is invalid',
    });
  });

  it.each([[[]], ['text'], [5], [true], [null]])('are those of an object, not of %j', async (body) => {
    expect(await faults(body)).toEqual({ body: 'Request body must be a JSON object' });
  });

  it('never fail in another way than by a message, whatever is in them', async () => {
    const body = fc.record(
      { name: fc.anything(), email: fc.anything(), password: fc.anything(), note: fc.anything() },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(body, async (one) => {
        const found = (await faults(JSON.parse(JSON.stringify(one) ?? '{}'))) as Record<string, unknown>;
        for (const [field, message] of Object.entries(found)) {
          expect(['name', 'email', 'password', 'note']).toContain(field);
          expect(message).toMatch(new RegExp(`^${field} `));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('take no name that people cannot see or tell apart from another', async () => {
    for (const code of [0, 9, 10, 13, 0x7f, 0x85, 0x200e, 0x202e, 0x2028, 0x2066, 0x2069, 0xe000, 0xfeff]) {
      const name = `Ac${String.fromCodePoint(code)}me`;
      expect([code, await faults({ ...VALID, name })]).toEqual([
        code,
        { name: 'name contains characters that cannot be shown' },
      ]);
    }
    expect(await faults({ ...VALID, name: 'x'.repeat(101) })).toEqual({
      name: 'name must have at most 100 characters',
    });
    expect(await faults({ ...VALID, name: '😀'.repeat(99) + 'a' })).toEqual({});
  });
});
