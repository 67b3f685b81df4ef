import { Injectable } from '@nestjs/common';
import { AppError } from '../../common/errors/app-error.js';
import { Env } from '../../config/env.js';
import { Clock } from '../../database/work/clock.js';
import { FactorKeysService, type Sealed } from './factor-keys.service.js';
import { FactorsRepository } from './factors.repository.js';
import type { StartedEnrolment } from './factors.types.js';
import { asTotp, newSecret, otpauthOf, stepOf } from './totp.js';

/** Seconds between the start of an enrolment and its first code. */
const ENROLMENT_SECONDS = 900;

/** A started enrolment whose first code was right. */
export interface ProvedEnrolment extends Sealed {
  readonly step: number;
}

/** Second factors that are being set up. */
@Injectable()
export class FactorEnrolmentsService {
  constructor(
    private readonly factors: FactorsRepository,
    private readonly keys: FactorKeysService,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  /** A new secret, which is nothing until its first code comes in the same session. */
  async start({ id, email }: { id: string; email: string }, sid: string): Promise<StartedEnrolment> {
    const secret = newSecret();
    const expires_at = new Date(this.clock.wall() + ENROLMENT_SECONDS * 1000);
    await this.factors.putEnrolment({ _id: id, ...(await this.keys.seal(secret)), sid, expires_at });
    const { uri, text } = otpauthOf(secret, this.env.APP_NAME, email);
    return { secret: text, uri, expiresIn: ENROLMENT_SECONDS };
  }

  /**
   * Null: the code is wrong.
   * @throws AppError factor.enrolment_missing
   */
  async proveFirst(userId: string, sid: string, code: string): Promise<ProvedEnrolment | null> {
    const started = await this.factors.findEnrolment(userId, sid, new Date(this.clock.wall()));
    const secret = started && (await this.keys.unseal(started));
    if (!secret) throw new AppError('factor.enrolment_missing');
    const digits = asTotp(code);
    const step = digits === null ? null : stepOf(secret, digits, this.clock.wall());
    return step === null ? null : { ...started, step };
  }
}
