import {
  applyDecorators,
  type CanActivate,
  type ExecutionContext,
  Injectable,
  SetMetadata,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../../common/errors/app-error.js';
import { ApiOtp } from '../../../common/http/otp-header.decorator.js';
import { Env } from '../../../config/env.js';
import type { Actor } from '../../access/actor.types.js';
import { UsersService } from '../../users/users.service.js';
import { CredentialChecksService } from '../credential-checks.service.js';

export const STEP_UP = 'rowhouse:step-up';
const STEP_UP_BY_DEFAULT = 'rowhouse:step-up-by-default';

/**
 * With REQUIRE_STEP_UP=true the caller confirms a dangerous act with their password (D17).
 * @param fields only a body that has one of them is dangerous; none: every request is
 */
export const StepUp = (...fields: string[]): MethodDecorator =>
  applyDecorators(
    SetMetadata(STEP_UP, fields),
    ApiOtp(
      'Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one',
    ),
    ApiHeader({
      name: 'X-Confirm-Password',
      required: false,
      description: `Password of the actor, required if REQUIRE_STEP_UP is on${fields.length > 0 ? ` and the body has ${fields.join(' or ')}` : ''}; percent-encoded if it contains characters other than ASCII`,
      schema: { type: 'string', example: 'SecurePassword123%21' },
    }),
  );

interface ByDefault {
  /** Only a body with this role is dangerous. */
  role?: string;
  /** As in @StepUp(). */
  fields?: string[];
}

/** @StepUp() that REQUIRE_STEP_UP=auto asks for in production: what deletes an organization or gives ownership. */
export const StepUpByDefault = ({ role, fields = [] }: ByDefault = {}): MethodDecorator =>
  applyDecorators(StepUp(...fields), SetMetadata(STEP_UP_BY_DEFAULT, { role } satisfies ByDefault));

/** Asks for the password of the caller, or a code of their second factor, on @StepUp() routes; wrong ones count as wrong sign-ins. */
@Injectable()
export class StepUpGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly checks: CredentialChecksService,
    private readonly users: UsersService,
    private readonly env: Env,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const { stepUp } = this.env;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { actor, body, headers } = request;
    const isKey = actor?.apiKeyId !== undefined;
    if (stepUp === 'none' && !isKey) return true;
    const fields = this.reflector.get<string[] | undefined>(STEP_UP, context.getHandler());
    // No request without a token comes here, but on routes that hand out nothing to one without.
    if (fields === undefined || actor === undefined || !isDangerous(body, fields)) return true;
    if (stepUp !== 'all' && !this.isByDefault(context, body)) return true;
    // It knows no password: ownership is given and organizations are deleted by people, whatever the setting says.
    if (isKey) throw new AppError('api_key.person_required');
    return this.confirm(actor, headers);
  }

  private isByDefault(context: ExecutionContext, body: unknown): boolean {
    const always = this.reflector.get<ByDefault | undefined>(STEP_UP_BY_DEFAULT, context.getHandler());
    return always !== undefined && (always.role === undefined || roleOf(body) === always.role);
  }

  /** Who has a second factor confirms with a code of it: the password alone is not enough. */
  private async confirm(actor: Actor, headers: FastifyRequest['headers']): Promise<true> {
    const state = await this.users.getState(actor.userId);
    if (state?.hasFactor) return this.confirmByCode(actor, headers['x-otp']);
    const sent = headers['x-confirm-password'];
    if (typeof sent !== 'string' || sent === '') throw new AppError('auth.step_up_required');
    try {
      await this.checks.ofActor(actor, decoded(sent));
    } catch (error) {
      const isWrong = error instanceof AppError && error.code === 'auth.credentials_invalid';
      throw isWrong ? new AppError('auth.step_up_required', {}, { cause: error }) : error;
    }
    return true;
  }

  private async confirmByCode(actor: Actor, sent: string | string[] | undefined): Promise<true> {
    if (typeof sent !== 'string' || sent.trim() === '') throw new AppError('auth.second_factor_required');
    await this.checks.ofCode(actor, sent);
    return true;
  }
}

function roleOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null && 'role' in body ? body.role : undefined;
}

function isDangerous(body: unknown, fields: readonly string[]): boolean {
  if (fields.length === 0) return true;
  return typeof body === 'object' && body !== null && fields.some((field) => Object.hasOwn(body, field));
}

/** Headers carry ASCII: anything else is percent-encoded. A % that encodes nothing stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
