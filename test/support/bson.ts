import {
  Binary,
  BSON,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from 'mongodb';
import { fc } from './property.js';

/** A document as the bytes that the server keeps. */
export const serialize = (document: object): Buffer => Buffer.from(BSON.serialize(document));

export const OID = '507f1f77bcf86cd799439011';

/** What each type is in each way of writing: standard, plain, relaxed, canonical. */
export const TYPES: [string, unknown, string, string, string, string][] = [
  ['double', 1.5, '1.5', '1.5', '1.5', '{"$numberDouble":"1.5"}'],
  ['wholeDouble', new Double(1), '1', '1', '1.0', '{"$numberDouble":"1.0"}'],
  ['negativeZero', new Double(-0), '-0.0', '-0.0', '-0.0', '{"$numberDouble":"-0.0"}'],
  ...(['NaN', 'Infinity', '-Infinity'] as const).map((text): (typeof TYPES)[number] => {
    const wrapped = `{"$numberDouble":"${text}"}`;
    return [text, Number(text), wrapped, `"${text}"`, wrapped, wrapped];
  }),
  ['text', 'ü"\n', '"ü\\"\\n"', '"ü\\"\\n"', '"ü\\"\\n"', '"ü\\"\\n"'],
  ['int32', new Int32(7), '7', '7', '7', '{"$numberInt":"7"}'],
  ['long', Long.fromString('5'), '5', '5', '5', '{"$numberLong":"5"}'],
  [
    'bigLong',
    Long.fromString('9007199254740993'),
    '9007199254740993',
    '9007199254740993',
    '{"$numberLong":"9007199254740993"}',
    '{"$numberLong":"9007199254740993"}',
  ],
  same('decimal', Decimal128.fromString('1.10'), '{"$numberDecimal":"1.10"}', '"1.10"'),
  same('oid', new ObjectId(OID), `{"$oid":"${OID}"}`, `"${OID}"`),
  [
    'date',
    new Date('2026-01-30T12:00:00.000Z'),
    '{"$date":"2026-01-30T12:00:00.000Z"}',
    '"2026-01-30T12:00:00.000Z"',
    '{"$date":"2026-01-30T12:00:00.000Z"}',
    '{"$date":{"$numberLong":"1769774400000"}}',
  ],
  [
    'oldDate',
    new Date(-1),
    '{"$date":{"$numberLong":"-1"}}',
    '"1969-12-31T23:59:59.999Z"',
    '{"$date":{"$numberLong":"-1"}}',
    '{"$date":{"$numberLong":"-1"}}',
  ],
  same('binary', new Binary(Buffer.from('x'), 0), '{"$binary":{"base64":"eA==","subType":"00"}}', '"eA=="'),
  same(
    'uuid',
    new UUID('3b241101-e2bb-4255-8caf-4136c566a962'),
    '{"$binary":{"base64":"OyQRAeK7QlWMr0E2xWapYg==","subType":"04"}}',
    '"3b241101-e2bb-4255-8caf-4136c566a962"',
  ),
  same(
    'regex',
    new BSONRegExp('a.b', 'i'),
    '{"$regularExpression":{"pattern":"a.b","options":"i"}}',
    '"/a.b/i"',
  ),
  same(
    'timestamp',
    new Timestamp({ t: 7, i: 4294967295 }),
    '{"$timestamp":{"t":7,"i":4294967295}}',
    '"7:4294967295"',
  ),
  same('code', new Code('f()'), '{"$code":"f()"}', '"f()"'),
  same('minKey', new MinKey(), '{"$minKey":1}', '"MinKey"'),
  same('maxKey', new MaxKey(), '{"$maxKey":1}', '"MaxKey"'),
  same('symbol', new BSONSymbol('s'), '{"$symbol":"s"}', '"s"'),
  same(
    'ref',
    new DBRef('people', new ObjectId(OID)),
    `{"$ref":"people","$id":{"$oid":"${OID}"}}`,
    `{"$ref":"people","$id":"${OID}"}`,
  ),
];

function same(name: string, value: unknown, wrapped: string, plain: string): (typeof TYPES)[number] {
  return [name, value, wrapped, plain, wrapped, wrapped];
}

/** The example of the report: one document for each thing that was mangled, or refused on import. */
export const THIRTY_TWO: Record<string, unknown>[] = [
  ...TYPES.map(([name, value]) => ({ _id: name, v: value })),
  { _id: 7, v: 1 },
  { _id: new Double(2.5), v: 1 },
  { _id: Long.fromString('9007199254740993'), v: 1 },
  { _id: new ObjectId(OID), v: 1 },
  { _id: OID, v: 'text' },
  { _id: 'with space', v: 1 },
  { _id: '', v: 1 },
  { _id: 'count', v: 1 },
  { _id: 'a/b', v: 1 },
  { _id: new Date(5), v: 1 },
  { _id: { b: 1, a: [1] }, v: 1 },
  { _id: 'dots', 'a.b': { 'c.d': 1 }, $set: { $inc: 1 }, _rev: 5 },
  { _id: 'order', b: 1, a: { z: 1, y: 2 }, _rev: 'abc' },
  { _id: 'control', '\u0001key': 'boo', '': { constructor: 1 } },
];

export function randomDocument(): fc.Arbitrary<Record<string, unknown>> {
  const text = fc.string({ unit: 'binary', maxLength: 8 });
  const scalar = fc.oneof(
    text,
    fc.integer(),
    fc.double().map((value) => new Double(value)),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => Long.fromBigInt(value)),
    fc.boolean(),
    fc.constant(null),
    fc.date({ noInvalidDate: true }),
    fc.uint8Array({ maxLength: 20 }).map((bytes) => new Binary(bytes, 128)),
    fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
    fc.nat().map((t) => new Timestamp({ t, i: 1 })),
    fc.integer().map((value) => Decimal128.fromString(`${value}E-3`)),
    fc.constantFrom(new MinKey(), new MaxKey(), new BSONRegExp('a', 'im'), new Code('x', { y: 1 })),
  );
  const key = text.filter((name) => !/\0|^_bsontype$|^_id$|^__proto__$/.test(name));
  const { document } = fc.letrec<{ document: Record<string, unknown>; value: unknown }>((tie) => ({
    document: fc.dictionary(key, tie('value'), { maxKeys: 5, noNullPrototype: true }),
    value: fc.oneof(
      { depthSize: 'small' },
      scalar,
      fc.array(tie('value'), { maxLength: 3 }),
      tie('document'),
    ),
  }));
  return document.filter((row) => BSON.calculateObjectSize(row) < 100_000);
}
