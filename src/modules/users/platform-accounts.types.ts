import type { AccountStatus } from './user.schema.js';

/** An account as a platform operator sees it. */
export interface PlatformAccount {
  readonly id: string;
  readonly seq: number;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name: string | undefined;
  readonly status: AccountStatus;
  readonly operator: boolean;
  /** The address was made up (D2). */
  readonly synthetic: boolean;
  /** Home organization. */
  readonly homeId: string | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
