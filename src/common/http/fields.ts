import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsOptional, registerDecorator, type ValidationOptions } from 'class-validator';
import { canonicalEmail } from '../email.js';

/** Characters. Longer names are refused; the database name is cut sooner. */
const MAX_NAME = 100;
/** Control, formatting (bidi) and line-separating characters: they make one name look like another. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/u;
/** Characters; hashing has its own limit in bytes. */
const MAX_PASSWORD = 4096;

/** A display name: text with something visible in it; trimmed. `label` opens its messages. */
export const IsDisplayName = (label: string): PropertyDecorator =>
  applyDecorators(
    Trimmed(),
    Rule((value) => nameFault(value, label)),
  );

/** An e-mail address, turned into its canonical form. */
export const IsEmailAddress = (label: string): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string' ? (canonicalEmail(value) ?? value) : value,
    ),
    Rule((value) => {
      if (isAbsent(value)) return `${label} is required`;
      return typeof value === 'string' && canonicalEmail(value) !== null ? null : `${label} is invalid`;
    }),
  );

/** A password as it was typed; its strength is the domain's question. */
export const IsPassword = (label: string): PropertyDecorator =>
  Rule((value) => {
    if (isAbsent(value)) return `${label} is required`;
    return typeof value === 'string' && value.length <= MAX_PASSWORD ? null : `${label} is invalid`;
  });

/** Any text up to `max` characters. */
export const IsText = (label: string, max = 1000): PropertyDecorator =>
  Rule((value) => {
    if (isAbsent(value)) return `${label} is required`;
    return typeof value === 'string' && value.length <= max ? null : `${label} is invalid`;
  });

/** The field may be left out. `null` says the same, so that no service takes it for a value. */
export const MayBeAbsent = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    Transform(({ value }: { value: unknown }) => value ?? undefined),
  );

/** The field may be left out, and an empty text says the same (S3-12): forms send their empty fields. */
export const MayBeEmpty = (): PropertyDecorator =>
  applyDecorators(
    IsOptional(),
    Transform(({ value }: { value: unknown }) => (value === '' ? undefined : (value ?? undefined))),
  );

function nameFault(value: unknown, label: string): string | null {
  if (isAbsent(value)) return `${label} is required`;
  if (typeof value !== 'string') return `${label} must be text`;
  if (UNPRINTABLE.test(value) || !value.isWellFormed())
    return `${label} contains characters that cannot be shown`;
  if (!/[\p{L}\p{N}]/u.test(value)) return `${label} must contain a letter or a digit`;
  return [...value].length > MAX_NAME ? `${label} must have at most ${MAX_NAME} characters` : null;
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';

const Trimmed = (): PropertyDecorator =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' ? value.normalize('NFC').trim() : value,
  );

/** A validator from a function that names the fault, or null. */
function Rule(fault: (value: unknown) => string | null, options: ValidationOptions = {}): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'rule',
      target: target.constructor,
      propertyName: String(property),
      options: { ...options, message: ({ value }) => fault(value) ?? '' },
      validator: { validate: (value: unknown) => fault(value) === null },
    });
  };
}
