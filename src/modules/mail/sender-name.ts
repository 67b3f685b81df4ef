import type { Face } from '../branding/branding.types.js';
import { oneLine } from './plain-text.js';

/** Characters of each name. */
const MAX = 60;

/**
 * The name before the address of a mail. An organization chooses its own part only: the name of the installation
 * stands behind it, so that no organization passes for the service or for another one.
 */
export function senderName({ senderName: name, platform }: Face): string {
  return platform === undefined ? name : `${oneLine(name, MAX)} (${oneLine(platform, MAX)})`;
}
