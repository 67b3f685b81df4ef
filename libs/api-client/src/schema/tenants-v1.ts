// Generated from openapi.json by npm run generate. Do not edit.

export interface paths {
	"/api/v1/tenants": {
		/**
		 * Create a tenant with its database and its owner
		 * @description Allowed for platform operators and, unless `TENANT_PROVISIONING=platform`, for owners and administrators. The owner is `owner@<schema with hyphens>.com`; the first password is the documented one or the temporary password of the header, and must be changed.
		 *
		 *     Needs the permission `tenants.create`.
		 */
		post: operations["createTenant"];
	};
	"/api/v1/plans": {
		/** List the plans and their limits */
		get: operations["listPlans"];
	};
	"/api/v1/tenants/{id}/users": {
		/**
		 * List the users of the tenant, ordered by id
		 * @description Returns at most 100 users; `Link` points to the next page and is absent on the last page.
		 *
		 *     Needs the permission `members.manage`.
		 */
		get: operations["listTenantUsers"];
		/**
		 * Create a manager or an attendant with a temporary password
		 * @description Needs the permission `members.manage`.
		 */
		post: operations["createTenantUser"];
	};
	"/api/v1/tenants/{id}/users/{userId}/reset-password": {
		/**
		 * Reset a user’s password to a temporary one and end their sessions
		 * @description Not allowed for owners or for accounts that are members of another organization.
		 *
		 *     Needs the permission `members.manage`.
		 */
		post: operations["resetPassword"];
	};
	"/api/v1/users/me/password": {
		/** Change your password */
		put: operations["changeOwnPassword"];
	};
}
export interface components {
	schemas: {
		CreateTenantDto: {
			name: string;
			/** @description Lower-case letters, digits and underscores; derived from the name if absent */
			schema?: string;
			/** @description Alias of `schema` */
			schemaName?: string;
			/** @description `basic`, `pro`, `premium`, or the UUID of a plan; one of the two is required */
			planType?: string;
			/** @description `basic`, `pro`, `premium`, or the UUID of a plan; one of the two is required */
			planId?: string;
		};
		TenantCreatedDto: {
			/** Format: uuid */
			id: string;
			name: string;
			schemaName: string;
			/** @enum {string} */
			status: "active" | "inactive" | "suspended";
		};
		TenantsV1Failure: {
			error: string;
		};
		PlanDto: {
			/** Format: uuid */
			id: string;
			/** @enum {string} */
			type: "basic" | "pro" | "premium";
			name: string;
			/** @description null: no limit */
			limits: components["schemas"]["PlanLimitsDto"];
		};
		PlanLimitsDto: {
			members: number | null;
			requests_per_minute: number | null;
			/** @description Bytes */
			storage: number | null;
			collections: number | null;
			api_keys: number | null;
		};
		TenantUserDto: {
			id: string;
			name: string | null;
			email: string;
			/** @enum {string} */
			role: "owner" | "admin" | "manager" | "attendant" | "member";
			/** @enum {string} */
			status: "active" | "pending" | "inactive";
		};
		CreateTenantUserDto: {
			name: string;
			/** Format: email */
			email: string;
			/** @enum {string} */
			role: "manager" | "attendant";
		};
		PasswordResetDto: {
			id: string;
			/** @description Shown once; must be changed at the first sign-in */
			temporaryPassword: string;
			expiresAt: string;
		};
		ChangeOwnPasswordDto: {
			currentPassword: string;
			newPassword: string;
		};
		PasswordChangedDto: {
			message: string;
		};
	};
	responses: never;
	parameters: {
		/** @description Id of one of the actor’s organizations; the organization of the token if absent */
		XOrgId: string;
		/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
		IdempotencyKey: string;
		/** @description UUID of the tenant */
		TenantsId: string;
		/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
		XOTP: string;
		/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
		XConfirmPassword: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	createTenant: {
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
				"application/json": components["schemas"]["CreateTenantDto"];
			};
		};
		responses: {
			/** @description Tenant created */
			201: {
				content: {
					"application/json": components["schemas"]["TenantCreatedDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["TenantsV1Failure"];
				};
			};
		};
	};
	listPlans: {
		requestBody?: never;
		responses: {
			/** @description The plans */
			200: {
				content: {
					"application/json": components["schemas"]["PlanDto"][];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["TenantsV1Failure"];
				};
			};
		};
	};
	listTenantUsers: {
		parameters: {
			query?: {
				/** @description Id of the last user of the previous page */
				after?: string;
			};
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				/** @description UUID of the tenant */
				id: components["parameters"]["TenantsId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description The users */
			200: {
				content: {
					"application/json": components["schemas"]["TenantUserDto"][];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["TenantsV1Failure"];
				};
			};
		};
	};
	createTenantUser: {
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
				/** @description UUID of the tenant */
				id: components["parameters"]["TenantsId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["CreateTenantUserDto"];
			};
		};
		responses: {
			/** @description User created */
			201: {
				content: {
					"application/json": components["schemas"]["TenantUserDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["TenantsV1Failure"];
				};
			};
		};
	};
	resetPassword: {
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
				/** @description UUID of the tenant */
				id: components["parameters"]["TenantsId"];
				userId: string;
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description The temporary password */
			200: {
				content: {
					"application/json": components["schemas"]["PasswordResetDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["TenantsV1Failure"];
				};
			};
		};
	};
	changeOwnPassword: {
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
				"application/json": components["schemas"]["ChangeOwnPasswordDto"];
			};
		};
		responses: {
			/** @description Changed */
			200: {
				content: {
					"application/json": components["schemas"]["PasswordChangedDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["TenantsV1Failure"];
				};
			};
		};
	};
}
