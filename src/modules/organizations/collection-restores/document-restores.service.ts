import { Injectable } from '@nestjs/common';
import { TenantConnectionFactory } from '@rowhouse/tenancy';
import { EJSON, ObjectId } from 'bson';
import { AppError } from '../../../common/errors/app-error.js';
import { duplicateKey } from '../../../database/duplicate-key.js';
import type { RawDocument } from '../../../database/raw-documents.js';
import { type Actor, organizationOf } from '../../access/actor.types.js';
import { CurrentRightsService } from '../../access/current-rights.service.js';
import { CollectionsService } from '../../documents/collections.service.js';
import { StorageLimitsService } from '../../documents/storage-limits.service.js';
import { CloneRepository } from '../moves/clone.repository.js';
import type { CollectionOrigin, RestoredDocument } from './collection-restore.types.js';
import { idKey, keyOf, RestoreTargetRepository } from './restore-target.repository.js';

/** MongoDB: the collection's own validator refused. */
const VALIDATOR_REFUSED = 121;
const HEX24 = /^[0-9a-f]{24}$/i;

/** Puts one document back as it was, into the collection that it was in. */
@Injectable()
export class DocumentRestoresService {
  constructor(
    private readonly tenants: TenantConnectionFactory,
    private readonly collections: CollectionsService,
    private readonly storage: StorageLimitsService,
    private readonly rights: CurrentRightsService,
    private readonly target: RestoreTargetRepository,
    private readonly clones: CloneRepository,
  ) {}

  /**
   * @param sent the `_id`: text as in the path of a document, or extended JSON
   * @throws AppError document.not_found when it was not there then, document.exists when a unique index refuses it,
   * document.invalid when the collection's own validator does
   */
  async restore(
    actor: Actor,
    origin: CollectionOrigin,
    sent: unknown,
    isDryRun: boolean,
  ): Promise<RestoredDocument> {
    const { name } = origin.collection;
    this.collections.checkName(name);
    if (!this.clones.isClonedInside(origin.collection)) throw new AppError('collection.not_restorable');
    const id = readId(sent);
    const orgId = organizationOf(actor);
    const was = await this.find(origin, id);
    if (was === undefined) throw new AppError('document.not_found');
    const now = await this.tenants.run(orgId, (db) => this.target.find(db, name, id), { mode: 'read' });
    const change =
      now === undefined ? 'added' : Buffer.compare(now, was) === 0 ? ('unchanged' as const) : 'changed';
    if (isDryRun || change === 'unchanged') return { change };
    await this.storage.check(orgId);
    const before = await this.tenants.run(orgId, async (db) => {
      await this.rights.require(null, orgId, actor, origin.permission);
      await this.collections.ensure(db, name);
      const moment = await this.target.now(db);
      await this.target.put(db, name, was).catch((error: unknown) => {
        if (duplicateKey(error) !== null) throw new AppError('document.exists', {}, { cause: error });
        if ((error as { code?: unknown }).code !== VALIDATOR_REFUSED) throw error;
        throw new AppError('document.invalid', {}, { cause: error });
      });
      return moment;
    });
    await this.collections.record(actor, name, 'data.document_restored', {
      ...origin.from,
      document: EJSON.stringify(id, { relaxed: true }),
      change,
    });
    return { change, before };
  }

  private async find(origin: CollectionOrigin, id: unknown): Promise<RawDocument | undefined> {
    const { collection, past } = origin;
    if (past !== undefined)
      return this.target.find(this.clones.open(past.source), collection.store, id, past.at);
    const key = keyOf(id);
    for await (const batch of origin.documents()) {
      const found = batch.find((document) => idKey(document) === key);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** The parser takes any text for a number. */
function isWrongInteger(sent: unknown): boolean {
  const { $numberInt, $numberLong } = (sent ?? {}) as Record<string, unknown>;
  const text = $numberInt ?? $numberLong;
  return text !== undefined && !(typeof text === 'string' && /^-?\d{1,19}$/.test(text));
}

function readId(sent: unknown): unknown {
  if (typeof sent === 'string') return HEX24.test(sent) ? new ObjectId(sent) : sent;
  try {
    if (isWrongInteger(sent)) throw new Error('no integer');
    const { _id: id } = EJSON.deserialize({ _id: sent }, { relaxed: false }) as { _id: unknown };
    if (id !== undefined && id !== null && !Array.isArray(id)) return id;
  } catch {
    // said below
  }
  throw new AppError('request.invalid', {
    errors: { document_id: 'document_id must be text or extended JSON of an _id' },
  });
}
