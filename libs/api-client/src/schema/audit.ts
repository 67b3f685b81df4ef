// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/audit": {
		/**
		 * List the audit log of the organization, newest first
		 * @description Needs the permission `audit.read`.
		 */
		get: operations["listAudit"];
	};
	"/v1/audit/verification": {
		/**
		 * Verify the audit log by recomputing its hash chain
		 * @description Needs the permission `audit.read`.
		 */
		get: operations["verifyAudit"];
	};
}
export interface components {
	schemas: {
		AuditListDto: {
			items: components["schemas"]["AuditEntryDto"][];
			next_cursor: string | null;
		};
		AuditEntryDto: {
			id: string;
			/** @description Position in the hash chain, from 1 */
			seq: number;
			at: string;
			action: string;
			/** @description null: the service itself; `key:` and its id: an API key of the organization */
			actor_id: string | null;
			/** @description The operator who acted as the actor */
			impersonator_id: string | null;
			/** @description The API key it was done with */
			api_key_id: string | null;
			organization_id: string | null;
			target_type: string;
			target_id: string;
			details: {
				[key: string]: unknown;
			};
			request_id: string | null;
			ip: string | null;
			/** @description SHA-256 of the entry before it and of this one */
			hash: string;
		};
		V1Failure: Problem;
		AuditVerificationDto: {
			/** @description No entry was changed, removed or inserted */
			intact: boolean;
			entries: number;
			/** @description Hash of the newest entry. Keep it elsewhere to detect a log that was rewritten as a whole */
			head: string | null;
			/** @description `seq` of the first wrong entry */
			first_broken: number | null;
		};
	};
	responses: never;
	parameters: {
		Limit: number;
		/** @description Only entries at or after this day (UTC) or time */
		AuditFrom: string;
		/** @description Only entries before this time; a day counts as a whole */
		AuditTo: string;
		/** @description Id of one of the actor’s organizations; the organization of the token if absent */
		XOrgId: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	listAudit: {
		parameters: {
			query?: {
				/** @description `next_cursor` of the previous page */
				cursor?: string;
				limit?: components["parameters"]["Limit"];
				/** @description Only entries with this action */
				action?: string;
				/** @description Only entries at or after this day (UTC) or time */
				from?: components["parameters"]["AuditFrom"];
				/** @description Only entries before this time; a day counts as a whole */
				to?: components["parameters"]["AuditTo"];
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
					"application/json": components["schemas"]["AuditListDto"];
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
	verifyAudit: {
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
					"application/json": components["schemas"]["AuditVerificationDto"];
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
