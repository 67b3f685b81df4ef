import { Types } from 'mongoose';

/** A new ObjectId as 24 hexadecimal digits. */
export function newId(): string {
  return new Types.ObjectId().toHexString();
}
