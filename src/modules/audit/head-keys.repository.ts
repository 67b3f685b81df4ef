import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { SealedKeysRepository } from '../../database/sealed-keys.repository.js';

/** The keys that heads are signed with, sealed, in master. */
@Injectable()
export class HeadKeysRepository extends SealedKeysRepository {
  constructor(@InjectConnection() connection: Connection) {
    super(connection, 'audit_head_keys');
  }
}
