import { applyDecorators, type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../../common/errors/app-error.js';
import type { ErrorCode } from '../../../common/errors/error-codes.js';
import { type ClusterTime, momentOf } from '../../../database/past/moment.js';

const HEADER = 'x-as-of';

/** The moment a read asks for. @throws AppError moment.invalid */
export function asOf(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): ClusterTime | undefined {
  const text = headers[HEADER];
  if (text === undefined) return undefined;
  const moment = typeof text === 'string' ? momentOf(text) : undefined;
  if (moment !== undefined) return moment;
  const errors = { 'X-As-Of': 'X-As-Of must be an RFC 3339 time with its zone, or a cluster time' };
  throw new AppError('moment.invalid', { errors });
}

/** A write that carries X-As-Of would be done now: who sends it means something else. */
@Injectable()
export class ReadsOnlyAsOf implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { method, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (headers[HEADER] === undefined || method === 'GET' || method === 'HEAD') return true;
    throw new AppError('moment.read_only');
  }
}

/** What reads of a moment answer beside the errors of the present. */
export const AS_OF_ERRORS: ErrorCode[] = [
  'moment.invalid',
  'moment.future',
  'moment.too_old',
  'moment.organization_absent',
];

/** The header of a read. */
export const ApiAsOf = (): MethodDecorator =>
  applyDecorators(
    ApiHeader({
      name: 'X-As-Of',
      required: false,
      description:
        'Read as of this moment: an RFC 3339 time, read as the beginning of its second, or a cluster time. Not older than the snapshot window of the database',
      schema: { type: 'string', example: '2026-01-30T12:00:00Z' },
    }),
  );
