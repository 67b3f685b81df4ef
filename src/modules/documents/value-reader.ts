import { AppError } from '../../common/errors/app-error.js';
import { ExactInteger, UnkeptNumber } from '../../common/json-numbers.js';
import { Code, Long } from '../../database/bson-types.js';
import { isWrapperKey, scoped, unwrapped } from './extended-json.js';

export type Fields = Record<string, unknown>;

/** Which of the objects of a parsed body are what. */
export interface ReadingRules {
  /** Wrappers of extended JSON are read; else their `$` is a fault like any other. */
  extended: boolean;
  /** Why a key may not be stored, or null. */
  keyFault: (key: string) => string | null;
}

/** Characters of a path that an error repeats. */
const MAX_SHOWN_PATH = 200;
const DOLLAR = 0x24;

/**
 * Reads a parsed JSON body into what is stored: checks every key and number and turns wrappers into BSON values, in
 * one walk and in place. Recursive: the JSON parser has bounded the depth.
 */
export class ValueReader {
  private readonly path: (string | number)[] = [];

  constructor(private readonly rules: ReadingRules) {}

  /** @throws AppError document.invalid naming the path */
  field(key: string, value: unknown): unknown {
    this.checkKey(key);
    if (typeof value !== 'object' || value === null) return value;
    this.path.push(key);
    const read = this.value(value);
    this.path.pop();
    return read;
  }

  /** @throws AppError document.invalid naming the path */
  refuse(message: string, ...inner: string[]): never {
    const path = [...this.path, ...inner].join('.').slice(0, MAX_SHOWN_PATH);
    throw new AppError('document.invalid', { errors: { [path]: message } });
  }

  private value(value: object): unknown {
    if (Array.isArray(value)) return this.array(value);
    if (value instanceof ExactInteger) return Long.fromString(value.text);
    if (value instanceof UnkeptNumber) return this.refuse(value.message);
    if (value instanceof Map) return this.map(value as Map<string, unknown>);
    return this.object(value as Fields);
  }

  private array(items: unknown[]): unknown[] {
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (typeof item !== 'object' || item === null) continue;
      this.path.push(i);
      items[i] = this.value(item);
      this.path.pop();
    }
    return items;
  }

  private object(object: Fields): unknown {
    const keys = Object.keys(object);
    if (this.rules.extended && keys[0]?.charCodeAt(0) === DOLLAR) {
      const kept = unwrapped(object, keys) ?? this.code(object);
      if (kept !== undefined) return kept;
      if (keys.length === 1 && isWrapperKey(keys[0]) && this.rules.keyFault(keys[0]) !== null) {
        this.refuse(`${keys[0]} is not well-formed extended JSON`, keys[0]);
      }
    }
    // As properties these would be another thing than a field: for the driver, or for JavaScript.
    if (keys.includes('_bsontype') || keys.includes('__proto__'))
      return this.map(new Map(Object.entries(object)));
    for (const key of keys) object[key] = this.field(key, object[key]);
    return object;
  }

  private map(map: Map<string, unknown>): Map<string, unknown> {
    for (const [key, value] of map) map.set(key, this.field(key, value));
    return map;
  }

  private code(object: Fields): Code | undefined {
    const found = scoped(object);
    if (found === undefined) return undefined;
    this.path.push('$scope');
    const scope = this.object(found.scope) as Fields;
    this.path.pop();
    return new Code(found.code, scope);
  }

  private checkKey(key: string): void {
    const fault = this.rules.keyFault(key);
    if (fault !== null) this.refuse(fault, key);
  }
}
