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
	"/v1/audit/export": {
		/**
		 * Export the audit log of the organization
		 * @description Needs the permission `audit.read`.
		 */
		get: operations["exportAudit"];
	};
	"/v1/audit/heads": {
		/**
		 * List the signed heads of an audit log, newest first
		 * @description Open to everybody. A head is published each hour for every log that has grown, and with each export. A log that does not exist has none.
		 */
		get: operations["listAuditHeads"];
	};
	"/v1/audit/keys": {
		/**
		 * Get the public keys that heads of audit logs are signed with
		 * @description A JWK set (RFC 7517). Open to everybody; keep a copy where the service cannot change it.
		 */
		get: operations["getAuditKeys"];
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
		AuditHeadListDto: {
			items: components["schemas"]["AuditHeadDto"][];
			next_cursor: string | null;
		};
		AuditHeadDto: {
			/** @description An organization’s id, or `platform` */
			log: string;
			/** @description How many entries the log had */
			count: number;
			/** @description SHA-256 over the last entry and every entry before it, as exported */
			link: string;
			/** @description `hash` of the last entry */
			hash: string;
			at: string;
			/** @description All of this as a compact JWS (RFC 7515, EdDSA), signed with a key of `GET /v1/audit/keys` */
			signed: string;
		};
		AuditKeysDto: {
			keys: components["schemas"]["AuditKeyDto"][];
		};
		AuditKeyDto: {
			/** @enum {string} */
			kty: "OKP";
			/** @enum {string} */
			crv: "Ed25519";
			x: string;
			/** @description Thumbprint of the key (RFC 7638) */
			kid: string;
			/** @enum {string} */
			use: "sig";
			/** @enum {string} */
			alg: "EdDSA";
		};
	};
	responses: never;
	parameters: {
		Limit: number;
		/** @description Only entries with this action */
		Action: string;
		/** @description Only entries at or after this day (UTC) or time */
		AuditFrom: string;
		/** @description Only entries before this time; a day counts as a whole */
		AuditTo: string;
		/** @description Id of one of the actor’s organizations; the organization of the token if absent */
		XOrgId: string;
		/** @description `ndjson`: can be verified offline with `rowhouse audit verify`; entries that the filter leaves out stand in it as their digests. `csv`: for spreadsheets; cells that would be formulas begin with an apostrophe */
		ExportFormat: "ndjson" | "csv";
		/** @description Only entries at or after this day (UTC) or time */
		ExportFrom: string;
		/** @description Only entries before this time; a day counts as a whole */
		ExportTo: string;
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
				action?: components["parameters"]["Action"];
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
	exportAudit: {
		parameters: {
			query?: {
				/** @description `ndjson`: can be verified offline with `rowhouse audit verify`; entries that the filter leaves out stand in it as their digests. `csv`: for spreadsheets; cells that would be formulas begin with an apostrophe */
				format?: components["parameters"]["ExportFormat"];
				/** @description Only entries with this action */
				action?: components["parameters"]["Action"];
				/** @description Only entries at or after this day (UTC) or time */
				from?: components["parameters"]["ExportFrom"];
				/** @description Only entries before this time; a day counts as a whole */
				to?: components["parameters"]["ExportTo"];
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
			/** @description Oldest entry first; the last line of NDJSON is a signed head, or says that the log is broken */
			200: {
				content: {
					"application/x-ndjson": string;
					"text/csv": string;
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
	listAuditHeads: {
		parameters: {
			query: {
				/** @description An organization’s id, or `platform` */
				organization_id: string;
				/** @description `next_cursor` of the previous page */
				cursor?: string;
				limit?: components["parameters"]["Limit"];
				/** @description Only heads signed at or after this day (UTC) or time */
				from?: string;
				/** @description Only heads signed before this time; a day counts as a whole */
				to?: string;
			};
			header?: never;
			path?: never;
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["AuditHeadListDto"];
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
	getAuditKeys: {
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["AuditKeysDto"];
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
