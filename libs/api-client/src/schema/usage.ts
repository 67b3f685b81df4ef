// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/usage": {
		/**
		 * List what the organization used, by the hour
		 * @description Records of closed hours in the order of their ids, and what is counted since. An hour in which nothing was used has no record.
		 *
		 *     Needs the permission `usage.read`.
		 */
		get: operations["listUsage"];
	};
	"/v1/platform/usage": {
		/**
		 * List what every organization used, by the hour
		 * @description For billing: records in the order of their ids, which rise with the time of closing. Ask again with the id of the last record as cursor: what comes is new, and nothing before it is changed or added.
		 *
		 *     Needs the permission `platform.usage.read`.
		 */
		get: operations["listPlatformUsage"];
	};
}
export interface components {
	schemas: {
		OrganizationUsagePageDto: {
			items: components["schemas"]["UsageRecordDto"][];
			/** @description Hours before this one are closed: no record of them is added or changed any more */
			closed_before: string;
			next_cursor: string | null;
			/** @description What is counted and not in a record yet, as of a second ago */
			open: components["schemas"]["OpenUsageDto"][];
		};
		UsageRecordDto: {
			/** @description Requests of signed-in callers that were answered, without 429 and 5xx */
			requests: number;
			/** @description Documents inserted, replaced, patched or imported */
			documents: number;
			/** @description BSON bytes of those documents, as stored */
			bytes: number;
			/** @description Rises; a record is never changed */
			id: number;
			organization_id: string;
			/** @description Start of the hour (UTC) */
			hour: string;
			/** @description Members who made a request */
			active_members: number;
			/** @description Active members, when the hour was closed */
			seats: number | null;
			/** @description Bytes of the database with its indexes, when the hour was closed; null: it could not be measured */
			storage: number | null;
			/** @description Of the sums, what belongs to earlier hours that were closed when it was told */
			late: {
				/** @description Requests of signed-in callers that were answered, without 429 and 5xx */
				requests: number;
				/** @description Documents inserted, replaced, patched or imported */
				documents: number;
				/** @description BSON bytes of those documents, as stored */
				bytes: number;
			} | null;
			closed_at: string;
		};
		OpenUsageDto: {
			/** @description Requests of signed-in callers that were answered, without 429 and 5xx */
			requests: number;
			/** @description Documents inserted, replaced, patched or imported */
			documents: number;
			/** @description BSON bytes of those documents, as stored */
			bytes: number;
			/** @description Start of the hour (UTC) */
			hour: string;
			/** @description Members who made a request */
			active_members: number;
		};
		V1Failure: Problem;
		UsagePageDto: {
			items: components["schemas"]["UsageRecordDto"][];
			/** @description Hours before this one are closed: no record of them is added or changed any more */
			closed_before: string;
			next_cursor: string | null;
		};
	};
	responses: never;
	parameters: {
		/** @description Only hours that begin at or after this day (UTC) or time */
		UsageFrom: string;
		/** @description Only hours that begin before this time; a day counts as a whole */
		UsageTo: string;
		/** @description Only records behind the one with this id */
		UsageCursor: string;
		UsageLimit: number;
		/** @description `csv`: lines of RFC 4180, with the next cursor in `X-Next-Cursor`; as `Accept: text/csv` */
		UsageFormat: "json" | "csv";
		/** @description Id of one of the actor’s organizations; the organization of the token if absent */
		XOrgId: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	listUsage: {
		parameters: {
			query?: {
				/** @description Only hours that begin at or after this day (UTC) or time */
				from?: components["parameters"]["UsageFrom"];
				/** @description Only hours that begin before this time; a day counts as a whole */
				to?: components["parameters"]["UsageTo"];
				/** @description Only records behind the one with this id */
				cursor?: components["parameters"]["UsageCursor"];
				limit?: components["parameters"]["UsageLimit"];
				/** @description `csv`: lines of RFC 4180, with the next cursor in `X-Next-Cursor`; as `Accept: text/csv` */
				format?: components["parameters"]["UsageFormat"];
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
					"application/json": components["schemas"]["OrganizationUsagePageDto"];
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
	listPlatformUsage: {
		parameters: {
			query?: {
				/** @description Only hours that begin at or after this day (UTC) or time */
				from?: components["parameters"]["UsageFrom"];
				/** @description Only hours that begin before this time; a day counts as a whole */
				to?: components["parameters"]["UsageTo"];
				/** @description Only records behind the one with this id */
				cursor?: components["parameters"]["UsageCursor"];
				limit?: components["parameters"]["UsageLimit"];
				/** @description `csv`: lines of RFC 4180, with the next cursor in `X-Next-Cursor`; as `Accept: text/csv` */
				format?: components["parameters"]["UsageFormat"];
				/** @description Only records of this organization */
				organization_id?: string;
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
					"application/json": components["schemas"]["UsagePageDto"];
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
}
