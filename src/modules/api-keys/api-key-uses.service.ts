import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { BackgroundWork } from '../../database/work/background-work.js';
import type { PeriodicTask } from '../../database/work/periodic-task.js';
import { ApiKeysRepository, type KeyUse } from './api-keys.repository.js';

const WRITTEN_EVERY_MS = 30_000;

/** When and from where keys were used last: noted in memory, written now and then. */
@Injectable()
export class ApiKeyUsesService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** A key in constant use is noted this often. */
  static readonly NOTED_EVERY_MS = 60_000;

  private noted = new Map<string, KeyUse>();
  private readonly task: PeriodicTask;

  constructor(
    private readonly rows: ApiKeysRepository,
    work: BackgroundWork,
  ) {
    this.task = work.periodic({
      name: 'api key uses',
      every: WRITTEN_EVERY_MS,
      jitter: 0.2,
      run: () => this.write(),
    });
  }

  onApplicationBootstrap(): void {
    this.task.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.task.stop();
    await this.write();
  }

  note(use: KeyUse): void {
    this.noted.set(use.id, use);
  }

  /** What a turn could not write comes with the next one. */
  private async write(): Promise<void> {
    if (this.noted.size === 0) return;
    const uses = this.noted;
    this.noted = new Map();
    try {
      await this.rows.noteUses([...uses.values()]);
    } catch (error) {
      this.noted = new Map([...uses, ...this.noted]);
      throw error;
    }
  }
}
