import { AppError } from '../../common/errors/app-error.js';

/** Each level of a patch is six of BSON's, which ends at 200 (maxBSONDepth). */
const MAX_DEPTH = 20;

/** Each is looked up in the document, which MongoDB does by walking over its fields. */
const MAX_OBJECTS = 500;
/** Keys of the patch and of the objects in it. */
const MAX_KEYS = 10_000;

type Patch = Readonly<Record<string, unknown>>;

/**
 * A JSON Merge Patch (RFC 7396) as an update pipeline, so that the server applies it in one atomic command
 * and concurrent patches of different fields lose nothing. First it merges what is set, which also makes an object
 * of everything that is patched inside; then one $unset removes the keys, each looked up once.
 * @param patch keys checked: none starts with `$` or contains a dot
 * @throws AppError document.invalid when the patch is nested too deeply or has too many keys
 */
export function mergePatch(patch: Patch): Record<string, unknown>[] {
  return new Merge().pipeline(patch);
}

class Merge {
  private readonly removed: string[] = [];
  private objects = 0;
  private keys = 0;

  pipeline(patch: Patch): Record<string, unknown>[] {
    const merge = { $replaceWith: this.merged('$$ROOT', patch, []) };
    return this.removed.length === 0 ? [merge] : [merge, { $unset: this.removed }];
  }

  /** The value at `target` with the patch applied; what is no object counts as an empty one (RFC 7396, section 2). */
  private merged(target: string, patch: Patch, path: readonly string[]): unknown {
    this.count(path.length, Object.keys(patch).length);
    const values: Record<string, unknown> = {};
    const patched: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(patch)) {
      const here = [...path, key];
      if (value === null) this.removed.push(here.join('.'));
      else if (isObject(value)) patched[key] = this.merged(`$$it.${key}`, value, here);
      else values[key] = value;
    }
    return {
      $let: {
        vars: { it: { $cond: [{ $eq: [{ $type: target }, 'object'] }, target, {}] } },
        in: { $mergeObjects: ['$$it', { $literal: values }, patched] },
      },
    };
  }

  private count(depth: number, keys: number): void {
    this.keys += keys;
    this.objects++;
    if (depth === MAX_DEPTH) throw invalidPatch(`at most ${MAX_DEPTH} levels`);
    if (this.keys > MAX_KEYS) throw invalidPatch(`at most ${MAX_KEYS} keys`);
    if (this.objects > MAX_OBJECTS) throw invalidPatch(`at most ${MAX_OBJECTS} objects`);
  }
}

function invalidPatch(most: string): AppError {
  return new AppError('document.invalid', { errors: { body: `A patch must have ${most}` } });
}

/** Not one of the classes of BSON values, which are set whole. */
function isObject(value: unknown): value is Patch {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
