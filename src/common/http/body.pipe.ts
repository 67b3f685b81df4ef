import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { validate, type ValidationError } from 'class-validator';
import { AppError } from '../errors/app-error.js';

/**
 * Turns a body into its DTO: unknown keys are dropped, the first message per field is kept.
 * @throws AppError request.invalid with `errors` by field
 */
@Injectable()
export class DtoPipe implements PipeTransform {
  async transform(value: unknown, { metatype, type }: ArgumentMetadata): Promise<unknown> {
    if (type === 'custom' || metatype === undefined || PRIMITIVES.has(metatype)) return value;
    if (value !== undefined && (typeof value !== 'object' || value === null || Array.isArray(value))) {
      throw new AppError('request.invalid', { errors: { body: 'Request body must be a JSON object' } });
    }
    const dto = plainToInstance(metatype as ClassConstructor<object>, value ?? {});
    const errors = await validate(dto, {
      whitelist: true,
      forbidUnknownValues: true,
      stopAtFirstError: true,
    });
    if (errors.length > 0) throw new AppError('request.invalid', { errors: messages(errors) });
    return dto;
  }
}

// tsc writes Function, and swc Object, for a parameter whose class is only imported as a type.
const PRIMITIVES = new Set<unknown>([String, Number, Boolean, Array, Object, Function]);

function messages(errors: ValidationError[], path = ''): Record<string, string> {
  return Object.assign(
    {},
    ...errors.map(({ property, constraints, children }) => ({
      ...(constraints ? { [path + property]: Object.values(constraints)[0] } : {}),
      ...messages(children ?? [], `${path}${property}.`),
    })),
  ) as Record<string, string>;
}
