/** A secret that an app is to take, until `expiresIn` seconds from now. */
export interface StartedEnrolment {
  /** Base32, for who cannot scan. */
  readonly secret: string;
  /** otpauth://totp/… */
  readonly uri: string;
  readonly expiresIn: number;
}

/** What an account has of a second factor. */
export interface FactorState {
  readonly since: Date;
  /** Recovery codes that are left. */
  readonly recoveryCodes: number;
}

/** What a code that was sent is good for; it works when it is used up. */
export type CodeMatch =
  { readonly kind: 'totp'; readonly step: number } | { readonly kind: 'recovery'; readonly hash: string };

/** A device that signs in without a code. */
export interface OwnDevice {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date;
  readonly ip: string | undefined;
  readonly userAgent: string | undefined;
}

/** Who did something to a factor, for the record. */
export interface FactorAct {
  readonly actorId: string | null;
  readonly impersonatorId?: string;
  readonly requestId?: string;
  readonly clientRequestId?: string;
  readonly ip?: string;
}

declare module '../../database/domain-events.js' {
  interface DomainEvents {
    /** An account has a second factor from now on, or another one than before. */
    'factor.enrolled': { readonly userId: string };
    /** An account has none any more: its owner removed it, or a user who may reset it did. */
    'factor.removed': { readonly userId: string; readonly by: 'self' | 'organization' | 'operator' };
  }
}
