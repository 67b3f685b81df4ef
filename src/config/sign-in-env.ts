import { IsBoolean, IsIn } from 'class-validator';
import { ToBoolean, ToSwitch } from './env-values.js';
import { HistoryEnv } from './history-env.js';

/** Settings of signing in. */
export class SignInEnv extends HistoryEnv {
  /** `strict`: nobody learns by asking which addresses have accounts, as far as the documented answers allow. */
  @IsIn(['off', 'strict'])
  ENUMERATION_PROTECTION: 'off' | 'strict' = 'off';

  /** Dangerous acts demand the password again in X-Confirm-Password. `auto`: in production, on /v1, what deletes an organization or gives ownership; `true` or `all`: every dangerous act, on the documented surfaces too. */
  @ToSwitch()
  @IsIn(['auto', 'true', 'false', 'all'])
  REQUIRE_STEP_UP: 'auto' | 'true' | 'false' | 'all' = 'auto';

  /** Platform operators do nothing without a second factor but set one up. `auto`: in production. */
  @ToSwitch()
  @IsIn(['auto', 'true', 'false'])
  OPERATOR_SECOND_FACTOR: 'auto' | 'true' | 'false' = 'auto';

  /** Each sign-in is an entry of the audit log of the organization it opens, and an event of its webhooks. */
  @ToBoolean()
  @IsBoolean()
  RECORD_SIGN_INS = true;
}
