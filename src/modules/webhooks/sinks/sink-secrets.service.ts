import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Env } from '../../../config/env.js';
import { signingSecrets } from '../../../config/secret.js';
import { BackgroundWork } from '../../../database/work/background-work.js';
import type { PeriodicTask } from '../../../database/work/periodic-task.js';
import { eachRow } from '../each-row.js';
import { bytes } from '../secrets.service.js';
import { openFor, sealFor } from '../signatures.js';
import type { SinkRow } from './sink.schema.js';
import { SinksRepository } from './sinks.repository.js';

/** Sinks whose secrets are sealed anew in one step. */
const PAGE = 100;

/** The secrets of sinks: sealed with SECRET_KEY. */
@Injectable()
export class SinkSecretsService implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(SinkSecretsService.name);
  private readonly secrets: readonly string[];
  private readonly task: PeriodicTask;

  constructor(
    private readonly sinks: SinksRepository,
    env: Env,
    work: BackgroundWork,
  ) {
    this.secrets = signingSecrets(env);
    this.task = work.periodic({
      name: 'audit sink secrets',
      first: 0,
      run: (signal) => this.resealAll(signal),
    });
  }

  /** While SECRET_KEY_PREVIOUS is set, what it sealed is sealed anew. */
  onApplicationBootstrap(): void {
    if (this.secrets.length > 1) this.task.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.task.stop();
  }

  seal(id: string, key: string): Buffer {
    return sealFor(this.secrets[0], id, key);
  }

  /** The secret access key; undefined when another SECRET_KEY sealed it. */
  open({ _id, sealed_key: sealed }: SinkRow): string | undefined {
    return sealed && openFor(this.secrets, _id, bytes(sealed))?.text.toString();
  }

  private resealAll(signal: AbortSignal): Promise<void> {
    const page = (after: string, limit: number) => this.sinks.page(after, limit);
    return eachRow(page, { limit: PAGE, signal }, (row) => this.reseal(row));
  }

  private async reseal({ _id: id, sealed_key, secrets }: SinkRow): Promise<void> {
    const fields = [
      ...(sealed_key === undefined ? [] : [['sealed_key', sealed_key] as const]),
      ...secrets.map(({ sealed }, i) => [`secrets.${i}.sealed`, sealed] as const),
    ];
    for (const [field, stored] of fields) {
      const sealed = bytes(stored);
      const opened = openFor(this.secrets, id, sealed);
      if (opened === undefined) {
        this.log.warn(`audit sink ${id}: another SECRET_KEY sealed its secret; set or rotate it`);
      } else if (opened.isOld) {
        await this.sinks.reseal(id, field, sealed, sealFor(this.secrets[0], id, opened.text));
      }
    }
  }
}
