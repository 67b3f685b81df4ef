import { ApiHeader } from '@nestjs/swagger';
import type { ErrorCode } from '../errors/error-codes.js';

/** What a password alone is answered with where its account has a second factor. */
export const SECOND_STEP_ERRORS: ErrorCode[] = ['auth.second_factor_required', 'auth.code_invalid'];

/** Documents the header that carries a code beside a password. */
export const ApiOtp = (
  description = 'Code of the second factor, or a recovery code; required with the password of an account that has one',
): MethodDecorator =>
  ApiHeader({
    name: 'X-OTP',
    required: false,
    description,
    schema: { type: 'string', example: '287082' },
  });
