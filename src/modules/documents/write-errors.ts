import { AppError } from '../../common/errors/app-error.js';

interface ServerError extends Error {
  code?: unknown;
  keyPattern?: Record<string, unknown>;
  writeErrors?: { index: number; code?: unknown }[] | { index: number; code?: unknown };
}

/** MongoDB: a unique index is broken, the collection's own validator refused, the target is a view. */
const DUPLICATE = 11000;
const VALIDATOR_REFUSED = 121;
const IS_VIEW = 166;
const TIME_LIMIT = 50;
/** MongoDB has no one code for a document over 16 MB: it answers 2, 10334, 17419 or 8375908. */
const TOO_LARGE = /too large|larger than 16777216|Size \d+ exceeds maximum|BSONObj size/i;

/** What the database refused, as the error of the domain it stands for; everything else passes unchanged. */
export function refused(thrown: unknown): unknown {
  if (typeof thrown !== 'object' || thrown === null || thrown instanceof AppError) return thrown;
  const error = thrown as ServerError;
  const options = { cause: error };
  if (error.code === DUPLICATE) return new AppError('document.exists', duplicateDetails(error), options);
  if (error.code === VALIDATOR_REFUSED) return new AppError('document.invalid', {}, options);
  if (error.code === IS_VIEW) return new AppError('collection.reserved', {}, options);
  // The primary has it; that a majority will was not seen in time.
  if (error.name === 'MongoWriteConcernError') return new AppError('request.timeout', {}, options);
  // One command of one document has all of its effect or none.
  if (error.code === TIME_LIMIT) return new AppError('request.not_done', { retryAfter: 1 }, options);
  // The driver's own buffer ends at 17 MB.
  if (
    error.code === 'ERR_OUT_OF_RANGE' ||
    (error.name.startsWith('Mongo') && TOO_LARGE.test(error.message))
  ) {
    return new AppError('document.too_large', {}, options);
  }
  if (/parallel arrays/.test(error.message)) {
    const errors = { sort: 'Two of the fields hold arrays: documents cannot be sorted by both' };
    return new AppError('query.invalid', { errors }, options);
  }
  return thrown;
}

/** The reason a line of an import gets. */
export function lineReason(code: number): string {
  if (code === DUPLICATE) return 'A document with this _id already exists';
  if (code === VALIDATOR_REFUSED) return 'Document is invalid';
  return 'The database refused the document';
}

function duplicateDetails(error: ServerError): { errors?: Record<string, string> } {
  const index = [error.writeErrors ?? []].flat()[0]?.index;
  if (index !== undefined) return { errors: { [`${index}._id`]: 'A document with this _id already exists' } };
  const fields = Object.keys(error.keyPattern ?? {}).filter((field) => field !== '_id');
  if (fields.length === 0) return {};
  return { errors: Object.fromEntries(fields.map((field) => [field, 'Must be unique'])) };
}
