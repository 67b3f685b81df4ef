import { runInNewContext } from 'node:vm';
import { BadRequestException, HttpException, NotFoundException } from '@nestjs/common';
import { MongoNetworkError, MongoServerError, MongoServerSelectionError } from 'mongodb';
import { AppError } from '../errors/app-error.js';
import { toAppError } from './failure.js';

const coded = (code: unknown, message = 'x') => Object.assign(new Error(message), { code });
/** Classes that the driver keeps to itself. */
const driver = (name: string) => Object.assign(new Error('x'), { name });
const server = (code: number) => new MongoServerError({ message: 'x', code });

const labelled = (label: string) =>
  Object.assign(new MongoServerError({ message: 'x', code: 8 }), {
    hasErrorLabel: (one: string) => one === label,
  });

describe('toAppError', () => {
  it('leaves an error as it is', () => {
    const forbidden = new AppError('auth.forbidden');
    expect(toAppError(forbidden)).toBe(forbidden);
  });

  it.each<[string, unknown, string]>([
    ['no error at all', undefined, 'internal'],
    ['text', 'text', 'internal'],
    ['an object with a code', { code: 'FST_ERR_CTP_BODY_TOO_LARGE' }, 'internal'],
    ['a bug', new TypeError('x'), 'internal'],
    ['a bug with a code of its own', coded('ENOENT'), 'internal'],
    ['a code that every object has', coded('toString'), 'internal'],
    ['an unreadable media type', coded('FST_ERR_CTP_INVALID_MEDIA_TYPE'), 'request.unsupported_media_type'],
    ['a large body', coded('FST_ERR_CTP_BODY_TOO_LARGE'), 'request.too_large'],
    ['a URL that is none', coded('FST_ERR_BAD_URL'), 'request.malformed'],
    ['a long parameter', coded('FST_ERR_MAX_PARAM_LENGTH'), 'route.unknown'],
    ['a caller that went away', coded('ECONNRESET', 'aborted'), 'request.malformed'],
    ['another broken connection', coded('ECONNRESET', 'read'), 'service.unavailable'],
    ['400 of Nest', new BadRequestException(), 'request.invalid'],
    ['a cursor that a restart of the server ended', server(43), 'service.unavailable'],
    ['what the driver marks as passing', labelled('RetryableWriteError'), 'service.unavailable'],
    ['404 of Nest', new NotFoundException(), 'route.unknown'],
    ['418', new HttpException('x', 418), 'internal'],
    ['a lost connection', new MongoNetworkError('x'), 'service.unavailable'],
    ...[
      'PoolClearedOnNetworkError',
      'MongoPoolClosedError',
      'MongoServerClosedError',
      'MongoStalePrimaryError',
    ].map((name): [string, unknown, string] => [name, driver(name), 'service.unavailable']),
    ...['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'].map((code): [string, unknown, string] => [
      `a socket's ${code}`,
      Object.assign(new Error('This socket has been ended by the other party'), { code }),
      'service.unavailable',
    ]),
    ['a batch that lost its connection', driver('MongoBulkWriteError'), 'service.unavailable'],
    ['a batch that was refused', Object.assign(driver('MongoBulkWriteError'), { code: 11000 }), 'internal'],
    ['no server', new MongoServerSelectionError('x', {} as never), 'service.unavailable'],
    ['a write conflict', server(112), 'service.unavailable'],
    ['an election', server(10107), 'service.unavailable'],
    ['a drop in progress', server(215), 'service.unavailable'],
    ['a broken unique index nobody translated', server(11000), 'internal'],
    ['a refused operator', server(2), 'internal'],
    ['a server code on something else', coded(112), 'internal'],
  ])('%s is %s', (_name, thrown, code) => expect(toAppError(thrown).code).toBe(code));

  it('knows an error of another realm', () => {
    const foreign = Object.assign(runInNewContext('new Error("aborted")') as Error, { code: 'ECONNRESET' });
    expect(toAppError(foreign).code).toBe('request.malformed');
  });

  it('tells that the outcome is unknown when the connection broke, and keeps the cause for the log', () => {
    const cause = new MongoNetworkError('x');
    expect(toAppError(cause)).toMatchObject({ details: { retryAfter: 1, outcomeUnknown: true }, cause });
  });
});
