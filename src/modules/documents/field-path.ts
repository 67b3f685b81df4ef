import { keyFault } from './document-input.js';

/** Characters. */
const MAX_PATH = 255;
/** Names from the root; documents themselves go no deeper. */
const MAX_SEGMENTS = 50;

/** Why a text is no field path such as `address.city`, or null. */
export function pathFault(path: string): string | null {
  if (path.length > MAX_PATH) return `A field path must have at most ${MAX_PATH} characters`;
  const segments = path.split('.');
  if (segments.length > MAX_SEGMENTS) return `A field path must have at most ${MAX_SEGMENTS} names`;
  for (const segment of segments) {
    const fault = keyFault(segment);
    if (fault !== null) return fault;
  }
  return null;
}
