// Generated from openapi.json by npm run generate. Do not edit.

export interface paths {
	"/signup": {
		/** Create an account and an organization that it owns */
		post: operations["signUp"];
	};
	"/signin": {
		/** Sign in */
		post: operations["signIn"];
	};
	"/token/refresh": {
		/**
		 * Exchange a refresh token
		 * @description A refresh token works once. For ten seconds after its exchange, it returns the newest successor; later use ends the session.
		 */
		post: operations["refreshTokens"];
	};
	"/signout": {
		/** End the session with its refresh token and access tokens */
		post: operations["signOut"];
	};
	"/organizations": {
		/** Create another organization that the caller owns */
		post: operations["createOwnOrganization"];
	};
	"/email/verify": {
		/** Verify the e-mail address with the code of the e-mail */
		post: operations["verifyEmail"];
	};
	"/password/forgot": {
		/**
		 * Request a link to reset the password
		 * @description The response is the same whether or not an account has the address.
		 */
		post: operations["forgotPassword"];
	};
	"/password/reset": {
		/**
		 * Reset the password with the code of the e-mail
		 * @description Ends every session and invalidates every other link of the account; the e-mail address counts as verified.
		 */
		post: operations["resetForgottenPassword"];
	};
	"/stats/org-role-wise-users": {
		/**
		 * Count users by organization and role
		 * @description Counts the organizations that the caller owns or administers; a platform operator sees all of them.
		 */
		get: operations["countOrgRoleUsers"];
	};
	"/stats/role-wise-users": {
		/**
		 * Count users by role
		 * @description Counts the organizations that the caller owns or administers; a platform operator sees all of them.
		 */
		get: operations["countRoleUsers"];
	};
	"/stats/org-wise-members": {
		/**
		 * Count members by organization
		 * @description Counts the organizations that the caller owns or administers; a platform operator sees all of them.
		 */
		get: operations["countOrgMembers"];
	};
}
export interface components {
	schemas: {
		SignUpDto: {
			/** Format: email */
			email: string;
			/** @description At least 8 characters */
			password: string;
			/** @description Unique, case-insensitive */
			organization_name: string;
		};
		SignedUpDto: {
			message: string;
			user_id: number;
			org_id: number;
		};
		IdentityFailure: {
			detail: string;
		};
		SignInDto: {
			/** Format: email */
			email: string;
			password: string;
		};
		TokensDto: {
			access_token: string;
			refresh_token: string;
		};
		RefreshDto: {
			/** @description Works once */
			refresh_token: string;
		};
		SignedOutDto: {
			message: string;
		};
		NewOrganizationDto: {
			/** @description Unique, case-insensitive */
			name: string;
			details?: string;
		};
		OrganizationMadeDto: {
			message: string;
			org_id: number;
		};
		VerifyEmailDto: {
			/** @description From the link of the e-mail */
			code: string;
			/** @description Of the account. Without it, and without a token of the account, every session ends */
			password?: string;
		};
		EmailVerifiedDto: {
			message: string;
		};
		ForgottenPasswordDto: {
			/** Format: email */
			email: string;
		};
		ResetRequestedDto: {
			message: string;
		};
		NewPasswordDto: {
			/** @description From the link of the e-mail */
			code: string;
			/** @description At least 8 characters */
			password: string;
		};
		PasswordResetByCodeDto: {
			message: string;
		};
		OrgRoleUsersDto: {
			organization: string;
			role: string;
			user_count: number;
		};
		RoleUsersDto: {
			role: string;
			user_count: number;
		};
		OrgMembersDto: {
			organization: string;
			member_count: number;
		};
	};
	responses: never;
	parameters: {
		/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
		IdempotencyKey: string;
		/** @description Id of one of the actor’s organizations; the organization of the token if absent */
		XOrgId: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	signUp: {
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
				"application/json": components["schemas"]["SignUpDto"];
			};
		};
		responses: {
			/** @description Signed up */
			201: {
				content: {
					"application/json": components["schemas"]["SignedUpDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["IdentityFailure"];
				};
			};
		};
	};
	signIn: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["SignInDto"];
			};
		};
		responses: {
			/** @description Signed in */
			200: {
				content: {
					"application/json": components["schemas"]["TokensDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["IdentityFailure"];
				};
			};
		};
	};
	refreshTokens: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["RefreshDto"];
			};
		};
		responses: {
			/** @description Exchanged */
			200: {
				content: {
					"application/json": components["schemas"]["TokensDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["IdentityFailure"];
				};
			};
		};
	};
	signOut: {
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
			/** @description Signed out */
			200: {
				content: {
					"application/json": components["schemas"]["SignedOutDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["IdentityFailure"];
				};
			};
		};
	};
	createOwnOrganization: {
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
				"application/json": components["schemas"]["NewOrganizationDto"];
			};
		};
		responses: {
			/** @description Organization created */
			201: {
				content: {
					"application/json": components["schemas"]["OrganizationMadeDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["IdentityFailure"];
				};
			};
		};
	};
	verifyEmail: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["VerifyEmailDto"];
			};
		};
		responses: {
			/** @description Proved */
			200: {
				content: {
					"application/json": components["schemas"]["EmailVerifiedDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["IdentityFailure"];
				};
			};
		};
	};
	forgotPassword: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["ForgottenPasswordDto"];
			};
		};
		responses: {
			/** @description Accepted */
			200: {
				content: {
					"application/json": components["schemas"]["ResetRequestedDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["IdentityFailure"];
				};
			};
		};
	};
	resetForgottenPassword: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["NewPasswordDto"];
			};
		};
		responses: {
			/** @description Password reset */
			200: {
				content: {
					"application/json": components["schemas"]["PasswordResetByCodeDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["IdentityFailure"];
				};
			};
		};
	};
	countOrgRoleUsers: {
		parameters: {
			query?: {
				/** @description Members since: epoch milliseconds, a day (UTC) or a time with its zone (ISO 8601) */
				from?: string;
				/** @description Members before this time; a day counts as a whole */
				to?: string;
				/** @description As a word or as a number: 1, 0, 2 and 3 */
				status?: "active" | "inactive" | "suspended" | "pending";
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
			/** @description The counts */
			200: {
				content: {
					"application/json": components["schemas"]["OrgRoleUsersDto"][];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["IdentityFailure"];
				};
			};
		};
	};
	countRoleUsers: {
		parameters: {
			query?: {
				/** @description Members since: epoch milliseconds, a day (UTC) or a time with its zone (ISO 8601) */
				from?: string;
				/** @description Members before this time; a day counts as a whole */
				to?: string;
				/** @description As a word or as a number: 1, 0, 2 and 3 */
				status?: "active" | "inactive" | "suspended" | "pending";
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
			/** @description The counts */
			200: {
				content: {
					"application/json": components["schemas"]["RoleUsersDto"][];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["IdentityFailure"];
				};
			};
		};
	};
	countOrgMembers: {
		parameters: {
			query?: {
				/** @description Members since: epoch milliseconds, a day (UTC) or a time with its zone (ISO 8601) */
				from?: string;
				/** @description Members before this time; a day counts as a whole */
				to?: string;
				/** @description As a word or as a number: 1, 0, 2 and 3 */
				status?: "active" | "inactive" | "suspended" | "pending";
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
			/** @description The counts */
			200: {
				content: {
					"application/json": components["schemas"]["OrgMembersDto"][];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["IdentityFailure"];
				};
			};
		};
	};
}
