import type { RoleKey } from '../access/roles.types.js';

/** `expired` is an open one whose time is over; it can be sent again. */
export const INVITATION_STATUSES = ['open', 'accepted', 'declined', 'revoked', 'expired'] as const;
export type InvitationStatus = (typeof INVITATION_STATUSES)[number];

/** A seat that was offered to an address, as the organization sees it; never with its code. */
export interface Invitation {
  readonly id: string;
  readonly orgId: string;
  readonly email: string;
  readonly role: RoleKey;
  readonly status: InvitationStatus;
  /** Account of who invited. */
  readonly invitedBy: string;
  /** How they were shown in the mail. */
  readonly inviter: string;
  readonly returnTo: string | undefined;
  /** Mails that were written. */
  readonly sends: number;
  readonly sentAt: Date;
  readonly expiresAt: Date;
  readonly createdAt: Date;
  /** When it was accepted, declined, revoked, or replaced after it expired. */
  readonly closedAt: Date | null;
}

export interface InvitationList {
  status?: InvitationStatus;
  /** Behind this id, which is newer. */
  after?: string;
}

/** What a client that has the code may know before it answers. */
export interface Offer {
  readonly organizationName: string;
  readonly inviterName: string;
  readonly role: RoleKey;
  readonly email: string;
  readonly expiresAt: Date;
}

/** How an invitation is accepted: with the password of an account to be made, or of the one that is there. */
export interface Acceptance {
  password?: string;
  name?: string;
  userName?: string;
}

export interface Accepted {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly userId: string;
  readonly email: string;
  readonly role: RoleKey;
}
