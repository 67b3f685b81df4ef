// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/sessions": {
		/** List your sessions, newest first */
		get: operations["listSessions"];
		/**
		 * Sign in
		 * @description With `cookie`, an Origin header must be the service’s own or one of CORS_ORIGINS.
		 */
		post: operations["openSession"];
		/** End all your sessions */
		delete: operations["endAllSessions"];
	};
	"/v1/sessions/second-factor": {
		/**
		 * Complete a sign-in with a code
		 * @description A code works once; so does a recovery code. Wrong codes count as wrong passwords. With `cookie`, an Origin header must be the service’s own or one of CORS_ORIGINS.
		 */
		post: operations["completeSignIn"];
	};
	"/v1/sessions/refresh": {
		/**
		 * Exchange a refresh token of the body or the cookie
		 * @description A refresh token works once. For ten seconds after its exchange, it returns the newest successor; later use ends the session.
		 */
		post: operations["refreshSession"];
	};
	"/v1/sessions/{id}": {
		/**
		 * End one of your sessions
		 * @description `current` is the session of this request. The tokens of the session are invalidated at once on every instance.
		 */
		delete: operations["endSession"];
	};
}
export interface components {
	schemas: {
		SignInV1Dto: {
			/** Format: email */
			email: string;
			password: string;
			/** @description One of the account’s organizations; if absent, the default organization or another active one */
			organization_id?: string;
			/** @description A client of TOKEN_CLIENTS: the access tokens of the session are for its audiences too, and name it */
			client_id?: string;
			/** @description Sends the refresh token in an httpOnly cookie instead of the body, for browsers */
			cookie?: boolean;
			/** @description Code of the second factor, or a recovery code, if the account has one; X-OTP says the same. If absent, the response is a challenge */
			code?: string;
			/** @description Of a remembered device, which needs no code; with `cookie`, the cookie is read */
			device_token?: string;
			/** @description With a code: this device signs in without one for 30 days, until the password is changed */
			remember_device?: boolean;
		};
		SignedInDto: {
			session_id: string;
			access_token: string;
			/** @enum {string} */
			token_type: "Bearer";
			/** @description Seconds */
			expires_in: number;
			/** @description Absent when it is in the cookie */
			refresh_token?: string;
			/** @description Of a device that is remembered from now on; absent when it is in the cookie */
			device_token?: string;
			account: components["schemas"]["SignedInAccountDto"];
			/** @description Organization of the token; X-Org-Id selects another one for a request */
			organization_id: string | null;
			organizations: components["schemas"]["PlaceDto"][];
		};
		SignedInAccountDto: {
			id: string;
			email: string;
			email_verified: boolean;
			name: string | null;
			/** @description The token can only change the password */
			must_change_password: boolean;
			platform_operator: boolean;
			/** @description The account has a second factor */
			second_factor: boolean;
			/** @description The token can only set up a second factor here; see auth.enrolment_required */
			must_set_up_second_factor: boolean;
		};
		PlaceDto: {
			id: string;
			uid: string;
			name: string;
			/** @description A built-in role or a role of the organization */
			role: string;
			/**
			 * @description Status of the organization; only an active one can be used
			 * @enum {string}
			 */
			status: "active" | "inactive" | "suspended";
		};
		PendingSignInDto: {
			/** @description Send it with a code to POST /v1/sessions/second-factor */
			challenge: string;
			/** @description Seconds */
			expires_in: number;
		};
		V1Failure: Problem;
		SessionListDto: {
			items: components["schemas"]["SessionDto"][];
			/** @description Always null: at most 100 are listed */
			next_cursor: string | null;
		};
		SessionDto: {
			id: string;
			/**
			 * @description `impersonation`: a platform operator acts as the account until the session ends or is ended here
			 * @enum {string}
			 */
			kind: "sign_in" | "impersonation";
			/** @description The session of this request */
			current: boolean;
			created_at: string;
			/** @description Time of the last sign-in or refresh */
			last_used_at: string;
			/** @description Time it ends unless it is refreshed */
			expires_at: string;
			user_agent: string | null;
			/** @description Address of the last use */
			ip_address: string | null;
			/** @description Organization selected at sign-in */
			organization_id: string | null;
		};
		CompleteSignInDto: {
			challenge: string;
			/** @description Code of the second factor, or a recovery code */
			code: string;
			/** @description With a code: this device signs in without one for 30 days, until the password is changed */
			remember_device?: boolean;
			/** @description Sends the refresh token in an httpOnly cookie instead of the body, for browsers */
			cookie?: boolean;
		};
		RefreshV1Dto: {
			/** @description Works once; if absent, the cookie is read */
			refresh_token?: string;
		};
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
	listSessions: {
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
			/** @description The sessions */
			200: {
				content: {
					"application/json": components["schemas"]["SessionListDto"];
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
	openSession: {
		parameters: {
			query?: never;
			header?: {
				/** @description Code of the second factor, or a recovery code, if the body has none */
				"X-OTP"?: string;
			};
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["SignInV1Dto"];
			};
		};
		responses: {
			/** @description Signed in */
			201: {
				content: {
					"application/json": components["schemas"]["SignedInDto"];
				};
			};
			/** @description The password is correct, and the account has a second factor: send a code with the challenge */
			202: {
				content: {
					"application/json": components["schemas"]["PendingSignInDto"];
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
	endAllSessions: {
		parameters: {
			query?: {
				/** @description `current`: keeps the session of this request */
				keep?: "current";
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
			/** @description Ended */
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
	completeSignIn: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["CompleteSignInDto"];
			};
		};
		responses: {
			/** @description Signed in */
			201: {
				content: {
					"application/json": components["schemas"]["SignedInDto"];
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
	refreshSession: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["RefreshV1Dto"];
			};
		};
		responses: {
			/** @description Exchanged */
			200: {
				content: {
					"application/json": components["schemas"]["SignedInDto"];
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
	endSession: {
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
			/** @description Ended */
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
