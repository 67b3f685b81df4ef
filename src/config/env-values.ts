import { Transform } from 'class-transformer';

const TRUE_WORDS = new Set(['true', '1', 'yes', 'on']);
const FALSE_WORDS = new Set(['false', '0', 'no', 'off', '']);

/** Reads `True`, `yes`, `on`, `1` and their opposites; anything else stays and fails `@IsBoolean`. */
export const ToBoolean = () =>
  Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => {
    const word = String(obj[key]).trim().toLowerCase();
    if (TRUE_WORDS.has(word)) return true;
    return FALSE_WORDS.has(word) ? false : obj[key];
  });
/** The same words as text, for a setting that knows more than two; without a word it is `auto`. */
export const ToSwitch = () =>
  Transform(({ obj, key }: { obj: Record<string, unknown>; key: string }) => {
    const word = String(obj[key]).trim().toLowerCase();
    if (word === '') return 'auto';
    if (TRUE_WORDS.has(word)) return 'true';
    return FALSE_WORDS.has(word) ? 'false' : word;
  });
/** Leaves what is no number as it is, and so to the validator. */
export const ToNumber = () =>
  Transform(({ value }: { value: unknown }) => (/^\d+(\.\d+)?$/.test(String(value)) ? Number(value) : value));
export const ToInt = () =>
  Transform(({ value }: { value: unknown }) => (/^\d+$/.test(String(value)) ? Number(value) : value));
