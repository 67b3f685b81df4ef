import { AppError } from '../../../common/errors/app-error.js';
import type { JsonMode } from '../../../modules/documents/documents.types.js';

const MODES: readonly JsonMode[] = ['canonical', 'relaxed', 'plain'];
/** A parameter of a media type (RFC 9110, section 8.3.1). */
const PARAMETER = /;\s*json\s*=\s*"?([^\s;,"]*)"?/i;

/** How the answer is written: `?json=`, or the parameter of a media type in Accept. */
export function modeOut(query: unknown, accept: string | undefined): JsonMode {
  return asked(query) ?? named('Accept', accept) ?? 'standard';
}

/** How a body or a filter is written: `?json=`, or the parameter of its media type. */
export function modeIn(query: unknown, contentType: string | undefined): JsonMode {
  return asked(query) ?? named('Content-Type', contentType) ?? 'standard';
}

/** The media type of an answer, with how it is written when the client asked for that. */
export function mediaType(type: string, mode: JsonMode): string {
  return mode === 'standard' ? type : `${type}; json=${mode}`;
}

function asked(query: unknown): JsonMode | undefined {
  const value = (query as Record<string, unknown>)['json'];
  return value === undefined ? undefined : oneOf('json', value);
}

function named(header: string, value: string | undefined): JsonMode | undefined {
  const found = value === undefined ? null : PARAMETER.exec(value);
  return found === null ? undefined : oneOf(header, found[1].toLowerCase());
}

function oneOf(name: string, value: unknown): JsonMode {
  if (MODES.includes(value as JsonMode)) return value as JsonMode;
  const message = `json must be ${MODES.join(', ')}`;
  throw new AppError('query.invalid', { errors: { [name]: message } });
}
