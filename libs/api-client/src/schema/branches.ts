// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/branches": {
		/**
		 * List the branches of the organization, newest first
		 * @description Needs the permission `branches.manage`.
		 */
		get: operations["listBranches"];
		/**
		 * Make a branch of the organization
		 * @description A copy of the data at one moment, made inside the database server while the organization stays in use. It is an organization of its own, whose owner is the caller (X-Org-Id picks it), until it expires. What masks name is masked before it is written. GET /v1/branches/{id} shows the progress.
		 *
		 *     Needs the permission `branches.manage`.
		 */
		post: operations["createBranch"];
	};
	"/v1/branches/{id}": {
		/**
		 * Get a branch and its progress
		 * @description Needs the permission `branches.manage`.
		 */
		get: operations["getBranch"];
		/**
		 * Delete a branch with its database
		 * @description Needs the permission `branches.manage`.
		 */
		delete: operations["deleteBranch"];
	};
}
export interface components {
	schemas: {
		BranchListDto: {
			items: components["schemas"]["BranchDto"][];
			next_cursor: string | null;
			/** @description How many the plan allows at once */
			limit: number;
		};
		BranchDto: {
			/** @description Of the organization that it is */
			id: string;
			name: string;
			/** @enum {string} */
			phase: "building" | "ready" | "failed";
			/** @description Completed share, 0 to 1 */
			progress: number;
			/** @description The second whose data it holds */
			at: string;
			masks: components["schemas"]["MaskDto"][];
			/** @description Why it failed, as an error code */
			error: string | null;
			created_by: string;
			created_at: string;
			expires_at: string;
		};
		MaskDto: {
			/** @description Name of a collection; `*`: every one */
			collection: string;
			/** @description Paths of fields, also through arrays */
			fields?: string[];
			/**
			 * @description `token`: a text that is another one for each document, so that unique indexes hold
			 * @default remove
			 * @enum {string}
			 */
			with: "remove" | "null" | "token";
			/** @description The collection stays empty */
			empty?: boolean;
		};
		V1Failure: Problem;
		NewBranchDto: {
			/** @description Of the organization that it becomes */
			name: string;
			/** @description RFC 3339 time with its zone, or a cluster time, within the snapshot window; now when absent */
			at?: string;
			/**
			 * @description Hours until it is deleted
			 * @default 72
			 */
			hours: number;
			masks?: components["schemas"]["MaskDto"][];
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
		BranchesId: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	listBranches: {
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
					"application/json": components["schemas"]["BranchListDto"];
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
	createBranch: {
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
				"application/json": components["schemas"]["NewBranchDto"];
			};
		};
		responses: {
			202: {
				content: {
					"application/json": components["schemas"]["BranchDto"];
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
	getBranch: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["BranchesId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description What it is at; with `Accept: text/event-stream` a stream that begins with it, tells it again (`event: progress`) within half a second of each change, and ends (`event: end`, whose `code` is `finished`) with the work, or with the refusal that the caller would get by now */
			200: {
				content: {
					"application/json": components["schemas"]["BranchDto"];
					"text/event-stream": string;
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
	deleteBranch: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["BranchesId"];
			};
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
}
