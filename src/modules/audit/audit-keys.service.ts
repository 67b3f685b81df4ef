import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.js';
import { type NumberedKey, SealedKeys } from '../../database/sealed-keys.js';
import { AuditKeysRepository } from './audit-keys.repository.js';

/** A key that entries and anchors are hashed with. */
export type AuditKey = NumberedKey;

/** The keys of the audit log: who can write to the database cannot hash an entry. */
@Injectable()
export class AuditKeysService extends SealedKeys {
  constructor(rows: AuditKeysRepository, env: Env) {
    const lost =
      'the key of the audit log was sealed with another SECRET_KEY: earlier entries cannot be verified until it is set as SECRET_KEY_PREVIOUS';
    super(rows, { label: 'rowhouse audit key', lost }, env);
  }
}
