// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/members": {
		/**
		 * List the members of the organization
		 * @description Needs the permission `members.read`.
		 */
		get: operations["listMembers"];
		/**
		 * Create an account for a new member with a temporary password
		 * @description The response shows the temporary password once; no e-mail is sent. Invite a user who already has an account instead.
		 *
		 *     Needs the permission `members.manage`.
		 */
		post: operations["createMember"];
	};
	"/v1/members/{id}": {
		/**
		 * Get a member
		 * @description Needs the permission `members.read`.
		 */
		get: operations["getMember"];
		/**
		 * Remove a member
		 * @description Invalidates the member’s tokens for this organization at once. The account remains; it cannot rejoin through its mail domain alone.
		 *
		 *     Needs the permission `members.manage`.
		 */
		delete: operations["removeMember"];
		/**
		 * Change the role, status or user name of a member
		 * @description The actor cannot change a member whose role has permissions that the actor lacks, or assign such a role: an admin can neither change nor appoint an owner. The change takes effect on every instance at once.
		 *
		 *     Needs the permission `members.manage`.
		 */
		patch: operations["updateMember"];
	};
	"/v1/members/{id}/second-factor": {
		/**
		 * Reset the second factor of a member and end their sessions
		 * @description For a member who lost it. Allowed only for an account that this organization created and that belongs to no other organization. The password stays as it is; the member is notified. For other accounts, a platform operator resets the second factor.
		 *
		 *     Needs the permission `members.manage`.
		 */
		delete: operations["resetMemberFactor"];
	};
	"/v1/members/{id}/transfer-ownership": {
		/**
		 * Transfer ownership to a member; the actor becomes an administrator
		 * @description Needs the permission `organization.transfer`.
		 */
		post: operations["transferOwnership"];
	};
	"/v1/members/confirm": {
		/**
		 * Confirm a join request with the code of the e-mail
		 * @description Requires the password of the account too, so that nobody confirms a request that a stranger made with their address. The membership becomes active without approval.
		 */
		post: operations["confirmMailbox"];
	};
	"/v1/members/confirm/link": {
		/**
		 * Send the confirmation e-mail of a join request again
		 * @description Allowed once a minute; the previous link is invalidated. The response is the same for an account without a pending request, which receives no e-mail.
		 */
		post: operations["mailConfirmation"];
	};
	"/v1/members/{id}/approve": {
		/**
		 * Approve a join request
		 * @description `email_verified` of the member tells whether the address is verified.
		 *
		 *     Needs the permission `members.manage`.
		 */
		post: operations["approveMember"];
	};
	"/v1/members/{id}/decline": {
		/**
		 * Decline a join request
		 * @description Deletes the account if only this request created it, so that its address is available again.
		 *
		 *     Needs the permission `members.manage`.
		 */
		post: operations["declineMember"];
	};
	"/v1/members/{id}/reset-password": {
		/**
		 * Reset a member’s password to a temporary one and end their sessions
		 * @description The response shows the temporary password once; the member is notified by e-mail. Not allowed for owners. Allowed only for an account that this organization created and whose user has not registered, verified the address or joined another organization since; other users reset their password by e-mail.
		 *
		 *     Needs the permission `members.manage`.
		 */
		post: operations["resetMemberPassword"];
	};
}
export interface components {
	schemas: {
		MemberListDto: {
			items: components["schemas"]["MemberDto"][];
			next_cursor: string | null;
		};
		MemberDto: {
			/** @description Of the account */
			id: string;
			email: string;
			/** @description The address is verified */
			email_verified: boolean;
			/** @description Unique in the organization */
			user_name: string;
			name: string | null;
			/** @description `owner`, `admin`, `manager`, `attendant`, `member`, or a role of the organization */
			role: string;
			/**
			 * @description `pending`: needs approval; `inactive`: deactivated. Neither gives access
			 * @enum {string}
			 */
			status: "active" | "pending" | "inactive";
			/** @description Time the membership was created or requested */
			created_at: string;
		};
		V1Failure: Problem;
		CreateMemberDto: {
			/** Format: email */
			email: string;
			name?: string;
			/** @description Unique in the organization; the e-mail address if absent */
			user_name?: string;
			/** @description `owner`, `admin`, `manager`, `attendant`, `member`, or a role of the organization; `member` when absent */
			role?: string;
		};
		CreatedMemberDto: {
			/** @description Of the account */
			id: string;
			email: string;
			/** @description The address is verified */
			email_verified: boolean;
			/** @description Unique in the organization */
			user_name: string;
			name: string | null;
			/** @description `owner`, `admin`, `manager`, `attendant`, `member`, or a role of the organization */
			role: string;
			/**
			 * @description `pending`: needs approval; `inactive`: deactivated. Neither gives access
			 * @enum {string}
			 */
			status: "active" | "pending" | "inactive";
			/** @description Time the membership was created or requested */
			created_at: string;
			/** @description Shown once; must be changed at the first sign-in */
			initial_secret: string;
			/** @description Expiry of the temporary password */
			initial_secret_expires_at: string;
		};
		UpdateMemberDto: {
			/** @description `owner`, `admin`, `manager`, `attendant`, `member`, or a role of the organization */
			role?: string;
			/** @enum {string} */
			status?: "active" | "inactive";
			/** @description Unique in the organization */
			user_name?: string;
		};
		ConfirmMailboxDto: {
			/** @description The part of the link after `#code=` */
			code: string;
			/** @description The password the account was created with */
			password: string;
		};
		WaitingDto: {
			/**
			 * @description The address is verified; an owner or administrator decides
			 * @enum {string}
			 */
			status: "pending";
		};
		MailConfirmationDto: {
			/** Format: email */
			email: string;
			/** @description The password the account was created with */
			password: string;
			/**
			 * Format: uri
			 * @description Where the page behind the mailed link leads on to: below an address that RETURN_ADDRESSES or the branding of the organization of the request allows
			 */
			return_to?: string;
		};
		MemberSecretDto: {
			id: string;
			/** @description Shown once; must be changed at the first sign-in */
			initial_secret: string;
			/** @description Expiry of the temporary password */
			initial_secret_expires_at: string;
		};
	};
	responses: never;
	parameters: {
		/** @description Id of one of the actor’s organizations; the organization of the token if absent */
		XOrgId: string;
		/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
		XOTP: string;
		/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
		XConfirmPassword: string;
		/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
		IdempotencyKey: string;
		MembersId: string;
		/** @description ETag of the version that is changed; a different current version gives 412 */
		MembersIfMatch: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	listMembers: {
		parameters: {
			query?: {
				/** @description `next_cursor` of the previous page */
				cursor?: string;
				/** @description Members on a page */
				limit?: number;
				/** @description Only members with this role */
				role?: string;
				status?: "active" | "pending" | "inactive";
				/** @description Prefix of the name, e-mail address or user name, case-insensitive */
				q?: string;
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
					"application/json": components["schemas"]["MemberListDto"];
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
	createMember: {
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
				"application/json": components["schemas"]["CreateMemberDto"];
			};
		};
		responses: {
			201: {
				content: {
					"application/json": components["schemas"]["CreatedMemberDto"];
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
	getMember: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["MembersId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["MemberDto"];
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
	removeMember: {
		parameters: {
			query?: never;
			header?: {
				/** @description ETag of the version that is changed; a different current version gives 412 */
				"If-Match"?: components["parameters"]["MembersIfMatch"];
				/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
				"X-OTP"?: components["parameters"]["XOTP"];
				/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
				"X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["MembersId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description Removed */
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
	updateMember: {
		parameters: {
			query?: never;
			header?: {
				/** @description ETag of the version that is changed; a different current version gives 412 */
				"If-Match"?: components["parameters"]["MembersIfMatch"];
				/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
				"X-OTP"?: components["parameters"]["XOTP"];
				/** @description Password of the actor, required if REQUIRE_STEP_UP is on and the body has role or status; percent-encoded if it contains characters other than ASCII */
				"X-Confirm-Password"?: string;
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["MembersId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["UpdateMemberDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["MemberDto"];
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
	resetMemberFactor: {
		parameters: {
			query?: never;
			header?: {
				/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
				"X-OTP"?: components["parameters"]["XOTP"];
				/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
				"X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["MembersId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description The account has none; the organization may require a new one */
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
	transferOwnership: {
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
				id: components["parameters"]["MembersId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description The new owner */
			200: {
				content: {
					"application/json": components["schemas"]["MemberDto"];
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
	confirmMailbox: {
		parameters: {
			query?: never;
			header?: {
				/** @description Code of the second factor, or a recovery code; required with the password of an account that has one */
				"X-OTP"?: string;
			};
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["ConfirmMailboxDto"];
			};
		};
		responses: {
			/** @description The address is verified, but no owner has a verified address of this domain: the request needs approval */
			202: {
				content: {
					"application/json": components["schemas"]["WaitingDto"];
				};
			};
			/** @description The member can sign in */
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
	mailConfirmation: {
		parameters: {
			query?: never;
			header?: {
				/** @description Code of the second factor, or a recovery code; required with the password of an account that has one */
				"X-OTP"?: string;
			};
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["MailConfirmationDto"];
			};
		};
		responses: {
			/** @description Sent, if a request is pending */
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
	approveMember: {
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
				id: components["parameters"]["MembersId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description The member can sign in and is notified by e-mail */
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
	declineMember: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
				/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
				"Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
			};
			path: {
				id: components["parameters"]["MembersId"];
			};
			cookie?: never;
		};
		requestBody?: never;
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
	resetMemberPassword: {
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
				id: components["parameters"]["MembersId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["MemberSecretDto"];
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
