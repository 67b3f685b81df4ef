import { Decimal128 } from '../../database/bson-types.js';
import { plainDecimal } from './decimals.js';

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
