import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Env } from '../../config/env.js';
import { signingSecrets } from '../../config/secret.js';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { eachRow } from './each-row.js';
import type { EndpointRow } from './endpoint.schema.js';
import { EndpointsRepository } from './endpoints.repository.js';
import {
  newSecret,
  openSecret,
  publicKeyOf,
  type SealedSecret,
  sealSecret,
  type Secret,
  shown,
} from './signatures.js';

/** Endpoints whose secrets are sealed anew in one step. */
const PAGE = 100;

/** The secrets of endpoints: sealed with SECRET_KEY, opened to sign, told once. */
@Injectable()
export class WebhookSecretsService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(WebhookSecretsService.name);
  private readonly secrets: readonly string[];
  private readonly task: PeriodicTask;

  constructor(
    private readonly endpoints: EndpointsRepository,
    env: Env,
    work: BackgroundWork,
  ) {
    this.secrets = signingSecrets(env);
    this.task = work.periodic({
      name: 'webhook secrets',
      first: 0,
      run: (signal) => this.resealAll(signal),
    });
  }

  /** While SECRET_KEY_PREVIOUS is set, what it sealed is sealed anew, also for endpoints that get no events. */
  onApplicationBootstrap(): void {
    if (this.secrets.length > 1) this.task.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  make(endpointId: string): { stored: SealedSecret; text: string } {
    const secret = newSecret();
    const stored: SealedSecret = {
      sealed: sealSecret(this.secrets[0], endpointId, secret),
      public_key: publicKeyOf(secret),
      created_at: new Date(),
    };
    return { stored, text: shown(secret) };
  }

  /** Those that sign now, the newest first. Empty when another SECRET_KEY sealed them. */
  active({ _id, secrets }: Pick<EndpointRow, '_id' | 'secrets'>, now: number): Secret[] {
    return secrets.flatMap(({ sealed, expires_at }) => {
      if (expires_at !== undefined && expires_at.getTime() <= now) return [];
      const opened = openSecret(this.secrets, _id, bytes(sealed));
      return opened === undefined ? [] : [opened.secret];
    });
  }

  private resealAll(signal: AbortSignal): Promise<void> {
    const page = (after: string, limit: number) => this.endpoints.page(after, limit);
    return eachRow(page, { limit: PAGE, signal }, (row) => this.reseal(row));
  }

  private async reseal({ _id, secrets }: EndpointRow): Promise<void> {
    for (const { sealed } of secrets) {
      const opened = openSecret(this.secrets, _id, bytes(sealed));
      if (opened === undefined)
        this.log.warn(`webhook ${_id}: another SECRET_KEY sealed its secret; rotate it`);
      else if (opened.isOld) {
        await this.endpoints.reseal(_id, bytes(sealed), sealSecret(this.secrets[0], _id, opened.secret));
      }
    }
  }
}

/** Lean rows hold the driver's Binary. */
export const bytes = (sealed: Buffer | { buffer: Uint8Array }): Buffer =>
  Buffer.isBuffer(sealed) ? sealed : Buffer.from(sealed.buffer);
