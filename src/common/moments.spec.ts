import { type Edge, readMoment } from './moments.js';

const read = (text: string, edge: Edge = 'from', epoch = false): string => {
  const found = readMoment(text, edge, { epoch });
  return 'moment' in found ? found.moment.toISOString() : found.fault;
};
const FORMS = 'must be a date such as 2026-01-30, or a moment with its zone such as 2026-01-30T12:00:00Z';

describe('readMoment', () => {
  it.each<[string, Edge, string]>([
    ['2026-01-30', 'from', '2026-01-30T00:00:00.000Z'],
    ['2026-01-30', 'to', '2026-01-31T00:00:00.000Z'],
    ['2024-02-29', 'to', '2024-03-01T00:00:00.000Z'],
    ['2026-12-31', 'to', '2027-01-01T00:00:00.000Z'],
    ['2026-01-30T12:00Z', 'to', '2026-01-30T12:00:00.000Z'],
    ['2026-01-30T12:00:05.5Z', 'from', '2026-01-30T12:00:05.500Z'],
    ['2026-01-30T12:00:05.123456789+05:30', 'from', '2026-01-30T06:30:05.123Z'],
    ['2026-01-30T00:00:00-01:00', 'from', '2026-01-30T01:00:00.000Z'],
  ])('%s as %s is %s', (text, edge, moment) => expect(read(text, edge)).toBe(moment));

  it.each([
    'abc 1',
    '-1',
    '1',
    '2025',
    '20250101',
    '2025-1-1',
    '2025-01',
    '01/02/2025',
    'now',
    '',
    ' ',
    '1e12',
    '2025-01-01T',
    '2025-01-01T24:00Z',
    '2025-01-01T12:60Z',
    '2025-01-01T12:00:60Z',
    '2025-01-01T12Z',
    '2025-01-01 12:00Z',
    '2025-01-01T12:00+1',
    '2025-01-01T12:00+25:00',
    '+002025-01-01',
    '2025-01-01\n',
    '1735689600000',
    'Wed, 01 Jan 2025 00:00:00 GMT',
  ])('%j is none', (text) => expect(read(text)).toBe(FORMS));

  it.each(['2025-02-30', '2025-13-01', '2025-00-10', '2025-02-29', '2025-04-31T12:00:00Z', '2025-01-00'])(
    '%s is no day',
    (text) => expect(read(text)).toBe('is a day that the calendar does not have'),
  );

  it('asks for a zone, and for an escaped +', () => {
    expect(read('2026-11-28T12:00')).toBe(
      'needs a zone: Z, or an offset such as +01:00 (in a query %2B01:00)',
    );
    expect(read('2026-11-28T12:00:00 01:00')).toBe(
      'has a blank before its offset: write + as %2B in a query',
    );
  });

  it('takes milliseconds where it is told to, but neither seconds nor years', () => {
    expect(read('1735689600000', 'to', true)).toBe('2025-01-01T00:00:00.000Z');
    for (const text of ['1735689600', '2025', '20250101', '-1', '0', '1'.repeat(15)]) {
      expect([text, read(text, 'from', true)]).toEqual([text, `${FORMS}, or milliseconds since 1970`]);
    }
  });
});
