// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/api-keys/current": {
		/**
		 * Get the API key of this request
		 * @description A person who is signed in has none.
		 */
		get: operations["getCurrentApiKey"];
	};
	"/v1/api-keys": {
		/**
		 * List the API keys of the organization and of its members, newest first
		 * @description Revoked and expired keys are listed for 90 days.
		 *
		 *     Needs the permission `api_keys.manage`.
		 */
		get: operations["listApiKeys"];
		/**
		 * Create an API key of the organization
		 * @description Only a hash of the key is stored: the answer is the only place that shows it.
		 *
		 *     Needs the permission `api_keys.manage`.
		 */
		post: operations["createApiKey"];
	};
	"/v1/api-keys/{id}": {
		/**
		 * Get an API key of the organization or of one of its members
		 * @description Needs the permission `api_keys.manage`.
		 */
		get: operations["getApiKey"];
		/**
		 * Revoke an API key of the organization or of one of its members
		 * @description Every instance refuses it within a tenth of a second.
		 *
		 *     Needs the permission `api_keys.manage`.
		 */
		delete: operations["revokeApiKey"];
		/**
		 * Change an API key of the organization
		 * @description You need every permission that the key has afterwards.
		 *
		 *     Needs the permission `api_keys.manage`.
		 */
		patch: operations["updateApiKey"];
	};
	"/v1/api-keys/{id}/rotate": {
		/**
		 * Rotate the secret of an API key of the organization
		 * @description The id, the scopes and the rest stay. The secret before goes on for `overlap_seconds`, so that its users can be changed one by one. Only a hash of the key is stored: the answer is the only place that shows it.
		 *
		 *     Needs the permission `api_keys.manage`.
		 */
		post: operations["rotateApiKey"];
	};
	"/v1/api-keys/leaks": {
		/**
		 * Report API keys that were found in public
		 * @description In the format of GitHub’s secret scanning partner program. The keys themselves are the proof: each one of this service is revoked at once, and the owners of its organization get an e-mail. Anything else changes nothing.
		 */
		post: operations["reportLeakedKeys"];
	};
	"/v1/me/api-keys": {
		/**
		 * List your API keys in the organization, newest first
		 * @description Revoked and expired keys are listed for 90 days.
		 */
		get: operations["listOwnApiKeys"];
		/**
		 * Create an API key of your own in the organization
		 * @description Only a hash of the key is stored: the answer is the only place that shows it.
		 */
		post: operations["createOwnApiKey"];
	};
	"/v1/me/api-keys/{id}": {
		/** Get one of your API keys */
		get: operations["getOwnApiKey"];
		/**
		 * Revoke one of your API keys
		 * @description Every instance refuses it within a tenth of a second.
		 */
		delete: operations["revokeOwnApiKey"];
		/**
		 * Change one of your API keys
		 * @description You need every permission that the key has afterwards.
		 */
		patch: operations["updateOwnApiKey"];
	};
	"/v1/me/api-keys/{id}/rotate": {
		/**
		 * Rotate the secret of one of your API keys
		 * @description The id, the scopes and the rest stay. The secret before goes on for `overlap_seconds`, so that its users can be changed one by one. Only a hash of the key is stored: the answer is the only place that shows it.
		 */
		post: operations["rotateOwnApiKey"];
	};
}
export interface components {
	schemas: {
		ApiKeyDto: {
			/** @description Stands in the key after `rwh_live_` */
			id: string;
			/** @enum {string} */
			kind: "organization" | "personal";
			organization_id: string;
			/** @description The person of a personal key */
			user_id: string | null;
			name: string;
			scopes: string[];
			/** @description Empty: everywhere */
			allowed_addresses: string[];
			/** @enum {string} */
			status: "active" | "expired" | "revoked";
			/** @description The account that made it */
			created_by: string;
			created_at: string;
			updated_at: string;
			/** Format: date-time */
			expires_at: string | null;
			/**
			 * Format: date-time
			 * @description Time of the last rotation
			 */
			rotated_at: string | null;
			/**
			 * Format: date-time
			 * @description Until when the secret before the last rotation goes on
			 */
			previous_until: string | null;
			/** Format: date-time */
			revoked_at: string | null;
			/**
			 * @description `leaked`: reported by a secret scanner. `left`: the person left the organization
			 * @enum {string|null}
			 */
			revocation_reason: "revoked" | "leaked" | "left" | null;
			/**
			 * Format: date-time
			 * @description To about a minute
			 */
			last_used_at: string | null;
			/** @description Address of the last use */
			last_used_ip: string | null;
		};
		V1Failure: Problem;
		ApiKeyListDto: {
			items: components["schemas"]["ApiKeyDto"][];
			next_cursor: string | null;
		};
		CreateApiKeyDto: {
			name: string;
			/** @description Permissions that you have */
			scopes: (("organization.read" | "organization.update" | "plan.change" | "members.read" | "members.manage" | "invitations.manage" | "roles.read" | "roles.manage" | "stats.read" | "data.read" | "data.write" | "data.drop" | "data.export" | "data.undo" | "tenants.create" | "audit.read" | "audit.stream" | "backups.read" | "backups.manage" | "branches.manage" | "api_keys.manage" | "usage.read" | "webhooks.read" | "webhooks.manage") | string)[];
			/**
			 * Format: date-time
			 * @description When the key ends; never if absent
			 */
			expires_at?: string;
			/** @description Addresses and CIDR blocks the key may be used from; everywhere if absent or empty */
			allowed_addresses?: string[];
		};
		IssuedApiKeyDto: {
			/** @description Stands in the key after `rwh_live_` */
			id: string;
			/** @enum {string} */
			kind: "organization" | "personal";
			organization_id: string;
			/** @description The person of a personal key */
			user_id: string | null;
			name: string;
			scopes: string[];
			/** @description Empty: everywhere */
			allowed_addresses: string[];
			/** @enum {string} */
			status: "active" | "expired" | "revoked";
			/** @description The account that made it */
			created_by: string;
			created_at: string;
			updated_at: string;
			/** Format: date-time */
			expires_at: string | null;
			/**
			 * Format: date-time
			 * @description Time of the last rotation
			 */
			rotated_at: string | null;
			/**
			 * Format: date-time
			 * @description Until when the secret before the last rotation goes on
			 */
			previous_until: string | null;
			/** Format: date-time */
			revoked_at: string | null;
			/**
			 * @description `leaked`: reported by a secret scanner. `left`: the person left the organization
			 * @enum {string|null}
			 */
			revocation_reason: "revoked" | "leaked" | "left" | null;
			/**
			 * Format: date-time
			 * @description To about a minute
			 */
			last_used_at: string | null;
			/** @description Address of the last use */
			last_used_ip: string | null;
			/** @description The whole key; it is not shown again */
			key: string;
		};
		UpdateApiKeyDto: {
			name?: string;
			scopes?: (("organization.read" | "organization.update" | "plan.change" | "members.read" | "members.manage" | "invitations.manage" | "roles.read" | "roles.manage" | "stats.read" | "data.read" | "data.write" | "data.drop" | "data.export" | "data.undo" | "tenants.create" | "audit.read" | "audit.stream" | "backups.read" | "backups.manage" | "branches.manage" | "api_keys.manage" | "usage.read" | "webhooks.read" | "webhooks.manage") | string)[];
			/**
			 * Format: date-time
			 * @description null: never
			 */
			expires_at?: string | null;
			/** @description An empty list: everywhere */
			allowed_addresses?: string[];
		};
		RotateApiKeyDto: {
			/**
			 * @description How long the secret before goes on
			 * @default 86400
			 */
			overlap_seconds: number;
		};
		LeakedTokenDto: {
			token: string;
			type?: string;
			/** @description Where it was found */
			url?: string;
		};
		LeakAnswerDto: {
			/** @description SHA-256 of the token, in hexadecimal digits */
			token_hash: string;
			/** @description `type` of the report */
			token_type: string;
			/**
			 * @description `true_positive`: a key of this service, which is revoked now
			 * @enum {string}
			 */
			label: "true_positive" | "false_positive";
		};
	};
	responses: never;
	parameters: {
		/** @description Id of one of the actor’s organizations; the organization of the token if absent */
		XOrgId: string;
		/** @description `next_cursor` of the previous page */
		ApiKeysCursor: string;
		Limit: number;
		/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
		XOTP: string;
		/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
		XConfirmPassword: string;
		ApiKeysId: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	getCurrentApiKey: {
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
					"application/json": components["schemas"]["ApiKeyDto"];
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
	listApiKeys: {
		parameters: {
			query?: {
				/** @description `next_cursor` of the previous page */
				cursor?: components["parameters"]["ApiKeysCursor"];
				limit?: components["parameters"]["Limit"];
				/** @description organization or personal; both if absent */
				kind?: string;
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
					"application/json": components["schemas"]["ApiKeyListDto"];
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
	createApiKey: {
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
		requestBody: {
			content: {
				"application/json": components["schemas"]["CreateApiKeyDto"];
			};
		};
		responses: {
			201: {
				content: {
					"application/json": components["schemas"]["IssuedApiKeyDto"];
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
	getApiKey: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["ApiKeysId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["ApiKeyDto"];
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
	revokeApiKey: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["ApiKeysId"];
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
	updateApiKey: {
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
				id: components["parameters"]["ApiKeysId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["UpdateApiKeyDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["ApiKeyDto"];
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
	rotateApiKey: {
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
				id: components["parameters"]["ApiKeysId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["RotateApiKeyDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["IssuedApiKeyDto"];
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
	reportLeakedKeys: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["LeakedTokenDto"][];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["LeakAnswerDto"][];
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
	listOwnApiKeys: {
		parameters: {
			query?: {
				/** @description `next_cursor` of the previous page */
				cursor?: components["parameters"]["ApiKeysCursor"];
				limit?: components["parameters"]["Limit"];
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
					"application/json": components["schemas"]["ApiKeyListDto"];
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
	createOwnApiKey: {
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
		requestBody: {
			content: {
				"application/json": components["schemas"]["CreateApiKeyDto"];
			};
		};
		responses: {
			201: {
				content: {
					"application/json": components["schemas"]["IssuedApiKeyDto"];
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
	getOwnApiKey: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["ApiKeysId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["ApiKeyDto"];
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
	revokeOwnApiKey: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["ApiKeysId"];
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
	updateOwnApiKey: {
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
				id: components["parameters"]["ApiKeysId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["UpdateApiKeyDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["ApiKeyDto"];
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
	rotateOwnApiKey: {
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
				id: components["parameters"]["ApiKeysId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["RotateApiKeyDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["IssuedApiKeyDto"];
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
