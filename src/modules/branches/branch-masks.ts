/** What becomes of fields in a branch, or of a whole collection. */
export interface Mask {
  /** `*`: every collection. */
  collection: string;
  /** Paths such as `address.city`, also through arrays. */
  fields?: string[];
  /** `remove`; `null`; `token`: a text that is another one for each document. */
  with?: MaskKind;
  /** No document of the collection is copied. */
  empty?: boolean;
}
export type MaskKind = 'remove' | 'null' | 'token';

const SEGMENT = /^[^$.\0][^.\0]*$/;
/** Stored functions are code, and have no such fields. */
const FUNCTIONS = 'system.js';

/** Why a mask cannot do what it says; undefined: it can. */
export function maskFault({ fields = [], empty = false }: Mask): string | undefined {
  if (empty && fields.length > 0) return 'a collection that stays empty has no fields to mask';
  if (!empty && fields.length === 0) return 'name the fields, or say that the collection stays empty';
  for (const field of fields) {
    const segments = field.split('.');
    if (!segments.every((one) => SEGMENT.test(one))) return `"${field}" is no path of a field`;
    if (segments[0] === '_id') return '_id cannot be masked: leave the collection empty';
    // In a pipeline a number is the name of a field, and no place in an array: it would mask nothing there.
    if (segments.some((one) => /^\d+$/.test(one)))
      return `"${field}" has a place in an array: name the array's fields`;
  }
  const clash = fields.find((one, i) =>
    fields.some((other, j) => i !== j && `${one}.`.startsWith(`${other}.`)),
  );
  return clash === undefined ? undefined : `"${clash}" is named twice, or lies in another field of the list`;
}

/** The stages that each document of a collection passes inside the server. */
export const stagesOf =
  (masks: readonly Mask[]) =>
  (collection: string): object[] =>
    collection === FUNCTIONS
      ? []
      : masks.filter((mask) => mask.collection === '*' || mask.collection === collection).map(stageOf);

function stageOf({ fields = [], with: kind = 'remove', empty = false }: Mask): object {
  if (empty) return { $match: { $nor: [{}] } };
  if (kind === 'remove') return { $unset: fields };
  const value = kind === 'null' ? null : TOKEN;
  return { $set: Object.fromEntries(fields.map((field) => [field, wherePresent(field, value)])) };
}

/** Another one for each document, so that unique indexes hold; of `_id` alone, so that it says nothing of the field. */
const TOKEN = { $concat: ['masked-', { $toString: { $toHashedIndexKey: '$_id' } }] };

const wherePresent = (field: string, value: unknown): object => ({
  $cond: [{ $eq: [{ $type: `$${field}` }, 'missing'] }, '$$REMOVE', value],
});
