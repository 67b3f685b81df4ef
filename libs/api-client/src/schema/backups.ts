// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/backups/schedule": {
		/**
		 * Get the schedule of backups
		 * @description Needs the permission `backups.read`.
		 */
		get: operations["getBackupSchedule"];
		/**
		 * Set the schedule of backups
		 * @description The plan says how often it may be due, and how many backups it may keep. When there are more than `keep_count`, the oldest scheduled ones are deleted; those that people made stay. The owners get an e-mail when a scheduled backup fails.
		 *
		 *     Needs the permission `backups.manage`.
		 */
		put: operations["setBackupSchedule"];
		/**
		 * Remove the schedule of backups
		 * @description The backups that it made stay.
		 *
		 *     Needs the permission `backups.manage`.
		 */
		delete: operations["removeBackupSchedule"];
	};
	"/v1/backups/journal": {
		/**
		 * Get which moments the organization can be put back to
		 * @description Needs the permission `backups.read`.
		 */
		get: operations["getJournal"];
	};
	"/v1/backups/journal/restore/preview": {
		/**
		 * Show what a restore to a moment would use and change
		 * @description Reads the segments of the journal, and none of the documents of the backup.
		 *
		 *     Needs the permission `backups.manage`.
		 */
		post: operations["previewMomentRestore"];
	};
	"/v1/backups/journal/restore": {
		/**
		 * Put the data of the organization back to a moment
		 * @description The newest backup until the moment, with what the journal says happened since, becomes the next generation of the database, while the organization stays in use; GET /v1/operations/{id} shows the progress. Members, roles, settings and tokens stay as they are. What is replaced is kept for UNDO_KEEP_DAYS: an undo with its number brings it back.
		 *
		 *     Needs the permission `backups.manage`.
		 */
		post: operations["restoreToMoment"];
	};
	"/v1/backups/copies": {
		/**
		 * List the organizations that were made from backups, newest first
		 * @description Needs the permission `backups.manage`.
		 */
		get: operations["listBackupCopies"];
	};
	"/v1/backups/copies/{id}": {
		/**
		 * Get an organization that is made from a backup, and its progress
		 * @description Needs the permission `backups.manage`.
		 */
		get: operations["getBackupCopy"];
	};
	"/v1/backups/{id}/copies": {
		/**
		 * Restore a backup as a new organization
		 * @description The organization that was backed up is not changed. The caller owns the new one, alone; it is there when the answer of GET /v1/backups/copies/{id} says `ready`.
		 *
		 *     Needs the permission `backups.manage`.
		 */
		post: operations["copyBackup"];
	};
	"/v1/backups/uploads": {
		/**
		 * Upload a dump of mongodump as a backup
		 * @description An archive (`mongodump --archive`), or a tar file of the folder that mongodump makes; each packed with gzip or not, as its bytes tell. It is read as it comes, checked, sealed and kept, and is restored as any other backup: in place, as a new organization, one collection, or one document. Collections of the server and of Rowhouse itself are not taken. A dump that is refused or cut off leaves nothing. A repeated upload is another backup.
		 *
		 *     Needs the permission `backups.manage`.
		 */
		post: operations["uploadBackup"];
	};
	"/v1/backups": {
		/**
		 * List the backups of the organization, newest first
		 * @description Needs the permission `backups.read`.
		 */
		get: operations["listBackups"];
		/**
		 * Create a backup of the organization
		 * @description Copies the database of the organization as it is at one moment while it stays in use; GET /v1/backups/{id} shows the progress. Members, roles and settings are not part of it. It is kept sealed with a key of the organization.
		 *
		 *     Needs the permission `backups.manage`.
		 */
		post: operations["createBackup"];
	};
	"/v1/backups/{id}": {
		/**
		 * Get a backup and its progress
		 * @description Needs the permission `backups.read`.
		 */
		get: operations["getBackup"];
		/**
		 * Delete a backup
		 * @description Needs the permission `backups.manage`.
		 */
		delete: operations["deleteBackup"];
	};
	"/v1/backups/{id}/verification": {
		/**
		 * Verify a backup by reading all of it
		 * @description GET /v1/backups/{id} shows the result as `verification`.
		 *
		 *     Needs the permission `backups.manage`.
		 */
		post: operations["verifyBackup"];
	};
	"/v1/backups/{id}/links": {
		/**
		 * Create a link that downloads a backup
		 * @description It works for 15 minutes, for everybody who has it. What it downloads is not sealed.
		 *
		 *     Needs the permission `backups.manage`.
		 */
		post: operations["createBackupLink"];
	};
	"/v1/backups/{id}/restore/preview": {
		/**
		 * Show what a restore would change
		 * @description Needs the permission `backups.manage`.
		 */
		post: operations["previewRestore"];
	};
	"/v1/backups/{id}/restore": {
		/**
		 * Restore a backup
		 * @description The organization gets a next generation of its database with the data of the backup, while it stays in use; GET /v1/operations/{id} shows the progress. Members, roles, settings and tokens stay as they are. What was written since the backup is in the generation that is replaced, which is kept for UNDO_KEEP_DAYS: an undo with its number brings it back.
		 *
		 *     Needs the permission `backups.manage`.
		 */
		post: operations["restoreBackup"];
	};
	"/v1/backups/downloads/{secret}": {
		/**
		 * Download a backup as mongorestore reads it
		 * @description `mongorestore --gzip --archive=FILE` reads an archive; a directory is a packed tar file, which `tar -xzf` unpacks for `mongorestore DIRECTORY`. If the connection closes before the end, the file is incomplete.
		 */
		get: operations["downloadBackup"];
	};
	"/v1/backups/{id}/restore/collection": {
		/**
		 * Restore one collection of a backup
		 * @description It is filled beside its name and gets it in one step, with its options and indexes; nothing is changed before. A collection of the name is replaced only if `confirm` repeats it: `undo_at` brings it back within the snapshot window. A dry run counts the documents that would be added, changed and removed.
		 *
		 *     Needs the permission `backups.manage`.
		 */
		post: operations["restoreBackupCollection"];
	};
	"/v1/backups/{id}/restore/document": {
		/**
		 * Restore one document of a backup
		 * @description The document is written as it was, in the place of the present one. `undo_at` is a moment at which all was as before.
		 *
		 *     Needs the permission `backups.manage`.
		 */
		post: operations["restoreBackupDocument"];
	};
}
export interface components {
	schemas: {
		ScheduleDto: {
			cron: string;
			time_zone: string;
			keep_count: number;
			keep_days: number | null;
			enabled: boolean;
			/** @description The next runs */
			next_runs: string[];
			/** @description When it asked for a backup last */
			last_at: string | null;
			last_backup: string | null;
			/**
			 * @description Why the last run made none: `busy`, the one before was not made yet; `limit`, no more backups may be kept
			 * @enum {string|null}
			 */
			skipped: "busy" | "limit" | null;
		};
		V1Failure: Problem;
		NewScheduleDto: {
			/** @description Minute, hour, day of the month, month, day of the week, as cron reads them */
			cron: string;
			/**
			 * @description IANA name of the time zone by whose wall clock the expression is read
			 * @default UTC
			 */
			time_zone: string;
			/**
			 * @description Scheduled backups that are kept
			 * @default 7
			 */
			keep_count: number;
			/** @description Days that each of them is kept at most; absent: only their number counts */
			keep_days?: number;
			/** @default true */
			enabled: boolean;
		};
		JournalDto: {
			/** @description When the journal of the installation begins */
			since: string;
			/** @description Everything until then is in it */
			until: string;
			/** @description `until` exactly */
			cluster_time: string;
			/** @description The oldest moment the organization can be put back to */
			oldest: string | null;
			/** @description The moment of the newest base of its database */
			newest_base: string | null;
			/** @description A new base was asked for, or will be */
			needs_base: boolean;
			/** @description The newest first */
			gaps: components["schemas"]["JournalGapDto"][];
		};
		JournalGapDto: {
			/** @description Everything until then is in the journal */
			from: string;
			/** @description A backup of this moment or a later one is whole again */
			to: string;
			/** @description The name of an error of the change stream: it was lost; `catalog`, `capped` or `key`: of the organization alone */
			reason: string;
		};
		MomentDto: {
			/** @description RFC 3339 with its zone: the beginning of that second, by the clock of the database; or an exact cluster time, such as `1769774400.17` */
			at: string;
		};
		JournalPreviewDto: {
			at: string;
			cluster_time: string;
			/** @description The backup it begins from; null: the database was made empty at `backup_at` */
			backup: string | null;
			backup_at: string;
			/** @description Segments of the journal that are read */
			segments: number;
			/** @description Entries in them; those behind the moment are left out */
			events: number;
			collections: components["schemas"]["CollectionRestoreDto"][];
		};
		CollectionRestoreDto: {
			name: string;
			/**
			 * @description `restored`: it is not there now; `removed`: the backup does not have it
			 * @enum {string}
			 */
			change: "kept" | "restored" | "removed";
			/** @description Of a time series its buckets, of a view none */
			documents_then: number;
			/** @description An estimate */
			documents_now: number;
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
		BackupCopyListDto: {
			items: components["schemas"]["BackupCopyDto"][];
			next_cursor: string | null;
		};
		BackupCopyDto: {
			/** @description Of the organization that it becomes */
			id: string;
			/** @description The backup */
			backup: string;
			name: string;
			/** @enum {string} */
			phase: "building" | "ready" | "failed";
			/** @description Completed share, 0 to 1 */
			progress: number;
			/** @description Why it failed, as an error code */
			error: string | null;
			created_at: string;
		};
		NewBackupCopyDto: {
			/** @description Of the new organization */
			name: string;
		};
		BackupDto: {
			id: string;
			/** @enum {string} */
			kind: "manual" | "scheduled" | "uploaded" | "journal";
			/**
			 * @description `done`: it can be read
			 * @enum {string}
			 */
			phase: "waiting" | "running" | "done" | "failed";
			note: string | null;
			/** @description The moment whose data it holds, by the clock of the database; null until it was begun */
			at: string | null;
			collections: number;
			/** @description An estimate until it is done; documents of a time series in buckets */
			documents_total: number;
			documents_done: number;
			/** @description Completed share, 0 to 1 */
			progress: number;
			/** @description Bytes of documents */
			bytes: number;
			/** @description Bytes in the store, packed and sealed */
			stored_bytes: number;
			/**
			 * @description Why the last attempt failed. `window_passed`: it took longer than the database keeps a moment (minSnapshotHistoryWindowInSeconds); `store_full`, `store_away`: the store; `key_missing`: ARCHIVE_KEY is another one
			 * @enum {string|null}
			 */
			fault: "window_passed" | "store_full" | "store_away" | "key_missing" | "organization_gone" | "interrupted" | "failed" | null;
			/**
			 * @description Result of the last verification
			 * @enum {string|null}
			 */
			verification: "waiting" | "intact" | "damaged" | null;
			verified_at: string | null;
			/** @description null: the schedule */
			created_by: string | null;
			created_at: string;
			finished_at: string | null;
			/** @description When it is deleted by itself */
			expires_at: string | null;
		};
		BackupListDto: {
			items: components["schemas"]["BackupDto"][];
			next_cursor: string | null;
		};
		NewBackupDto: {
			/** @description For people */
			note?: string;
		};
		BackupLinkDto: {
			/** @description Downloads the backup without a token */
			url: string;
			expires_at: string;
		};
		RestorePreviewDto: {
			collections: components["schemas"]["CollectionRestoreDto"][];
		};
		RestoreCollectionDto: {
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
		RestoreDocumentDto: {
			collection: string;
			/** @description `_id`: text as in the path of a document, or extended JSON */
			document_id: string | Record<string, never> | number;
			/**
			 * @description Say what would change, and change nothing
			 * @default false
			 */
			dry_run: boolean;
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
		/** @description Id of one of the actor’s organizations; the organization of the token if absent */
		XOrgId: string;
		/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
		XOTP: string;
		/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
		XConfirmPassword: string;
		/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
		IdempotencyKey: string;
		BackupsId: string;
		Limit: number;
		Secret: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	getBackupSchedule: {
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
					"application/json": components["schemas"]["ScheduleDto"];
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
	setBackupSchedule: {
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
				"application/json": components["schemas"]["NewScheduleDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["ScheduleDto"];
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
	removeBackupSchedule: {
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
	getJournal: {
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
					"application/json": components["schemas"]["JournalDto"];
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
	previewMomentRestore: {
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
				"application/json": components["schemas"]["MomentDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["JournalPreviewDto"];
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
	restoreToMoment: {
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
				"application/json": components["schemas"]["MomentDto"];
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
	listBackupCopies: {
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
					"application/json": components["schemas"]["BackupCopyListDto"];
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
	getBackupCopy: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: string;
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description What it is at; with `Accept: text/event-stream` a stream that begins with it, tells it again (`event: progress`) within half a second of each change, and ends (`event: end`, whose `code` is `finished`) with the work, or with the refusal that the caller would get by now */
			200: {
				content: {
					"application/json": components["schemas"]["BackupCopyDto"];
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
	copyBackup: {
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
				id: components["parameters"]["BackupsId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["NewBackupCopyDto"];
			};
		};
		responses: {
			202: {
				content: {
					"application/json": components["schemas"]["BackupCopyDto"];
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
	uploadBackup: {
		parameters: {
			query?: {
				note?: string;
				/** @description Which one, if the dump has several databases */
				database?: string;
			};
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
		/** @description The dump */
		requestBody: {
			content: {
				"application/octet-stream": string;
				"application/gzip": string;
				"application/x-gzip": string;
				"application/x-tar": string;
			};
		};
		responses: {
			201: {
				content: {
					"application/json": components["schemas"]["BackupDto"];
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
	listBackups: {
		parameters: {
			query?: {
				/** @description `next_cursor` of the previous page */
				cursor?: string;
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
					"application/json": components["schemas"]["BackupListDto"];
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
	createBackup: {
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
				"application/json": components["schemas"]["NewBackupDto"];
			};
		};
		responses: {
			202: {
				content: {
					"application/json": components["schemas"]["BackupDto"];
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
	getBackup: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["BackupsId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description What it is at; with `Accept: text/event-stream` a stream that begins with it, tells it again (`event: progress`) within half a second of each change, and ends (`event: end`, whose `code` is `finished`) with the work, or with the refusal that the caller would get by now */
			200: {
				content: {
					"application/json": components["schemas"]["BackupDto"];
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
	deleteBackup: {
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
				id: components["parameters"]["BackupsId"];
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
	verifyBackup: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["BackupsId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			202: {
				content: {
					"application/json": components["schemas"]["BackupDto"];
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
	createBackupLink: {
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
				id: components["parameters"]["BackupsId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			201: {
				content: {
					"application/json": components["schemas"]["BackupLinkDto"];
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
	previewRestore: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["BackupsId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["RestorePreviewDto"];
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
	restoreBackup: {
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
				id: components["parameters"]["BackupsId"];
			};
			cookie?: never;
		};
		requestBody?: never;
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
	downloadBackup: {
		parameters: {
			query?: {
				format?: "archive" | "directory";
			};
			header?: never;
			path: {
				secret: components["parameters"]["Secret"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description The dump */
			200: {
				content: {
					"application/gzip": string;
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
	restoreBackupCollection: {
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
				id: components["parameters"]["BackupsId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["RestoreCollectionDto"];
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
	restoreBackupDocument: {
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
				id: components["parameters"]["BackupsId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["RestoreDocumentDto"];
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
