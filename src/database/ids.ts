import { Types } from 'mongoose';

/** A new ObjectId as 24 hexadecimal digits. */
export function newId(): string {
  return new Types.ObjectId().toHexString();
}

/** Whether a value has the form of an id: 24 hexadecimal digits in lower case. */
export const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{24}$/.test(value);
