import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { canonicalEmail } from '../../common/email.js';
import { AppError } from '../../common/errors/app-error.js';
import { DtoPipe } from '../../common/http/body.pipe.js';
import { PasswordsService } from '../../modules/credentials/passwords.service.js';
import { RegisterTenantDto } from './tenants.dto.js';

/** S4-05: the strength of a password that is there is judged together with the other fields, in one answer. */
@Injectable()
export class RegisterPipe implements PipeTransform<unknown, Promise<RegisterTenantDto>> {
  /** What the body is checked by, for the documentation: the handler itself has no class for it. */
  static readonly dto = RegisterTenantDto;
  private readonly fields = new DtoPipe();

  constructor(private readonly passwords: PasswordsService) {}

  async transform(value: unknown, { type }: ArgumentMetadata): Promise<RegisterTenantDto> {
    const read = this.fields.transform(value, { type, metatype: RegisterTenantDto });
    const dto = (await read.catch((error: unknown) => {
      throw this.withPassword(error, value);
    })) as RegisterTenantDto;
    const errors = this.faultOf(dto.password, { organizationName: dto.name, email: dto.email });
    if (errors) throw new AppError('request.invalid', { errors });
    return dto;
  }

  /** The error of the other fields, with the password's fault beside theirs. */
  private withPassword(error: unknown, value: unknown): unknown {
    if (!(error instanceof AppError) || error.code !== 'request.invalid') return error;
    const { errors = {} } = error.details;
    if ('body' in errors || 'password' in errors) return error;
    // A field without a fault is the text its rule asks for.
    const { name = '', email = '', password = '' } = value as Partial<RegisterTenantDto>;
    const fault = this.faultOf(password, {
      organizationName: 'name' in errors ? undefined : name.trim(),
      email: 'email' in errors ? undefined : (canonicalEmail(email) ?? undefined),
    });
    return new AppError('request.invalid', { errors: { ...errors, ...fault } });
  }

  /** The document has one message for every weakness. */
  private faultOf(
    password: string,
    context: Parameters<PasswordsService['check']>[1],
  ): Record<string, string> | undefined {
    try {
      this.passwords.check(password, context);
      return undefined;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { password: 'Password is too weak' };
    }
  }
}
