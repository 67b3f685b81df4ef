// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/operations": {
		/**
		 * List the moves of the organization, newest first
		 * @description Needs the permission `organization.read`.
		 */
		get: operations["listOperations"];
	};
	"/v1/operations/{id}": {
		/**
		 * Get a move and its progress
		 * @description Needs the permission `organization.read`.
		 */
		get: operations["getOperation"];
	};
}
export interface components {
	schemas: {
		OperationListDto: {
			items: components["schemas"]["OperationDto"][];
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
		V1Failure: Problem;
	};
	responses: never;
	parameters: {
		/** @description Id of one of the actor’s organizations; the organization of the token if absent */
		XOrgId: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	listOperations: {
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
					"application/json": components["schemas"]["OperationListDto"];
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
	getOperation: {
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
					"application/json": components["schemas"]["OperationDto"];
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
}
