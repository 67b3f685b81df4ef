// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/me": {
		/** Get your account, permissions and organizations */
		get: operations["getAccount"];
		/**
		 * Delete your account
		 * @description Sessions, keys and memberships end at once, open invitations that the person may no longer offer are revoked, and the address is free again. What else is about the person is erased within minutes; in audit logs the id stays, and network addresses and remarks about the person go, without the logs losing their proof. Documents belong to the organizations and stay. The person is notified by e-mail.
		 */
		delete: operations["deleteOwnAccount"];
		/** Update your name, phone, profile or settings */
		patch: operations["updateAccount"];
	};
	"/v1/me/password": {
		/** Change your password and end every other session */
		put: operations["changePassword"];
	};
	"/v1/me/email": {
		/**
		 * Request a change of your e-mail address
		 * @description Sends a link to the new address. Using the link changes the address of the account, notifies the old address and ends every other session.
		 */
		put: operations["changeEmail"];
	};
	"/v1/me/email/verification": {
		/**
		 * Send the verification e-mail again
		 * @description Allowed once a minute. The previous link is invalidated. Sends nothing if the address was verified after the password was set.
		 */
		post: operations["resendVerification"];
	};
	"/v1/email/verify": {
		/**
		 * Verify the e-mail address with the code of the e-mail
		 * @description Requires an access token of the account or its password too, so that nobody verifies an account that a stranger created with their address. Without either, send a new password: it replaces the password, ends every session and invalidates every other link of the account.
		 */
		post: operations["verifyOwnEmail"];
	};
	"/v1/email/change": {
		/**
		 * Confirm a new e-mail address with the code sent to it
		 * @description Requires an access token of the account or its password too.
		 */
		post: operations["confirmNewEmail"];
	};
	"/v1/credentials/undo": {
		/**
		 * Undo a change of password or e-mail address with the code of the e-mail
		 * @description Restores the former address, ends every session, invalidates every other link of the account and sends a password reset link to the former address. The former password works again only if the change did not require it. The link works for 72 hours, regardless of later changes.
		 */
		post: operations["undoCredentialsChange"];
	};
	"/v1/password/forgot": {
		/**
		 * Request a link to reset the password
		 * @description The response is the same whether or not an account has the address.
		 */
		post: operations["forgotOwnPassword"];
	};
	"/v1/password/reset": {
		/**
		 * Reset the password with the code of the e-mail
		 * @description Ends every session and invalidates every other link of the account; the e-mail address counts as verified.
		 */
		post: operations["resetOwnPassword"];
	};
	"/v1/me/export": {
		/**
		 * Export everything that is kept of you
		 * @description The account, memberships, sessions, second factor and remembered devices, API keys, invitations, impersonations, mails, and what the person did in every audit log. No secret is in it. JSON, written as it is read.
		 */
		get: operations["exportOwnAccount"];
	};
	"/v1/accounts": {
		/**
		 * Create an account, with or without an organization, and sign in
		 * @description Sends a verification e-mail. An account without an organization can accept an invitation, join by its mail domain or create an organization later. With `cookie`, an Origin header must be the service’s own or one of CORS_ORIGINS; a response replayed for an Idempotency-Key sets no cookie.
		 */
		post: operations["addAccount"];
	};
	"/v1/me/memberships": {
		/**
		 * Join the organization of your mail domain as a member
		 * @description Your address and the address of one owner at this domain must be verified.
		 */
		post: operations["joinOrganization"];
	};
	"/v1/me/memberships/{org_id}": {
		/** Get your membership in an organization */
		get: operations["getMembership"];
		/** Leave an organization */
		delete: operations["leaveOrganization"];
	};
}
export interface components {
	schemas: {
		AccountDto: {
			id: string;
			email: string;
			email_verified: boolean;
			name: string | null;
			phone: string | null;
			/** @enum {string|null} */
			locale: "en" | "de" | null;
			profile: {
				[key: string]: unknown;
			};
			settings: {
				[key: string]: unknown;
			};
			/** @enum {string} */
			status: "active" | "inactive" | "suspended";
			must_change_password: boolean;
			/** @description Platform operator; belongs to no organization */
			platform_operator: boolean;
			created_at: string;
			updated_at: string;
			/** @description The organization of the token, or the one X-Org-Id picks */
			organization_id: string | null;
			/** @description Role in that organization */
			role: string | null;
			/** @description Permissions of the role, or of the platform operator */
			permissions: string[];
			organizations: components["schemas"]["PlaceDto"][];
		};
		PlaceDto: {
			id: string;
			uid: string;
			name: string;
			/** @description A built-in role or a role of the organization */
			role: string;
			/**
			 * @description Status of the organization; only an active one can be used
			 * @enum {string}
			 */
			status: "active" | "inactive" | "suspended";
		};
		V1Failure: Problem;
		UpdateAccountDto: {
			/** @description null removes it */
			name?: string | null;
			/** @description null removes it */
			phone?: string | null;
			/**
			 * @description Language of e-mails; null: that of the request, or the default
			 * @enum {string|null}
			 */
			locale?: "en" | "de" | null;
			/** @description Replaces the current value. At most 16 kB and 5 levels; keys are not empty and contain no $ or dot */
			profile?: {
				[key: string]: unknown;
			};
			/** @description Replaces the current values. At most 16 kB and 5 levels; keys are not empty and contain no $ or dot */
			settings?: {
				[key: string]: unknown;
			};
		};
		ChangePasswordDto: {
			/** @description The current or temporary password */
			current_password: string;
			new_password: string;
		};
		ChangeEmailDto: {
			/**
			 * Format: email
			 * @description Receives a link; using the link changes the address of the account
			 */
			email: string;
			current_password: string;
			/**
			 * Format: uri
			 * @description Where the page behind the mailed link leads on to: below an address that RETURN_ADDRESSES or the branding of the organization of the request allows
			 */
			return_to?: string;
		};
		EmailChangePendingDto: {
			/** @description The address the link was sent to */
			email: string;
			/** @description Seconds until the link expires */
			expires_in: number;
		};
		ResendVerificationDto: {
			/**
			 * Format: uri
			 * @description Where the page behind the mailed link leads on to: below an address that RETURN_ADDRESSES or the branding of the organization of the request allows
			 */
			return_to?: string;
		};
		VerifyOwnEmailDto: {
			/** @description From the link of the e-mail */
			code: string;
			/** @description Password of the account, unless the request has its access token */
			password?: string;
			/** @description Instead of `password`: replaces the password of the account and ends every session */
			new_password?: string;
		};
		CodeDto: {
			/** @description From the link of the e-mail */
			code: string;
			/** @description Password of the account, unless the request has its access token */
			password?: string;
		};
		UndoChangeDto: {
			/** @description From the link of the e-mail */
			code: string;
		};
		ForgotPasswordDto: {
			/** Format: email */
			email: string;
			/**
			 * Format: uri
			 * @description Where the page behind the mailed link leads on to: below an address that RETURN_ADDRESSES or the branding of the organization of the request allows
			 */
			return_to?: string;
		};
		ResetPasswordDto: {
			/** @description From the link of the e-mail */
			code: string;
			password: string;
		};
		NewAccountDto: {
			/** Format: email */
			email: string;
			password: string;
			/** @description Name of the user */
			name?: string;
			/** @description Creates this organization too, owned by the account. Unique, case-insensitive */
			organization_name?: string;
			/** @description Type or id of the organization’s plan; DEFAULT_PLAN if absent or with PLAN_CHANGE=platform */
			plan?: string;
			/** @description Sends the refresh token in an httpOnly cookie instead of the body, for browsers */
			cookie?: boolean;
			/**
			 * Format: uri
			 * @description Where the page behind the mailed link leads on to: below an address that RETURN_ADDRESSES or the branding of the organization of the request allows
			 */
			return_to?: string;
		};
		SignedInDto: {
			session_id: string;
			access_token: string;
			/** @enum {string} */
			token_type: "Bearer";
			/** @description Seconds */
			expires_in: number;
			/** @description Absent when it is in the cookie */
			refresh_token?: string;
			/** @description Of a device that is remembered from now on; absent when it is in the cookie */
			device_token?: string;
			account: components["schemas"]["SignedInAccountDto"];
			/** @description Organization of the token; X-Org-Id selects another one for a request */
			organization_id: string | null;
			organizations: components["schemas"]["PlaceDto"][];
		};
		SignedInAccountDto: {
			id: string;
			email: string;
			email_verified: boolean;
			name: string | null;
			/** @description The token can only change the password */
			must_change_password: boolean;
			platform_operator: boolean;
			/** @description The account has a second factor */
			second_factor: boolean;
			/** @description The token can only set up a second factor here; see auth.enrolment_required */
			must_set_up_second_factor: boolean;
		};
		JoinOrganizationDto: {
			/** @description The mail domain of the organization and of your address */
			domain: string;
			/** @description Unique in the organization; the e-mail address if absent */
			user_name?: string;
		};
		MembershipDto: {
			organization_id: string;
			/** @description Unique in the organization */
			user_name: string;
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
		OrgId: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	getAccount: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description The account */
			200: {
				content: {
					"application/json": components["schemas"]["AccountDto"];
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
	deleteOwnAccount: {
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
			path?: never;
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description Deleted */
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
	updateAccount: {
		parameters: {
			query?: never;
			header?: {
				/** @description ETag of the version that is changed; a different current version gives 412 */
				"If-Match"?: string;
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["UpdateAccountDto"];
			};
		};
		responses: {
			/** @description Changed */
			200: {
				content: {
					"application/json": components["schemas"]["AccountDto"];
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
	changePassword: {
		parameters: {
			query?: never;
			header?: {
				/** @description Code of the second factor, or a recovery code; required with the password of an account that has one */
				"X-OTP"?: string;
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["ChangePasswordDto"];
			};
		};
		responses: {
			/** @description Changed */
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
	changeEmail: {
		parameters: {
			query?: never;
			header?: {
				/** @description Code of the second factor, or a recovery code; required with the password of an account that has one */
				"X-OTP"?: string;
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["ChangeEmailDto"];
			};
		};
		responses: {
			/** @description The link is sent */
			202: {
				content: {
					"application/json": components["schemas"]["EmailChangePendingDto"];
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
	resendVerification: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["ResendVerificationDto"];
			};
		};
		responses: {
			/** @description Sent, unless the address is verified */
			202: {
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
	verifyOwnEmail: {
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
				"application/json": components["schemas"]["VerifyOwnEmailDto"];
			};
		};
		responses: {
			/** @description Proved */
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
	confirmNewEmail: {
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
				"application/json": components["schemas"]["CodeDto"];
			};
		};
		responses: {
			/** @description Changed */
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
	undoCredentialsChange: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["UndoChangeDto"];
			};
		};
		responses: {
			/** @description Undone */
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
	forgotOwnPassword: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["ForgotPasswordDto"];
			};
		};
		responses: {
			/** @description If an account has the address, a link is sent */
			202: {
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
	resetOwnPassword: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["ResetPasswordDto"];
			};
		};
		responses: {
			/** @description Password reset */
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
	exportOwnAccount: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description Everything that is kept of the person */
			200: {
				content: {
					"application/json": {
						[key: string]: unknown;
					};
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
	addAccount: {
		parameters: {
			query?: never;
			header?: {
				/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
				"Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["NewAccountDto"];
			};
		};
		responses: {
			/** @description Created and signed in */
			201: {
				content: {
					"application/json": components["schemas"]["SignedInDto"];
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
	joinOrganization: {
		parameters: {
			query?: never;
			header?: {
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
				"application/json": components["schemas"]["JoinOrganizationDto"];
			};
		};
		responses: {
			201: {
				content: {
					"application/json": components["schemas"]["MembershipDto"];
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
	getMembership: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				org_id: components["parameters"]["OrgId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["MembershipDto"];
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
	leaveOrganization: {
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
				org_id: components["parameters"]["OrgId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description Left */
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
}
