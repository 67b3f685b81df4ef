import { Injectable, type PipeTransform } from '@nestjs/common';
import { AppError } from '../errors/app-error.js';

/** A query parameter that must be given once, with something in it; as it was sent. */
@Injectable()
export class RequiredQuery implements PipeTransform<unknown, string> {
  constructor(private readonly name: string) {}

  transform(value: unknown): string {
    if (typeof value === 'string' && value.trim() !== '') return value;
    const message = Array.isArray(value) ? `${this.name} must be given once` : `${this.name} is required`;
    throw new AppError('request.invalid', { errors: { [this.name]: message } });
  }
}
