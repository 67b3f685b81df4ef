/**
 * The source of a regular expression that finds texts which begin with `text`, taken literally: in it nothing is a
 * pattern. U+0000 is written as an escape, because a BSON regular expression is a C string.
 */
export function prefixPattern(text: string): string {
  return `^${text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replaceAll('\0', '\\x00')}`;
}
