import { Decimal128 } from '../../database/bson-types.js';
import { decimalText, plainDecimal } from './decimals.js';

const bytesOf = (value: Decimal128): string => Buffer.from(value.bytes).toString('hex');

describe('plainDecimal', () => {
  const texts = [
    '0',
    '-0',
    '0.00',
    '-0.10',
    '000012.50',
    '1',
    '-1',
    '9'.repeat(34),
    `-${'9'.repeat(34)}`,
    `0.${'9'.repeat(33)}`,
    `1.${'0'.repeat(33)}`,
    '18446744073709551616',
    '18446744073709551615.5',
    '12345678901234567.12345678901234567',
  ];

  it.each(texts)('reads %s as the driver does', (text) => {
    const read = plainDecimal(text);
    expect(read && bytesOf(read)).toBe(bytesOf(Decimal128.fromString(text)));
  });

  it('reads what is thrown as the driver does', () => {
    const digits = () =>
      String(Math.random())
        .replace(/\D/g, '')
        .slice(1, 1 + Math.ceil(Math.random() * 16));
    for (let n = 0; n < 5000; n++) {
      const text = `${n % 2 ? '-' : ''}${digits() || '0'}${n % 3 ? `.${digits() || '0'}` : ''}`;
      const read = plainDecimal(text);
      expect([text, read && bytesOf(read)]).toEqual([text, bytesOf(Decimal128.fromString(text))]);
    }
  });

  it.each(['', '.5', '1.', '+1', '1e3', 'NaN', 'Infinity', '9'.repeat(35), `10.${'0'.repeat(33)}`, ' 1'])(
    'leaves %p to the driver',
    (text) => expect(plainDecimal(text)).toBeUndefined(),
  );
});

describe('decimalText', () => {
  const written = (value: Decimal128) => decimalText(Buffer.from(value.bytes), 0);

  it.each([
    '0',
    '-0',
    '0.00',
    '0E-6176',
    '0E+3',
    '0.000001',
    '0.0000001',
    '-12.50',
    '1E+2',
    '9007199254740991',
    '9007199254740992',
    '18446744073709551616',
    '1000000000000000000000000000000000',
    '-9.999999999999999999999999999999999E+6144',
    '1E-6176',
    '0.000001234567890123456789012345678901234',
    'NaN',
    'Infinity',
    '-Infinity',
  ])('writes %s as the driver does', (text) => {
    const value = Decimal128.fromString(text);
    expect(written(value)).toBe(value.toString());
  });

  it('writes any bytes as the driver does', () => {
    for (let n = 0; n < 20_000; n++) {
      const bytes = Buffer.from(Array.from({ length: 16 }, () => Math.floor(Math.random() * 256)));
      if (n % 4 > 0) bytes.writeUInt16LE(0x3040 - 2 * (n % 40) + (n % 3 ? 0x8000 : 0), 14);
      if (n % 4 > 1) bytes.fill(0, 2 + (n % 12), 14);
      const value = new Decimal128(bytes);
      expect([bytes.toString('hex'), decimalText(Buffer.concat([bytes.subarray(0, 3), bytes]), 3)]).toEqual([
        bytes.toString('hex'),
        value.toString(),
      ]);
    }
  });
});
