import { registerDecorator } from 'class-validator';

/** Bytes of the object as JSON. */
const MAX_BYTES = 16 * 1024;
/** Objects and arrays inside each other, the object itself included. */
const MAX_DEPTH = 5;
/** What MongoDB reads as an operator or a path. */
const KEY_FAULT = /[$.]|^$/;

/** A small JSON object that is kept as it is. `label` opens its messages. */
export const IsJsonObject =
  (label: string): PropertyDecorator =>
  (target, property) => {
    registerDecorator({
      name: 'jsonObject',
      target: target.constructor,
      propertyName: String(property),
      options: { message: ({ value }) => objectFault(value, label) ?? '' },
      validator: { validate: (value: unknown) => objectFault(value, label) === null },
    });
  };

export function objectFault(value: unknown, label: string): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return `${label} must be an object`;
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_BYTES) return `${label} must have at most 16 kB`;
  return insideFault(value, label, 1);
}

function insideFault(value: object, label: string, depth: number): string | null {
  if (depth > MAX_DEPTH) return `${label} must have at most ${MAX_DEPTH} levels`;
  for (const [key, item] of Object.entries(value) as [string, unknown][]) {
    if (!Array.isArray(value) && KEY_FAULT.test(key))
      return `${label} must have no empty key and none with $ or .`;
    const fault = typeof item === 'object' && item !== null ? insideFault(item, label, depth + 1) : null;
    if (fault !== null) return fault;
  }
  return null;
}
