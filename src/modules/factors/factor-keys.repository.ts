import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Connection } from 'mongoose';
import { SealedKeysRepository } from '../../database/sealed-keys.repository.js';

/** The keys of second factors, sealed, in master. */
@Injectable()
export class FactorKeysRepository extends SealedKeysRepository {
  constructor(@InjectConnection() connection: Connection) {
    super(connection, 'factor_keys');
  }
}
