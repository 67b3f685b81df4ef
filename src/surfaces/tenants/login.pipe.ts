import { Injectable, type PipeTransform } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import type { LoginTenantDto } from './tenants.dto.js';

/** Characters; longer credentials belong to no account. */
const MAX_LENGTH = 4096;

/** S4-10: one message for whatever is missing, without a list of fields. */
@Injectable()
export class LoginPipe implements PipeTransform<unknown, LoginTenantDto> {
  transform(value: unknown): LoginTenantDto {
    const { email, password } = (typeof value === 'object' && value !== null ? value : {}) as Record<
      string,
      unknown
    >;
    if (!isText(email) || !isText(password)) throw new AppError('auth.credentials_missing');
    return { email, password };
  }
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= MAX_LENGTH;
