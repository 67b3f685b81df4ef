/** What an operator asks for. */
export interface ImpersonationRequest {
  userId: string;
  /** One of the account's organizations; its default one when absent. */
  organizationId?: string;
  reason: string;
  minutes: number;
}

/** An operator who acts as another user. */
export interface Impersonation {
  readonly id: string;
  readonly operatorId: string;
  readonly userId: string;
  readonly organizationId: string | null;
  readonly reason: string;
  readonly status: 'active' | 'ended' | 'expired';
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** When it ended before its time and the operator ended it. */
  readonly endedAt: Date | null;
}
