// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/organizations/current/history/{collection}": {
		/**
		 * List what changed in a collection between two moments
		 * @description In the order of `_id`. A page looks at 10,000 documents of each moment at most.
		 *
		 *     Needs the permission `data.read`.
		 */
		get: operations["diffCollection"];
	};
	"/v1/data": {
		/**
		 * List the organization's collections
		 * @description Needs the permission `data.read`.
		 */
		get: operations["listCollections"];
	};
	"/v1/data/{collection}": {
		/**
		 * List documents by pages
		 * @description Pages continue after the sort fields and `_id` of the last document, so documents written in between do not shift them. Different types sort in the order of MongoDB; a field that contains arrays cannot be sorted by. A page ends at about 1 MB of documents, regardless of its limit.
		 *
		 *     Needs the permission `data.read`.
		 */
		get: operations["listDocuments"];
		/**
		 * Create one document, or up to 1,000 at once
		 * @description An object creates one document. An array creates all of its documents or none. The first write creates the collection; an organization can have as many collections as its plan grants, or 20 without such a limit.
		 *
		 *     Needs the permission `data.write`.
		 */
		post: operations["createDocuments"];
		/**
		 * Drop a collection with all its documents
		 * @description The collection `data` exists again at once, empty.
		 *
		 *     Needs the permission `data.drop`.
		 */
		delete: operations["dropCollection"];
	};
	"/v1/data/{collection}/count": {
		/**
		 * Count documents
		 * @description Needs the permission `data.read`.
		 */
		get: operations["countDocuments"];
	};
	"/v1/data/{collection}/{id}": {
		/**
		 * Get a document
		 * @description Needs the permission `data.read`.
		 */
		get: operations["getDocument"];
		/**
		 * Replace a document, or create it under an id
		 * @description With `If-None-Match: *` it creates only; without, it replaces only.
		 *
		 *     Needs the permission `data.write`.
		 */
		put: operations["replaceDocument"];
		/**
		 * Delete a document
		 * @description Needs the permission `data.write`.
		 */
		delete: operations["deleteDocument"];
		/**
		 * Change a document by a JSON Merge Patch (RFC 7396)
		 * @description The database applies the patch atomically: concurrent patches of different fields do not overwrite each other. At most 20 levels, 500 objects and 10,000 keys.
		 *
		 *     Needs the permission `data.write`.
		 */
		patch: operations["patchDocument"];
	};
	"/v1/data/{collection}/export": {
		/**
		 * Stream documents as NDJSON
		 * @description Ordered by `_id`. With `X-As-Of` it is a snapshot of that moment; without, each document is read when it is written out.
		 *
		 *     Needs the permission `data.export`.
		 */
		get: operations["exportDocuments"];
	};
	"/v1/data/{collection}/import": {
		/**
		 * Import a stream of documents
		 * @description Documents are written in batches of at most 1,000 as they arrive; if the client disconnects, complete batches remain. Lines of more than 16 MiB and lines that cannot be stored are reported and skipped. With `json=canonical` documents are stored unchanged: with or without their `_rev`, and with any keys.
		 *
		 *     Needs the permission `data.write`.
		 */
		post: operations["importDocuments"];
	};
}
export interface components {
	schemas: {
		V1Failure: Problem;
		CollectionListDto: {
			items: components["schemas"]["CollectionDto"][];
		};
		CollectionDto: {
			name: string;
			/** @description Estimate; exact unless the database crashed */
			count: number;
			/** @description Bytes of the documents, uncompressed */
			size: number;
		};
		InsertedDto: {
			inserted: number;
			/** @description In the order given */
			ids: string[];
		};
		CountDto: {
			count: number;
		};
		ImportReportDto: {
			inserted: number;
			/** @description Documents that existed before, in mode upsert */
			replaced: number;
			/** @description Number of lines that were not stored */
			failed: number;
			/** @description The first 100 failed lines */
			errors: components["schemas"]["ImportErrorDto"][];
		};
		ImportErrorDto: {
			/** @description Counted from 1 */
			line: number;
			reason: string;
		};
	};
	responses: never;
	parameters: {
		Collection: string;
		Limit: number;
		/** @description Id of one of the actor’s organizations; the organization of the token if absent */
		XOrgId: string;
		/** @description Read as of this moment: an RFC 3339 time, read as the beginning of its second, or a cluster time. Not older than the snapshot window of the database */
		XAsOf: string;
		/** @description A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` address nested fields. Values are strings, numbers, true, false, null, and extended JSON such as `{"$date":"2026-01-30T12:00:00Z"}`; a field named like an operator is written with a leading dot (`.not`); `gt`, `gte`, `lt` and `lte` compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`. */
		Filter: string;
		/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
		IdempotencyKey: string;
		/** @description The `_id` as a string; 24 hexadecimal digits are an ObjectId */
		DataId: string;
		/** @description `json`: the id in the path is extended JSON and can be of any type: `7`, `"count"` in quotes, `{"$oid":"507f1f77bcf86cd799439011"}` */
		IdType: "json";
		/** @description How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
		DataJson: "canonical" | "relaxed" | "plain";
		/** @description ETag of the version that is changed; a different current version gives 412 */
		DataIfMatch: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	diffCollection: {
		parameters: {
			query: {
				/** @description How the documents are written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
				json?: "canonical" | "relaxed" | "plain";
				/** @description The earlier moment */
				from: string;
				/** @description The later moment; now if absent */
				to?: string;
				limit?: components["parameters"]["Limit"];
				/** @description `next_cursor` of the previous page, with its `from` and `to` */
				cursor?: string;
			};
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				collection: components["parameters"]["Collection"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description One page */
			200: {
				content: {
					"application/json": {
						/** @description The exact moment */
						from: string;
						/** @description The exact moment: send it with the cursor */
						to: string;
						items: {
							/** @enum {string} */
							change: "added" | "removed" | "changed";
							/** @description An ObjectId in `_id` is written as a string. `_rev` changes with each write; without `_rev` the ETag is `"0"`. Values that plain JSON lacks are written as relaxed extended JSON, such as `{"$date":"2026-01-30T12:00:00Z"}` (docs/values.md). */
							before: ({
								/** @description A string, or any other type in documents written by other programs */
								_id: unknown;
								/** @description A string, or any type in documents written by other programs */
								_rev?: unknown;
							} & {
								[key: string]: unknown;
							}) | null;
							/** @description An ObjectId in `_id` is written as a string. `_rev` changes with each write; without `_rev` the ETag is `"0"`. Values that plain JSON lacks are written as relaxed extended JSON, such as `{"$date":"2026-01-30T12:00:00Z"}` (docs/values.md). */
							after: ({
								/** @description A string, or any other type in documents written by other programs */
								_id: unknown;
								/** @description A string, or any type in documents written by other programs */
								_rev?: unknown;
							} & {
								[key: string]: unknown;
							}) | null;
						}[];
						/** @description Null on the last page; a page before it may have no items */
						next_cursor: string | null;
					};
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
	listCollections: {
		parameters: {
			query?: never;
			header?: {
				/** @description Read as of this moment: an RFC 3339 time, read as the beginning of its second, or a cluster time. Not older than the snapshot window of the database */
				"X-As-Of"?: components["parameters"]["XAsOf"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description The collections by name */
			200: {
				content: {
					"application/json": components["schemas"]["CollectionListDto"];
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
	listDocuments: {
		parameters: {
			query?: {
				/** @description A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` address nested fields. Values are strings, numbers, true, false, null, and extended JSON such as `{"$date":"2026-01-30T12:00:00Z"}`; a field named like an operator is written with a leading dot (`.not`); `gt`, `gte`, `lt` and `lte` compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`. */
				filter?: components["parameters"]["Filter"];
				/** @description How the documents and the filter are written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
				json?: "canonical" | "relaxed" | "plain";
				/** @description Up to 4 fields, `-` for descending; equal values are ordered by `_id` */
				sort?: string;
				limit?: components["parameters"]["Limit"];
				/** @description `next_cursor` of the previous page, with the same filter and sort */
				cursor?: string;
				/** @description The fields to return; `_id` and `_rev` are always included */
				fields?: string;
			};
			header?: {
				/** @description Read as of this moment: an RFC 3339 time, read as the beginning of its second, or a cluster time. Not older than the snapshot window of the database */
				"X-As-Of"?: components["parameters"]["XAsOf"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				collection: components["parameters"]["Collection"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description One page */
			200: {
				content: {
					"application/json": {
						items: ({
							/** @description A string, or any other type in documents written by other programs */
							_id: unknown;
							/** @description A string, or any type in documents written by other programs */
							_rev?: unknown;
						} & {
							[key: string]: unknown;
						})[];
						/** @description Null on the last page */
						next_cursor: string | null;
						/** @description By index, the paths of documents whose `_id` cannot be used as a path; absent if there are none */
						links?: {
							[key: string]: string;
						};
					};
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
	createDocuments: {
		parameters: {
			query?: {
				/** @description How request and response bodies are written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
				json?: "canonical" | "relaxed" | "plain";
			};
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
				/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
				"Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
			};
			path: {
				collection: components["parameters"]["Collection"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": {
					[key: string]: unknown;
				} | {
					[key: string]: unknown;
				}[];
			};
		};
		responses: {
			/** @description The document, or the ids of the documents */
			201: {
				content: {
					"application/json": ({
						/** @description A string, or any other type in documents written by other programs */
						_id: unknown;
						/** @description A string, or any type in documents written by other programs */
						_rev?: unknown;
					} & {
						[key: string]: unknown;
					}) | components["schemas"]["InsertedDto"];
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
	dropCollection: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				collection: components["parameters"]["Collection"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description Dropped */
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
	countDocuments: {
		parameters: {
			query?: {
				/** @description A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` address nested fields. Values are strings, numbers, true, false, null, and extended JSON such as `{"$date":"2026-01-30T12:00:00Z"}`; a field named like an operator is written with a leading dot (`.not`); `gt`, `gte`, `lt` and `lte` compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`. */
				filter?: components["parameters"]["Filter"];
				/** @description How the filter is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
				json?: "canonical" | "relaxed" | "plain";
			};
			header?: {
				/** @description Read as of this moment: an RFC 3339 time, read as the beginning of its second, or a cluster time. Not older than the snapshot window of the database */
				"X-As-Of"?: components["parameters"]["XAsOf"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				collection: components["parameters"]["Collection"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description The number of documents that match */
			200: {
				content: {
					"application/json": components["schemas"]["CountDto"];
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
	getDocument: {
		parameters: {
			query?: {
				/** @description `json`: the id in the path is extended JSON and can be of any type: `7`, `"count"` in quotes, `{"$oid":"507f1f77bcf86cd799439011"}` */
				id_type?: components["parameters"]["IdType"];
				/** @description How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
				json?: components["parameters"]["DataJson"];
			};
			header?: {
				/** @description ETag of a known version; 304 if it is still current */
				"If-None-Match"?: string;
				/** @description Read as of this moment: an RFC 3339 time, read as the beginning of its second, or a cluster time. Not older than the snapshot window of the database */
				"X-As-Of"?: components["parameters"]["XAsOf"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				collection: components["parameters"]["Collection"];
				/** @description The `_id` as a string; 24 hexadecimal digits are an ObjectId */
				id: components["parameters"]["DataId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description The document */
			200: {
				content: {
					"application/json": {
						/** @description A string, or any other type in documents written by other programs */
						_id: unknown;
						/** @description A string, or any type in documents written by other programs */
						_rev?: unknown;
					} & {
						[key: string]: unknown;
					};
				};
			};
			/** @description Unchanged */
			304: {
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
	replaceDocument: {
		parameters: {
			query?: {
				/** @description `json`: the id in the path is extended JSON and can be of any type: `7`, `"count"` in quotes, `{"$oid":"507f1f77bcf86cd799439011"}` */
				id_type?: components["parameters"]["IdType"];
				/** @description How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
				json?: components["parameters"]["DataJson"];
			};
			header?: {
				/** @description ETag of the version that is changed; a different current version gives 412 */
				"If-Match"?: components["parameters"]["DataIfMatch"];
				/** @description `*`: create only */
				"If-None-Match"?: "*";
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				collection: components["parameters"]["Collection"];
				/** @description The `_id` as a string; 24 hexadecimal digits are an ObjectId */
				id: components["parameters"]["DataId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": {
					[key: string]: unknown;
				};
			};
		};
		responses: {
			/** @description Replaced */
			200: {
				content: {
					"application/json": {
						/** @description A string, or any other type in documents written by other programs */
						_id: unknown;
						/** @description A string, or any type in documents written by other programs */
						_rev?: unknown;
					} & {
						[key: string]: unknown;
					};
				};
			};
			/** @description Created */
			201: {
				content: {
					"application/json": {
						/** @description A string, or any other type in documents written by other programs */
						_id: unknown;
						/** @description A string, or any type in documents written by other programs */
						_rev?: unknown;
					} & {
						[key: string]: unknown;
					};
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
	deleteDocument: {
		parameters: {
			query?: {
				/** @description `json`: the id in the path is extended JSON and can be of any type: `7`, `"count"` in quotes, `{"$oid":"507f1f77bcf86cd799439011"}` */
				id_type?: components["parameters"]["IdType"];
				/** @description How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
				json?: components["parameters"]["DataJson"];
			};
			header?: {
				/** @description ETag of the version that is changed; a different current version gives 412 */
				"If-Match"?: components["parameters"]["DataIfMatch"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				collection: components["parameters"]["Collection"];
				/** @description The `_id` as a string; 24 hexadecimal digits are an ObjectId */
				id: components["parameters"]["DataId"];
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
	patchDocument: {
		parameters: {
			query?: {
				/** @description `json`: the id in the path is extended JSON and can be of any type: `7`, `"count"` in quotes, `{"$oid":"507f1f77bcf86cd799439011"}` */
				id_type?: components["parameters"]["IdType"];
				/** @description How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
				json?: components["parameters"]["DataJson"];
			};
			header?: {
				/** @description ETag of the version that is changed; a different current version gives 412 */
				"If-Match"?: components["parameters"]["DataIfMatch"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				collection: components["parameters"]["Collection"];
				/** @description The `_id` as a string; 24 hexadecimal digits are an ObjectId */
				id: components["parameters"]["DataId"];
			};
			cookie?: never;
		};
		/** @description Fields to set; null removes a field */
		requestBody: {
			content: {
				"application/merge-patch+json": {
					[key: string]: unknown;
				};
				"application/json": {
					[key: string]: unknown;
				};
			};
		};
		responses: {
			/** @description The changed document */
			200: {
				content: {
					"application/json": {
						/** @description A string, or any other type in documents written by other programs */
						_id: unknown;
						/** @description A string, or any type in documents written by other programs */
						_rev?: unknown;
					} & {
						[key: string]: unknown;
					};
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
	exportDocuments: {
		parameters: {
			query?: {
				/** @description A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` address nested fields. Values are strings, numbers, true, false, null, and extended JSON such as `{"$date":"2026-01-30T12:00:00Z"}`; a field named like an operator is written with a leading dot (`.not`); `gt`, `gte`, `lt` and `lte` compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`. */
				filter?: components["parameters"]["Filter"];
				/** @description How the documents are written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
				json?: "canonical" | "relaxed" | "plain";
			};
			header?: {
				/** @description Read as of this moment: an RFC 3339 time, read as the beginning of its second, or a cluster time. Not older than the snapshot window of the database */
				"X-As-Of"?: components["parameters"]["XAsOf"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				collection: components["parameters"]["Collection"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description One document per line */
			200: {
				content: {
					"application/x-ndjson": string;
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
	importDocuments: {
		parameters: {
			query?: {
				/** @description `upsert` replaces existing documents */
				mode?: "insert" | "upsert";
				/** @description How the documents are written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
				json?: "canonical" | "relaxed" | "plain";
				/** @description For text/csv: how cells are read; `numbers` converts cells that are JSON numbers */
				csv?: "text" | "numbers";
			};
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				collection: components["parameters"]["Collection"];
			};
			cookie?: never;
		};
		/** @description One JSON object per line; with application/json also an array of objects or concatenated objects; with text/csv records with a header, where dots address nested fields */
		requestBody: {
			content: {
				"application/x-ndjson": string;
				"application/ndjson": string;
				"application/jsonl": string;
				"application/json": string;
				"text/csv": string;
			};
		};
		responses: {
			/** @description The result by line */
			200: {
				content: {
					"application/json": components["schemas"]["ImportReportDto"];
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
