// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/invitations/preview": {
		/** Preview an invitation */
		post: operations["previewInvitation"];
	};
	"/v1/invitations/accept": {
		/**
		 * Accept an invitation
		 * @description If the address has no account, one is created with the password of the request. If it has one, the request requires its access token or password: the code alone does not sign in. In both cases the address counts as verified.
		 */
		post: operations["acceptInvitation"];
	};
	"/v1/invitations/decline": {
		/** Decline an invitation and invalidate its code */
		post: operations["declineInvitation"];
	};
	"/v1/invitations": {
		/**
		 * List the invitations of the organization, newest first
		 * @description Needs the permission `invitations.manage`.
		 */
		get: operations["listInvitations"];
		/**
		 * Invite an e-mail address
		 * @description The code of the link is sent by e-mail only.
		 *
		 *     Needs the permission `invitations.manage`.
		 */
		post: operations["createInvitation"];
	};
	"/v1/invitations/{id}": {
		/**
		 * Get an invitation
		 * @description Needs the permission `invitations.manage`.
		 */
		get: operations["getInvitation"];
		/**
		 * Revoke an invitation and invalidate its code
		 * @description Needs the permission `invitations.manage`.
		 */
		delete: operations["revokeInvitation"];
	};
	"/v1/invitations/{id}/resend": {
		/**
		 * Send an invitation again with a new code and expiry
		 * @description Needs the permission `invitations.manage`.
		 */
		post: operations["resendInvitation"];
	};
}
export interface components {
	schemas: {
		InvitationCodeDto: {
			/** @description The code of the link in the e-mail */
			code: string;
		};
		OfferDto: {
			organization_name: string;
			/** @description Name or address of the inviting user */
			inviter_name: string;
			role: string;
			/** @description The invited address */
			email: string;
			/** Format: date-time */
			expires_at: string;
		};
		V1Failure: Problem;
		AcceptInvitationDto: {
			/** @description The code of the link in the e-mail */
			code: string;
			/** @description Password of the new account, or of the account that has the address. Not required with the access token of that account. */
			password?: string;
			/** @description Name of the new account */
			name?: string;
			/** @description Unique in the organization; the e-mail address if absent */
			user_name?: string;
		};
		AcceptedDto: {
			organization_id: string;
			organization_name: string;
			user_id: string;
			email: string;
			role: string;
		};
		InviteDto: {
			email: string;
			/** @description Key of a role; its permissions must not exceed yours */
			role: string;
			/**
			 * Format: uri
			 * @description Where the page behind the mailed link leads on to: below an address that RETURN_ADDRESSES or the branding of the organization of the request allows
			 */
			return_to?: string;
		};
		InvitationDto: {
			id: string;
			email: string;
			role: string;
			/**
			 * @description `expired`: open until `expires_at`; can be sent again
			 * @enum {string}
			 */
			status: "open" | "accepted" | "declined" | "revoked" | "expired";
			/** @description Account of the inviting user */
			invited_by: string;
			/** @description Number of e-mails sent, at most five */
			sends: number;
			/** Format: date-time */
			sent_at: string;
			/** Format: date-time */
			expires_at: string;
			/** Format: date-time */
			created_at: string;
			/**
			 * Format: date-time
			 * @description Time it was accepted, declined or revoked
			 */
			closed_at: string | null;
		};
		InvitationListDto: {
			items: components["schemas"]["InvitationDto"][];
			next_cursor: string | null;
		};
	};
	responses: never;
	parameters: {
		/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
		IdempotencyKey: string;
		/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
		XOTP: string;
		/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
		XConfirmPassword: string;
		/** @description Id of one of the actor’s organizations; the organization of the token if absent */
		XOrgId: string;
		InvitationsId: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	previewInvitation: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["InvitationCodeDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["OfferDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/problem+json": components["schemas"]["V1Failure"];
				};
			};
		};
	};
	acceptInvitation: {
		parameters: {
			query?: never;
			header?: {
				/** @description Code of the second factor, or a recovery code; required with the password of an account that has one */
				"X-OTP"?: string;
				/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
				"Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["AcceptInvitationDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["AcceptedDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/problem+json": components["schemas"]["V1Failure"];
				};
			};
		};
	};
	declineInvitation: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["InvitationCodeDto"];
			};
		};
		responses: {
			/** @description Declined */
			204: {
				content?: never;
			};
			/** @description Every error */
			default: {
				content: {
					"application/problem+json": components["schemas"]["V1Failure"];
				};
			};
		};
	};
	listInvitations: {
		parameters: {
			query?: {
				status?: "open" | "accepted" | "declined" | "revoked" | "expired";
				/** @description `next_cursor` of the previous page */
				cursor?: string;
			};
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["InvitationListDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/problem+json": components["schemas"]["V1Failure"];
				};
			};
		};
	};
	createInvitation: {
		parameters: {
			query?: never;
			header?: {
				/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
				"X-OTP"?: components["parameters"]["XOTP"];
				/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
				"X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
				/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
				"Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["InviteDto"];
			};
		};
		responses: {
			201: {
				content: {
					"application/json": components["schemas"]["InvitationDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/problem+json": components["schemas"]["V1Failure"];
				};
			};
		};
	};
	getInvitation: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["InvitationsId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["InvitationDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/problem+json": components["schemas"]["V1Failure"];
				};
			};
		};
	};
	revokeInvitation: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["InvitationsId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description Revoked */
			204: {
				content?: never;
			};
			/** @description Every error */
			default: {
				content: {
					"application/problem+json": components["schemas"]["V1Failure"];
				};
			};
		};
	};
	resendInvitation: {
		parameters: {
			query?: never;
			header?: {
				/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
				"X-OTP"?: components["parameters"]["XOTP"];
				/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
				"X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
				/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
				"Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
			};
			path: {
				id: components["parameters"]["InvitationsId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["InvitationDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/problem+json": components["schemas"]["V1Failure"];
				};
			};
		};
	};
}
