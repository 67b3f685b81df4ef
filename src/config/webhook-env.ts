import { IsIn } from 'class-validator';
import { ToSwitch } from './env-values.js';
import { SignInEnv } from './sign-in-env.js';

/** Settings of webhooks. */
export abstract class WebhookEnv extends SignInEnv {
  /** Lets webhooks go to private addresses, by http and to any port. `auto`: outside production. */
  @ToSwitch()
  @IsIn(['auto', 'true', 'false'])
  WEBHOOK_ALLOW_PRIVATE: 'auto' | 'true' | 'false' = 'auto';

  abstract get production(): boolean;

  get privateWebhooks(): boolean {
    return (
      this.WEBHOOK_ALLOW_PRIVATE === 'true' || (this.WEBHOOK_ALLOW_PRIVATE === 'auto' && !this.production)
    );
  }
}
