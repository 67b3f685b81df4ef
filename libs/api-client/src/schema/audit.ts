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
	"/v1/audit/sinks": {
		/**
		 * List the sinks of the audit log of the organization
		 * @description Needs the permission `audit.read`.
		 */
		get: operations["listAuditSinks"];
		/**
		 * Stream the audit log of the organization to an address or a bucket
		 * @description Needs the permission `audit.stream`.
		 */
		post: operations["createAuditSink"];
	};
	"/v1/audit/sinks/{id}": {
		/**
		 * Get a sink of the audit log of the organization, with its position, lag and last error
		 * @description Needs the permission `audit.read`.
		 */
		get: operations["getAuditSink"];
		/**
		 * Delete a sink of the audit log of the organization
		 * @description Needs the permission `audit.stream`.
		 */
		delete: operations["deleteAuditSink"];
		/**
		 * Change, enable or disable a sink of the audit log of the organization
		 * @description Needs the permission `audit.stream`.
		 */
		patch: operations["updateAuditSink"];
	};
	"/v1/audit/sinks/{id}/rotate": {
		/**
		 * Rotate the secret of a sink of the audit log of the organization; the previous one also signs for some hours
		 * @description Needs the permission `audit.stream`.
		 */
		post: operations["rotateAuditSinkSecret"];
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
		AuditSinkListDto: {
			items: components["schemas"]["AuditSinkDto"][];
			/** @description All sinks fit one page */
			next_cursor: string | null;
		};
		AuditSinkDto: {
			id: string;
			/** @enum {string} */
			kind: "http" | "s3";
			/** @description Of kind `http`: https; a public host; port 443, or one of 1024 to 65535 */
			url: string | null;
			/** @description Of kind `s3`: where the bucket is; that of Amazon for the region when absent */
			endpoint: string | null;
			/** @description Of kind `s3` */
			region: string | null;
			/** @description Of kind `s3` */
			bucket: string | null;
			/** @description Of kind `s3`: objects are named `<prefix>/<log>/<first entry>-<last entry>.ndjson` */
			prefix: string | null;
			/** @description Of kind `s3` */
			access_key_id: string | null;
			description: string;
			enabled: boolean;
			/**
			 * @description Why it is off: by hand, after five days without a success, or because it answered 410
			 * @enum {string|null}
			 */
			off_reason: "manual" | "failing" | "gone" | null;
			/** Format: date-time */
			off_at: string | null;
			/** @description `seq` of the last entry that the sink has accepted */
			position: number;
			/** @description Entries of the log that wait */
			lag: number;
			/** @description Age of the first entry that waits; null: none does */
			lag_seconds: number | null;
			/**
			 * Format: date-time
			 * @description When the sink last accepted something
			 */
			delivered_at: string | null;
			/**
			 * Format: date-time
			 * @description Nothing was accepted since
			 */
			failing_since: string | null;
			/** @description Of the last try, when it failed */
			last_error: string | null;
			/** @description Of kind `http`: public keys of the `v1a` signatures, the newest first */
			public_keys: string[];
			/**
			 * Format: date-time
			 * @description The secret before the newest one signs too until then
			 */
			previous_secret_until: string | null;
			/** Format: date-time */
			created_at: string;
			/** Format: date-time */
			updated_at: string;
		};
		CreateAuditSinkDto: {
			/** @description Of kind `http`: https; a public host; port 443, or one of 1024 to 65535 */
			url?: string;
			/** @description Of kind `s3`: where the bucket is; that of Amazon for the region when absent */
			endpoint?: string;
			/** @description Of kind `s3` */
			region?: string;
			/** @description Of kind `s3` */
			bucket?: string;
			/** @description Of kind `s3`: objects are named `<prefix>/<log>/<first entry>-<last entry>.ndjson` */
			prefix?: string;
			/** @description Of kind `s3` */
			access_key_id?: string;
			/** @description Of kind `s3`. It is stored sealed, and not shown again */
			secret_access_key?: string;
			description?: string;
			/** @enum {string} */
			kind: "http" | "s3";
			/**
			 * @description `now`: only entries that are made from now on
			 * @default beginning
			 * @enum {string}
			 */
			start: "beginning" | "now";
		};
		AuditSinkWithSecretDto: {
			id: string;
			/** @enum {string} */
			kind: "http" | "s3";
			/** @description Of kind `http`: https; a public host; port 443, or one of 1024 to 65535 */
			url: string | null;
			/** @description Of kind `s3`: where the bucket is; that of Amazon for the region when absent */
			endpoint: string | null;
			/** @description Of kind `s3` */
			region: string | null;
			/** @description Of kind `s3` */
			bucket: string | null;
			/** @description Of kind `s3`: objects are named `<prefix>/<log>/<first entry>-<last entry>.ndjson` */
			prefix: string | null;
			/** @description Of kind `s3` */
			access_key_id: string | null;
			description: string;
			enabled: boolean;
			/**
			 * @description Why it is off: by hand, after five days without a success, or because it answered 410
			 * @enum {string|null}
			 */
			off_reason: "manual" | "failing" | "gone" | null;
			/** Format: date-time */
			off_at: string | null;
			/** @description `seq` of the last entry that the sink has accepted */
			position: number;
			/** @description Entries of the log that wait */
			lag: number;
			/** @description Age of the first entry that waits; null: none does */
			lag_seconds: number | null;
			/**
			 * Format: date-time
			 * @description When the sink last accepted something
			 */
			delivered_at: string | null;
			/**
			 * Format: date-time
			 * @description Nothing was accepted since
			 */
			failing_since: string | null;
			/** @description Of the last try, when it failed */
			last_error: string | null;
			/** @description Of kind `http`: public keys of the `v1a` signatures, the newest first */
			public_keys: string[];
			/**
			 * Format: date-time
			 * @description The secret before the newest one signs too until then
			 */
			previous_secret_until: string | null;
			/** Format: date-time */
			created_at: string;
			/** Format: date-time */
			updated_at: string;
			/** @description Of kind `http`: secret of the `v1` signatures. It is shown once */
			secret: string | null;
		};
		UpdateAuditSinkDto: {
			/** @description Of kind `http`: https; a public host; port 443, or one of 1024 to 65535 */
			url?: string;
			/** @description Of kind `s3`: where the bucket is; that of Amazon for the region when absent */
			endpoint?: string;
			/** @description Of kind `s3` */
			region?: string;
			/** @description Of kind `s3` */
			bucket?: string;
			/** @description Of kind `s3`: objects are named `<prefix>/<log>/<first entry>-<last entry>.ndjson` */
			prefix?: string;
			/** @description Of kind `s3` */
			access_key_id?: string;
			/** @description Of kind `s3`. It is stored sealed, and not shown again */
			secret_access_key?: string;
			description?: string;
			/** @description Off: nothing is sent. On: it goes on behind the last entry that was accepted, at once */
			enabled?: boolean;
		};
		RotateSecretDto: {
			/**
			 * @description Hours that the secret before signs too; 0: it ends at once
			 * @default 24
			 */
			overlap_hours: number;
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
		/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
		XOTP: string;
		/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
		XConfirmPassword: string;
		/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
		IdempotencyKey: string;
		SinksId: string;
		/** @description The ETag that was read */
		IfMatch: string;
		/** @description Password of the actor, required if REQUIRE_STEP_UP is on and the body has url or endpoint or bucket; percent-encoded if it contains characters other than ASCII */
		SinksXConfirmPassword: string;
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
	listAuditSinks: {
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
					"application/json": components["schemas"]["AuditSinkListDto"];
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
	createAuditSink: {
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
				"application/json": components["schemas"]["CreateAuditSinkDto"];
			};
		};
		responses: {
			201: {
				content: {
					"application/json": components["schemas"]["AuditSinkWithSecretDto"];
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
	getAuditSink: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["SinksId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["AuditSinkDto"];
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
	deleteAuditSink: {
		parameters: {
			query?: never;
			header?: {
				/** @description The ETag that was read */
				"If-Match"?: components["parameters"]["IfMatch"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["SinksId"];
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
	updateAuditSink: {
		parameters: {
			query?: never;
			header?: {
				/** @description The ETag that was read */
				"If-Match"?: components["parameters"]["IfMatch"];
				/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
				"X-OTP"?: components["parameters"]["XOTP"];
				/** @description Password of the actor, required if REQUIRE_STEP_UP is on and the body has url or endpoint or bucket; percent-encoded if it contains characters other than ASCII */
				"X-Confirm-Password"?: components["parameters"]["SinksXConfirmPassword"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["SinksId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["UpdateAuditSinkDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["AuditSinkDto"];
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
	rotateAuditSinkSecret: {
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
				/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
				"Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
			};
			path: {
				id: components["parameters"]["SinksId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["RotateSecretDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["AuditSinkWithSecretDto"];
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
