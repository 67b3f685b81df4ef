import { AppError } from '../../common/errors/app-error.js';

/** Each level of a patch is six of BSON's, which ends at 200 (maxBSONDepth). */
const MAX_DEPTH = 20;

type Patch = Readonly<Record<string, unknown>>;

/**
 * A JSON Merge Patch (RFC 7396) as an update pipeline, so that the server applies it in one atomic command
 * and concurrent patches of different fields lose nothing.
 * @param patch keys checked: none starts with `$` or contains a dot
 * @throws AppError document.invalid when the patch is nested too deeply
 */
export function mergePatch(patch: Patch): { $replaceWith: unknown }[] {
  return [{ $replaceWith: merged('$$ROOT', patch, 1) }];
}

/** The value at `target` with the patch applied; what is no object counts as an empty one (RFC 7396, section 2). */
function merged(target: string, patch: Patch, depth: number): unknown {
  if (depth > MAX_DEPTH) {
    throw new AppError('document.invalid', {
      errors: { body: `A patch must have at most ${MAX_DEPTH} levels` },
    });
  }
  const removed: string[] = [];
  const changed: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) removed.push(key);
    else changed[key] = isObject(value) ? merged(`$$it.${key}`, value, depth + 1) : { $literal: value };
  }
  const kept = removed.length === 0 ? '$$it' : without(removed);
  return {
    $let: {
      vars: { it: { $cond: [{ $eq: [{ $type: target }, 'object'] }, target, {}] } },
      in: { $mergeObjects: [kept, changed] },
    },
  };
}

function without(keys: string[]): unknown {
  const fields = { $objectToArray: '$$it' };
  const isKept = { $not: { $in: ['$$this.k', { $literal: keys }] } };
  return { $arrayToObject: { $filter: { input: fields, cond: isKept } } };
}

function isObject(value: unknown): value is Patch {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
