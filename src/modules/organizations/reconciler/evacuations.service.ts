import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { lruOf } from '../../../common/lru.js';
import { ChangeFeed } from '../../../database/change-feed.js';
import { DatabasesRepository } from '../../registry/databases.repository.js';
import { InstanceService } from '../../registry/instance.service.js';
import { InstancesRepository } from '../../registry/instances.repository.js';
import { FencesService } from '../moves/fences.service.js';
import { MovesService } from '../moves/moves.service.js';

/** How long other instances have to leave the database; a write that comes later is swept by the reconciler. */
const LEAVE_MS = 3000;
const POLL_MS = 10;

/** Instances leave the database of an organization that is being deleted, before it is dropped. */
@Injectable()
export class EvacuationsService implements OnModuleInit {
  /** Organizations that this instance deletes: it has left them before it drops anything. */
  private readonly own = lruOf<true>(1000);

  constructor(
    private readonly feed: ChangeFeed,
    private readonly fences: FencesService,
    private readonly moves: MovesService,
    private readonly instance: InstanceService,
    private readonly instances: InstancesRepository,
    private readonly databases: DatabasesRepository,
  ) {}

  onModuleInit(): void {
    this.feed.on('organizations', ({ id, fields }) => {
      if (fields['lifecycle'] !== 'deleting') return;
      if (!this.own.has(String(id))) this.leave(String(id)).catch(() => undefined); // the deleting instance goes on after LEAVE_MS
    });
  }

  /** This instance deletes the organization: it does not leave it as the others do. */
  begin(orgId: string): void {
    this.own.set(orgId, true);
  }

  /** @returns whether the writers of this instance have ended; those of others may be late */
  async evacuate(orgId: string): Promise<boolean> {
    this.begin(orgId);
    this.fences.lift(orgId);
    const [left] = await Promise.all([
      this.fences.drain(orgId),
      this.moves.stop(orgId),
      this.othersLeft(orgId),
    ]);
    return left;
  }

  /** This instance leaves an organization that another one deletes, and says when it may have come too late. */
  private async leave(orgId: string): Promise<void> {
    const since = performance.now();
    const [left] = await Promise.all([this.fences.drain(orgId), this.moves.stop(orgId)]);
    const inTime = left && performance.now() - since < LEAVE_MS / 2;
    const gone = (await this.databases.listOf(orgId)).length === 0;
    if (!inTime || gone) await this.databases.noteLateWriters(orgId);
    await this.instances.acknowledge(ackToken(orgId), this.instance.id);
  }

  private async othersLeft(orgId: string): Promise<void> {
    const { instance, instances } = this;
    const deadline = performance.now() + LEAVE_MS;
    while (performance.now() < deadline) {
      const others = await instance.others();
      const left = new Set(others.length === 0 ? [] : await instances.listAcknowledged(ackToken(orgId)));
      if (others.every((id) => left.has(id))) return;
      await sleep(POLL_MS);
    }
  }
}

const ackToken = (orgId: string): string => `delete-${orgId}`;
