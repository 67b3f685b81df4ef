// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/event-types": {
		/** List the types of events of webhooks and event streams */
		get: operations["listEventTypes"];
	};
	"/v1/webhooks": {
		/**
		 * List the webhooks of the organization
		 * @description Needs the permission `webhooks.read`.
		 */
		get: operations["listWebhooks"];
		/**
		 * Create a webhook; its secret is shown once
		 * @description Needs the permission `webhooks.manage`.
		 */
		post: operations["createWebhook"];
	};
	"/v1/webhooks/{id}": {
		/**
		 * Get a webhook
		 * @description Needs the permission `webhooks.read`.
		 */
		get: operations["getWebhook"];
		/**
		 * Delete a webhook with its deliveries
		 * @description Needs the permission `webhooks.manage`.
		 */
		delete: operations["deleteWebhook"];
		/**
		 * Change, enable or disable a webhook
		 * @description Needs the permission `webhooks.manage`.
		 */
		patch: operations["updateWebhook"];
	};
	"/v1/webhooks/{id}/rotate": {
		/**
		 * Rotate the secret of a webhook; the previous one also signs for some hours
		 * @description Needs the permission `webhooks.manage`.
		 */
		post: operations["rotateWebhookSecret"];
	};
	"/v1/webhooks/{id}/test": {
		/**
		 * Send a test event (`webhook.test`)
		 * @description Needs the permission `webhooks.manage`.
		 */
		post: operations["testWebhook"];
	};
	"/v1/webhooks/{id}/replay": {
		/**
		 * Send the events of a period again, up to 1,000 at a time
		 * @description Needs the permission `webhooks.manage`.
		 */
		post: operations["replayWebhook"];
	};
	"/v1/webhooks/{id}/deliveries": {
		/**
		 * List the deliveries of the last 30 days, newest first
		 * @description Needs the permission `webhooks.read`.
		 */
		get: operations["listDeliveries"];
	};
	"/v1/webhooks/{id}/deliveries/{delivery}": {
		/**
		 * Get a delivery with its tries
		 * @description Needs the permission `webhooks.read`.
		 */
		get: operations["getDelivery"];
	};
	"/v1/webhooks/{id}/deliveries/{delivery}/replay": {
		/**
		 * Send an event again
		 * @description Needs the permission `webhooks.manage`.
		 */
		post: operations["replayDelivery"];
	};
	"/v1/events": {
		/**
		 * Follow the events of the organization, as a stream or a page at a time
		 * @description With `Accept: text/event-stream` the answer is a stream of server-sent events that goes on until the token, its session or the membership ends (`event: end`). `id` is the `seq` of an event; send the last one as `Last-Event-ID` to go on behind it. `event: reset` says that events are missing, because the id is older than 30 days or unknown. A comment comes every 15 seconds. Otherwise it is a page of JSON, oldest first. Only events are told whose permission (`GET /v1/event-types`) the caller has.
		 */
		get: operations["streamEvents"];
	};
}
export interface components {
	schemas: {
		EventTypeListDto: {
			items: components["schemas"]["EventTypeDto"][];
			/** @description All types fit one page */
			next_cursor: string | null;
		};
		EventTypeDto: {
			type: string;
			description: string;
			/** @description Permission that the event stream asks for */
			permission: string;
		};
		V1Failure: Problem;
		WebhookListDto: {
			items: components["schemas"]["WebhookDto"][];
			/** @description All webhooks fit one page */
			next_cursor: string | null;
		};
		WebhookDto: {
			id: string;
			/** @description https; a public host; port 443, or one of 1024 to 65535 */
			url: string;
			description: string;
			/** @description Events that are sent: `*`, a kind such as `member.*`, or one such as `member.removed` */
			event_types: string[];
			/** @description One event after the other, each when the one before was delivered or given up */
			ordered: boolean;
			enabled: boolean;
			/**
			 * @description Why it is off: by hand, after five days without a success, or because it answered 410
			 * @enum {string|null}
			 */
			off_reason: "manual" | "failing" | "gone" | null;
			/** Format: date-time */
			off_at: string | null;
			/**
			 * Format: date-time
			 * @description No delivery has succeeded since
			 */
			failing_since: string | null;
			/** @description Public keys of the `v1a` signatures, the newest first */
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
		CreateWebhookDto: {
			/** @description https; a public host; port 443, or one of 1024 to 65535 */
			url: string;
			description?: string;
			/** @description Events that are sent: `*`, a kind such as `member.*`, or one such as `member.removed` */
			event_types: string[];
			/** @description One event after the other, each when the one before was delivered or given up */
			ordered?: boolean;
			/** @description Off: no events are sent */
			enabled?: boolean;
		};
		WebhookWithSecretDto: {
			id: string;
			/** @description https; a public host; port 443, or one of 1024 to 65535 */
			url: string;
			description: string;
			/** @description Events that are sent: `*`, a kind such as `member.*`, or one such as `member.removed` */
			event_types: string[];
			/** @description One event after the other, each when the one before was delivered or given up */
			ordered: boolean;
			enabled: boolean;
			/**
			 * @description Why it is off: by hand, after five days without a success, or because it answered 410
			 * @enum {string|null}
			 */
			off_reason: "manual" | "failing" | "gone" | null;
			/** Format: date-time */
			off_at: string | null;
			/**
			 * Format: date-time
			 * @description No delivery has succeeded since
			 */
			failing_since: string | null;
			/** @description Public keys of the `v1a` signatures, the newest first */
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
			/** @description Secret of the `v1` signatures. It is shown once */
			secret: string;
		};
		UpdateWebhookDto: {
			/** @description https; a public host; port 443, or one of 1024 to 65535 */
			url?: string;
			description?: string;
			/** @description Events that are sent: `*`, a kind such as `member.*`, or one such as `member.removed` */
			event_types?: string[];
			/** @description One event after the other, each when the one before was delivered or given up */
			ordered?: boolean;
			/** @description Off: no events are sent */
			enabled?: boolean;
		};
		RotateSecretDto: {
			/**
			 * @description Hours that the secret before signs too; 0: it ends at once
			 * @default 24
			 */
			overlap_hours: number;
		};
		DeliveryDto: {
			id: string;
			/** @description `webhook-id` of each try */
			event_id: string;
			type: string;
			/** @enum {string} */
			state: "pending" | "delivered" | "failed" | "cancelled";
			/** @description Tries so far */
			attempts: number;
			/**
			 * Format: date-time
			 * @description null: it is over
			 */
			next_attempt_at: string | null;
			/** Format: date-time */
			created_at: string;
			/** @description The newest ten, the oldest first */
			tries: components["schemas"]["DeliveryTryDto"][];
			/** @description The body that is sent */
			event: {
				[key: string]: unknown;
			};
		};
		DeliveryTryDto: {
			/** Format: date-time */
			at: string;
			/** @description Until the answer, or until it was given up */
			duration_ms: number;
			/** @description null: there was no answer */
			status: number | null;
			error: string | null;
			/** @description Headers of the answer that help to find a fault */
			headers: {
				[key: string]: string;
			};
			/** @description The first KiB of the answer */
			body: string | null;
		};
		ReplayDto: {
			/**
			 * Format: date-time
			 * @description Events at or after this time, within 30 days
			 */
			from: string;
			/**
			 * Format: date-time
			 * @description Events before this time; now if absent
			 */
			to?: string;
			/** @description Other filters than those of the webhook */
			event_types?: string[];
			/** @description Only those that were not delivered */
			missing_only?: boolean;
			/** @description `next_after` of the answer before */
			after?: number;
		};
		ReplayedDto: {
			/** @description Events that are sent again */
			events: number;
			/** @description More are left: send the request again with `after` */
			next_after: number | null;
		};
		DeliveryListDto: {
			items: components["schemas"]["DeliveryDto"][];
			next_cursor: string | null;
		};
		EventListDto: {
			/** @description The oldest first */
			items: components["schemas"]["EventDto"][];
			/** @description More events are there */
			next_cursor: string | null;
			/** @description Where a later request, or a stream, goes on */
			last_event_id: string;
		};
		EventDto: {
			/** @description `webhook-id` of its deliveries */
			id: string;
			type: string;
			/** Format: date-time */
			timestamp: string;
			organization_id: string;
			/** @description Rises with each event of the organization */
			seq: number | null;
			data: components["schemas"]["EventDataDto"];
		};
		EventDataDto: {
			/** @description null: the service itself, or a user who is not signed in */
			actor_id: string | null;
			/** @description The operator who acted as the actor */
			impersonator_id: string | null;
			/** @description The API key that the actor used */
			api_key_id: string | null;
			target: components["schemas"]["EventTargetDto"];
			details: {
				[key: string]: unknown;
			};
		};
		EventTargetDto: {
			type: string;
			id: string;
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
		WebhooksId: string;
		/** @description The ETag that was read */
		IfMatch: string;
		Limit: number;
		Delivery: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	listEventTypes: {
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
					"application/json": components["schemas"]["EventTypeListDto"];
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
	listWebhooks: {
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
					"application/json": components["schemas"]["WebhookListDto"];
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
	createWebhook: {
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
				"application/json": components["schemas"]["CreateWebhookDto"];
			};
		};
		responses: {
			201: {
				content: {
					"application/json": components["schemas"]["WebhookWithSecretDto"];
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
	getWebhook: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["WebhooksId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["WebhookDto"];
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
	deleteWebhook: {
		parameters: {
			query?: never;
			header?: {
				/** @description The ETag that was read */
				"If-Match"?: components["parameters"]["IfMatch"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["WebhooksId"];
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
	updateWebhook: {
		parameters: {
			query?: never;
			header?: {
				/** @description The ETag that was read */
				"If-Match"?: components["parameters"]["IfMatch"];
				/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
				"X-OTP"?: components["parameters"]["XOTP"];
				/** @description Password of the actor, required if REQUIRE_STEP_UP is on and the body has url; percent-encoded if it contains characters other than ASCII */
				"X-Confirm-Password"?: string;
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["WebhooksId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["UpdateWebhookDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["WebhookDto"];
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
	rotateWebhookSecret: {
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
				id: components["parameters"]["WebhooksId"];
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
					"application/json": components["schemas"]["WebhookWithSecretDto"];
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
	testWebhook: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
				/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
				"Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
			};
			path: {
				id: components["parameters"]["WebhooksId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			202: {
				content: {
					"application/json": components["schemas"]["DeliveryDto"];
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
	replayWebhook: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
				/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
				"Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
			};
			path: {
				id: components["parameters"]["WebhooksId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["ReplayDto"];
			};
		};
		responses: {
			202: {
				content: {
					"application/json": components["schemas"]["ReplayedDto"];
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
	listDeliveries: {
		parameters: {
			query?: {
				/** @description `next_cursor` of the previous page */
				cursor?: string;
				limit?: components["parameters"]["Limit"];
				/** @description Only deliveries in this state */
				state?: string;
				/** @description Only events of this type */
				type?: string;
			};
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["WebhooksId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["DeliveryListDto"];
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
	getDelivery: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["WebhooksId"];
				delivery: components["parameters"]["Delivery"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["DeliveryDto"];
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
	replayDelivery: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
				/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
				"Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
			};
			path: {
				id: components["parameters"]["WebhooksId"];
				delivery: components["parameters"]["Delivery"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			202: {
				content: {
					"application/json": components["schemas"]["DeliveryDto"];
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
	streamEvents: {
		parameters: {
			query?: {
				/** @description Filters, separated by commas */
				types?: string;
				/** @description `next_cursor` of the previous page */
				cursor?: string;
				limit?: components["parameters"]["Limit"];
			};
			header?: {
				/** @description Place behind which a stream begins; now if absent */
				"Last-Event-ID"?: string;
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description A page of events, or a stream of them */
			200: {
				content: {
					"application/json": components["schemas"]["EventListDto"];
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
