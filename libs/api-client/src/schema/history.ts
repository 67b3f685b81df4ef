// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/organizations/{id}/history": {
		/**
		 * Get how far back the organization can be restored, and which generations are kept
		 * @description Needs the permission `organization.read`.
		 */
		get: operations["getHistory"];
	};
	"/v1/organizations/{id}/undo/preview": {
		/**
		 * Preview an undo without changing anything
		 * @description Needs the permission `data.undo`.
		 */
		post: operations["previewUndo"];
	};
	"/v1/organizations/{id}/undo": {
		/**
		 * Put the data of the organization back to an earlier moment
		 * @description The data of that moment become the next generation of the database. Name, tokens, members, roles and settings stay as they are. What is replaced is kept for UNDO_KEEP_DAYS. Goes on after the answer: see the operation.
		 *
		 *     Needs the permission `data.undo`.
		 */
		post: operations["undoOrganization"];
	};
	"/v1/organizations/{id}/generations/{generation}": {
		/**
		 * Drop a kept generation before it expires
		 * @description Needs the permission `data.undo`.
		 */
		delete: operations["dropGeneration"];
	};
	"/v1/organizations/{id}/undo/collection": {
		/**
		 * Restore one collection of an earlier moment
		 * @description It is filled beside its name and gets it in one step, with its options and indexes; nothing is changed before. A collection of the name is replaced only if `confirm` repeats it: `undo_at` brings it back within the snapshot window. A dry run counts the documents that would be added, changed and removed.
		 *
		 *     Needs the permission `data.undo`.
		 */
		post: operations["restorePastCollection"];
	};
	"/v1/organizations/{id}/undo/document": {
		/**
		 * Restore one document of an earlier moment
		 * @description The document is written as it was, in the place of the present one. `undo_at` is a moment at which all was as before.
		 *
		 *     Needs the permission `data.undo`.
		 */
		post: operations["restorePastDocument"];
	};
}
export interface components {
	schemas: {
		HistoryDto: {
			/** @description The oldest moment for `at` and `X-As-Of` */
			oldest: string;
			/** @description The clock of the database */
			now: string;
			/** @description Snapshot window of the database; null if its user may not read the setting */
			window_seconds: number | null;
			kept: components["schemas"]["KeptGenerationDto"][];
		};
		KeptGenerationDto: {
			generation: number;
			/** @description When an undo replaced it */
			left_at: string;
			/** @description When it is dropped */
			kept_until: string;
			/** @description Documents and indexes, uncompressed */
			bytes: number;
		};
		V1Failure: Problem;
		UndoDto: {
			/** @description RFC 3339 time with its zone, read as the beginning of its second, or a cluster time such as `1769774400.17` */
			at?: string;
			/** @description Number of a kept generation, instead of `at`: undoes the undo that replaced it */
			generation?: number;
		};
		UndoPreviewDto: {
			at: string;
			/** @description The exact moment: send it as `at` */
			cluster_time: string;
			collections: components["schemas"]["CollectionChangeDto"][];
		};
		CollectionChangeDto: {
			name: string;
			/**
			 * @description `restored`: does not exist now; `removed`: did not exist then
			 * @enum {string}
			 */
			change: "kept" | "restored" | "removed";
			/** @description Null if counting takes too long */
			documents_then: number | null;
			documents_now: number | null;
			/** @description Options or indexes differ */
			redefined: boolean;
		};
		OperationDto: {
			id: string;
			/** @enum {string} */
			kind: "update" | "undo" | "restore";
			/** @description Of an undo or a restore: the moment the data are put back to */
			at: string | null;
			/** @enum {string} */
			phase: "copying" | "catching_up" | "switching" | "cleaning" | "done" | "failed";
			/** @description The current database */
			from: string;
			/** @description The database of the next generation */
			to: string;
			/** @description Documents to copy, counted at the start */
			documents_total: number;
			documents_done: number;
			/** @description Completed share of the copy, 0 to 1 */
			progress: number;
			/** @description Milliseconds that writes were paused */
			pause_ms: number | null;
			error: string | null;
			created_at: string;
			updated_at: string;
		};
		RestorePastCollectionDto: {
			/** @description The collection, as it was called */
			collection: string;
			/** @description Another name for it */
			as?: string;
			/** @description The name that it gets, once more: a collection of this name is replaced */
			confirm?: string;
			/**
			 * @description Say what would change, and change nothing
			 * @default false
			 */
			dry_run: boolean;
			/** @description RFC 3339 with a zone, or a cluster time; within the snapshot window */
			at: string;
		};
		RestoredCollectionDto: {
			collection: string;
			dry_run: boolean;
			/** @description Documents that it has then */
			documents: number;
			/** @description A collection of this name is, or would be, replaced */
			replaced: boolean;
			/** @description Of a dry run, compared with the present; null: comparing takes too long */
			changes: {
				added: number;
				changed: number;
				removed: number;
			} | null;
			/** @description Cluster time at which all was as before: an `at` that takes this restore back */
			undo_at: string | null;
		};
		RestorePastDocumentDto: {
			collection: string;
			/** @description `_id`: text as in the path of a document, or extended JSON */
			document_id: string | Record<string, never> | number;
			/**
			 * @description Say what would change, and change nothing
			 * @default false
			 */
			dry_run: boolean;
			/** @description RFC 3339 with a zone, or a cluster time; within the snapshot window */
			at: string;
		};
		RestoredDocumentDto: {
			collection: string;
			dry_run: boolean;
			/** @enum {string} */
			change: "added" | "changed" | "unchanged";
			/** @description Cluster time at which all was as before */
			undo_at: string | null;
		};
	};
	responses: never;
	parameters: {
		/** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
		OrganizationsId: string;
		/** @description Id of one of the actor’s organizations; the organization of the token if absent */
		XOrgId: string;
		/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
		XOTP: string;
		/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
		XConfirmPassword: string;
		/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
		IdempotencyKey: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	getHistory: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				/** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
				id: components["parameters"]["OrganizationsId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["HistoryDto"];
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
	previewUndo: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				/** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
				id: components["parameters"]["OrganizationsId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["UndoDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["UndoPreviewDto"];
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
	undoOrganization: {
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
				/** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
				id: components["parameters"]["OrganizationsId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["UndoDto"];
			};
		};
		responses: {
			202: {
				content: {
					"application/json": components["schemas"]["OperationDto"];
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
	dropGeneration: {
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
				/** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
				id: components["parameters"]["OrganizationsId"];
				generation: number;
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
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
	restorePastCollection: {
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
				id: string;
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["RestorePastCollectionDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["RestoredCollectionDto"];
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
	restorePastDocument: {
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
				id: string;
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["RestorePastDocumentDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["RestoredDocumentDto"];
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
