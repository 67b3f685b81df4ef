// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/permissions": {
		/**
		 * List the permissions a role can have
		 * @description Needs the permission `roles.read`.
		 */
		get: operations["listPermissions"];
	};
	"/v1/roles": {
		/**
		 * List the built-in roles and the roles of the organization
		 * @description Needs the permission `roles.read`.
		 */
		get: operations["listRoles"];
		/**
		 * Create a role with permissions that you have
		 * @description Needs the permission `roles.manage`.
		 */
		post: operations["createRole"];
	};
	"/v1/roles/{key}": {
		/**
		 * Get a role
		 * @description Needs the permission `roles.read`.
		 */
		get: operations["getRole"];
		/**
		 * Delete a role that no member has
		 * @description Needs the permission `roles.manage`.
		 */
		delete: operations["deleteRole"];
		/**
		 * Change a role; the permissions of its members change at once
		 * @description Needs the permission `roles.manage`.
		 */
		patch: operations["updateRole"];
	};
}
export interface components {
	schemas: {
		PermissionListDto: {
			items: components["schemas"]["PermissionDto"][];
			/** @description All permissions fit one page */
			next_cursor: string | null;
		};
		PermissionDto: {
			key: ("organization.read" | "organization.update" | "organization.delete" | "organization.transfer" | "plan.change" | "members.read" | "members.manage" | "invitations.manage" | "roles.read" | "roles.manage" | "stats.read" | "data.read" | "data.write" | "data.drop" | "data.export" | "data.undo" | "tenants.create" | "audit.read" | "audit.stream" | "backups.read" | "backups.manage" | "branches.manage" | "api_keys.manage" | "usage.read" | "webhooks.read" | "webhooks.manage") | string;
			description: string;
			/** @description Heading in forms */
			group: string;
			/** @description Registered by the operator and checked by the product */
			product: boolean;
		};
		V1Failure: Problem;
		RoleListDto: {
			items: components["schemas"]["RoleDto"][];
			/** @description All roles fit one page */
			next_cursor: string | null;
		};
		RoleDto: {
			key: string;
			name: string;
			description: string;
			/** @description The same in every organization; cannot be changed */
			built_in: boolean;
			permissions: (("organization.read" | "organization.update" | "organization.delete" | "organization.transfer" | "plan.change" | "members.read" | "members.manage" | "invitations.manage" | "roles.read" | "roles.manage" | "stats.read" | "data.read" | "data.write" | "data.drop" | "data.export" | "data.undo" | "tenants.create" | "audit.read" | "audit.stream" | "backups.read" | "backups.manage" | "branches.manage" | "api_keys.manage" | "usage.read" | "webhooks.read" | "webhooks.manage") | string)[];
			/** @description Number of members with the role, of any status */
			members: number;
			/** Format: date-time */
			created_at: string | null;
			/** Format: date-time */
			updated_at: string | null;
		};
		CreateRoleDto: {
			/** @description Identifies the role and never changes; derived from the name if absent */
			key?: string;
			name: string;
			description?: string;
			permissions: (("organization.read" | "organization.update" | "organization.delete" | "organization.transfer" | "plan.change" | "members.read" | "members.manage" | "invitations.manage" | "roles.read" | "roles.manage" | "stats.read" | "data.read" | "data.write" | "data.drop" | "data.export" | "data.undo" | "tenants.create" | "audit.read" | "audit.stream" | "backups.read" | "backups.manage" | "branches.manage" | "api_keys.manage" | "usage.read" | "webhooks.read" | "webhooks.manage") | string)[];
		};
		UpdateRoleDto: {
			name?: string;
			description?: string;
			permissions?: (("organization.read" | "organization.update" | "organization.delete" | "organization.transfer" | "plan.change" | "members.read" | "members.manage" | "invitations.manage" | "roles.read" | "roles.manage" | "stats.read" | "data.read" | "data.write" | "data.drop" | "data.export" | "data.undo" | "tenants.create" | "audit.read" | "audit.stream" | "backups.read" | "backups.manage" | "branches.manage" | "api_keys.manage" | "usage.read" | "webhooks.read" | "webhooks.manage") | string)[];
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
		Key: string;
		/** @description The ETag that was read */
		IfMatch: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	listPermissions: {
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
			200: {
				content: {
					"application/json": components["schemas"]["PermissionListDto"];
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
	listRoles: {
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
			200: {
				content: {
					"application/json": components["schemas"]["RoleListDto"];
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
	createRole: {
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
				"application/json": components["schemas"]["CreateRoleDto"];
			};
		};
		responses: {
			201: {
				content: {
					"application/json": components["schemas"]["RoleDto"];
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
	getRole: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				key: components["parameters"]["Key"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["RoleDto"];
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
	deleteRole: {
		parameters: {
			query?: never;
			header?: {
				/** @description The ETag that was read */
				"If-Match"?: components["parameters"]["IfMatch"];
				/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
				"X-OTP"?: components["parameters"]["XOTP"];
				/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
				"X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				key: components["parameters"]["Key"];
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
	updateRole: {
		parameters: {
			query?: never;
			header?: {
				/** @description The ETag that was read */
				"If-Match"?: components["parameters"]["IfMatch"];
				/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
				"X-OTP"?: components["parameters"]["XOTP"];
				/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
				"X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				key: components["parameters"]["Key"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["UpdateRoleDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["RoleDto"];
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
