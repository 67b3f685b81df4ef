import { Injectable } from '@nestjs/common';
import type { Locale } from '../../common/locales.js';
import type { Tx } from '../../database/transactions.js';

/** The languages that the accounts with these addresses have chosen. */
type LocalesOf = (addresses: readonly string[], session: Tx) => Promise<ReadonlyMap<string, Locale>>;

/** Who reads a mail. The module of the accounts tells, so that this one need not know it. */
@Injectable()
export class MailReadersService {
  localesOf: LocalesOf = () => Promise.resolve(new Map());
}
