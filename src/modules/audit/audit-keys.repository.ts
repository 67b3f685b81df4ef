import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { SealedKeysRepository } from '../../database/sealed-keys.repository.js';

/** The keys of the audit log, sealed, in master. */
@Injectable()
export class AuditKeysRepository extends SealedKeysRepository {
  constructor(@InjectConnection() connection: Connection) {
    super(connection, 'audit_keys');
  }
}
