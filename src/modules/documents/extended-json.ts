import {
  Binary,
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
} from '../../database/bson-types.js';
import { isInt64 } from '../../common/json-numbers.js';
import { plainDecimal } from './decimals.js';
import { dateOf } from './extended-dates.js';

/** A BSON value that plain JSON cannot say, or undefined when an object is no exact, well-formed wrapper. */
type Reader = (object: Fields) => unknown;
type Fields = Readonly<Record<string, unknown>>;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/;
const UINT32 = 0xffffffff;
/** What MongoDB compiles (PCRE2), in the order in which BSON wants them. */
const REGEX_OPTIONS = /^i?l?m?s?u?x?$/;

/** Extended JSON v2, both of its formats, by the keys of a wrapper in the order of the alphabet. */
const READERS = new Map<string, Reader>([
  ['$oid', ({ $oid }) => (isText($oid, /^[0-9a-f]{24}$/i) ? new ObjectId($oid) : undefined)],
  ['$date', ({ $date }) => dateOf(plainLong($date))],
  ['$numberInt', ({ $numberInt }) => int32($numberInt)],
  ['$numberLong', ({ $numberLong }) => int64($numberLong)],
  ['$numberDouble', ({ $numberDouble }) => double($numberDouble)],
  ['$numberDecimal', ({ $numberDecimal }) => decimal($numberDecimal)],
  ['$binary', ({ $binary }) => binary($binary)],
  ['$binary $type', ({ $binary, $type }) => binary({ base64: $binary, subType: $type })],
  ['$uuid', ({ $uuid }) => (typeof $uuid === 'string' && UUID.isValid($uuid) ? uuid($uuid) : undefined)],
  ['$timestamp', ({ $timestamp }) => timestamp($timestamp)],
  ['$regularExpression', ({ $regularExpression }) => regex($regularExpression)],
  ['$symbol', ({ $symbol }) => (isText($symbol) ? new BSONSymbol($symbol) : undefined)],
  ['$code', ({ $code }) => (isText($code) ? new Code($code) : undefined)],
  ['$minKey', ({ $minKey }) => (Number($minKey) === 1 ? new MinKey() : undefined)],
  ['$maxKey', ({ $maxKey }) => (Number($maxKey) === 1 ? new MaxKey() : undefined)],
  ['$id $ref', ({ $ref, $id }) => reference($ref, $id)],
  ['$db $id $ref', ({ $ref, $id, $db }) => (isText($db) ? reference($ref, $id, $db) : undefined)],
]);

const COMPARABLE = new Set(
  '$oid $date $numberInt $numberLong $numberDouble $numberDecimal $binary $type $uuid $timestamp $minKey $maxKey'.split(
    ' ',
  ),
);

/**
 * The BSON value that a wrapper such as `{"$date": …}` stands for, or undefined. Only an object that has exactly
 * the keys of a wrapper and a value of its form is one; the result is data, never an operator.
 */
export function unwrapped(object: Fields, keys: readonly string[] = Object.keys(object)): unknown {
  if (keys.length === 1) return READERS.get(keys[0])?.(object);
  if (keys.length === 0 || keys.length > 3) return undefined;
  return READERS.get([...keys].sort().join(' '))?.(object);
}

/** A key that makes a wrapper, well-formed or not. */
export const isWrapperKey = (key: string): boolean => READERS.has(key);

/**
 * What a filter compares with. Not regular expressions and code, which a filter would run, nor the rest that has no
 * order.
 */
export function comparable(object: Fields): unknown {
  const kept = COMPARABLE.has(Object.keys(object)[0] ?? '') ? unwrapped(object) : undefined;
  return kept instanceof DBRef ? undefined : kept;
}

/** `$code` with `$scope`: its scope is a document, so what walks documents reads it. */
export function scoped(object: Fields): { code: string; scope: Fields } | undefined {
  const { $code, $scope } = object;
  const isScoped = Object.keys(object).length === 2 && isText($code) && isFields($scope);
  return isScoped ? { code: $code, scope: $scope } : undefined;
}

function isText(value: unknown, pattern?: RegExp): value is string {
  return typeof value === 'string' && (pattern === undefined || pattern.test(value));
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** `{"$numberLong": "5"}` as the number a date is made of. */
function plainLong(value: unknown): unknown {
  if (!isFields(value) || Object.keys(value).join() !== '$numberLong') return value;
  return int64(value['$numberLong'])?.toBigInt();
}

function int32(value: unknown): Int32 | undefined {
  if (!isText(value, /^-?\d{1,10}$/)) return undefined;
  const number = Number(value);
  return number === (number | 0) ? new Int32(number) : undefined;
}

function int64(value: unknown): Long | undefined {
  return isText(value, /^-?\d{1,19}$/) && isInt64(value) ? Long.fromString(value) : undefined;
}

function double(value: unknown): Double | undefined {
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return new Double(Number(value));
  if (!isText(value, /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? new Double(number) : undefined;
}

function decimal(value: unknown): Decimal128 | undefined {
  if (typeof value !== 'string' || value.length > 200) return undefined;
  const plain = plainDecimal(value);
  if (plain !== undefined) return plain;
  try {
    return Decimal128.fromString(value);
  } catch {
    return undefined; // more digits than it holds, or no number
  }
}

function binary(value: unknown): Binary | undefined {
  if (!isFields(value) || Object.keys(value).sort().join() !== 'base64,subType') return undefined;
  const { base64, subType } = value;
  if (!isText(base64, BASE64) || !isText(subType, /^[0-9a-f]{1,2}$/i)) return undefined;
  return new Binary(Buffer.from(base64, 'base64'), parseInt(subType, 16));
}

function uuid(text: string): Binary {
  return new Binary(new UUID(text).buffer, Binary.SUBTYPE_UUID);
}

function timestamp(value: unknown): Timestamp | undefined {
  if (!isFields(value) || Object.keys(value).sort().join() !== 'i,t') return undefined;
  const { t, i } = value;
  return isUint32(t) && isUint32(i) ? new Timestamp({ t, i }) : undefined;
}

function isUint32(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= UINT32;
}

function regex(value: unknown): BSONRegExp | undefined {
  if (!isFields(value) || Object.keys(value).sort().join() !== 'options,pattern') return undefined;
  const { pattern, options } = value;
  // BSON ends a pattern at U+0000.
  if (!isText(pattern, /^[^\0]*$/) || !isText(options)) return undefined;
  const sorted = [...options].sort().join('');
  return REGEX_OPTIONS.test(sorted) ? new BSONRegExp(pattern, sorted) : undefined;
}

/** A DBRef's id is a scalar or a wrapper; a reference to a reference is none. */
function reference($ref: unknown, $id: unknown, $db?: string): DBRef | undefined {
  if (!isText($ref) || $ref === '' || $id === undefined || Array.isArray($id)) return undefined;
  const id = isFields($id) ? unwrapped($id) : $id;
  return id === undefined || id instanceof DBRef ? undefined : new DBRef($ref, id as ObjectId, $db);
}
