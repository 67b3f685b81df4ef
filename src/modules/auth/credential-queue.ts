import { Injectable } from '@nestjs/common';
import { KeyedQueue } from '../../common/keyed-queue.js';

/**
 * New passwords of one account take turns. Of a crowd with one password or one mailed code the first one wins; the
 * others see that before they cost a hash, and have no conflict to try again.
 */
@Injectable()
export class CredentialQueue extends KeyedQueue {}
