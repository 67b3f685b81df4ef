// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/me/second-factor": {
		/** Get the state of your second factor */
		get: operations["getSecondFactor"];
		/**
		 * Start to set up a second factor
		 * @description Returns a secret for an authenticator app (TOTP, RFC 6238). Nothing changes before its first code confirms it in the same session: an existing factor keeps working until then. Requires a verified e-mail address, unless the address was generated or the account is a platform operator.
		 */
		post: operations["startEnrolment"];
		/**
		 * Remove your second factor
		 * @description Remembered devices end. Organizations that require a second factor are closed to you then.
		 */
		delete: operations["removeSecondFactor"];
	};
	"/v1/me/second-factor/confirm": {
		/**
		 * Confirm a second factor with its first code
		 * @description From now on every sign-in of the account takes a code. Sessions other than this one and remembered devices end.
		 */
		post: operations["confirmEnrolment"];
	};
	"/v1/me/second-factor/recovery-codes": {
		/**
		 * Get new recovery codes
		 * @description The former ones are invalidated.
		 */
		post: operations["renewRecoveryCodes"];
	};
	"/v1/me/second-factor/devices": {
		/** List the devices that sign in without a code, newest first */
		get: operations["listDevices"];
		/** Remove all remembered devices; each asks for a code again */
		delete: operations["forgetDevices"];
	};
	"/v1/me/second-factor/devices/{id}": {
		/** Remove a remembered device; it asks for a code again */
		delete: operations["forgetDevice"];
	};
}
export interface components {
	schemas: {
		SecondFactorDto: {
			/** @description The account signs in with a code */
			enrolled: boolean;
			/** @description When it was set up */
			since: string | null;
			/** @description Recovery codes that are left */
			recovery_codes_left: number;
		};
		V1Failure: Problem;
		ConfirmWithFactorDto: {
			current_password: string;
			/** @description Code of the present second factor, or a recovery code; required if the account has one and X-OTP is absent */
			code?: string;
		};
		EnrolmentDto: {
			/** @description For an app that cannot scan */
			secret: string;
			otpauth_uri: string;
			/** @description The same as an image, for the `src` of an `img` */
			qr_code: string;
			/** @description Seconds to confirm it with a first code */
			expires_in: number;
		};
		FirstCodeDto: {
			/** @description The code that the app shows */
			code: string;
		};
		RecoveryCodesDto: {
			/** @description Each works once in place of a code; shown only here */
			recovery_codes: string[];
		};
		DeviceListDto: {
			items: components["schemas"]["DeviceDto"][];
			/** @description Always null: at most 100 are listed */
			next_cursor: string | null;
		};
		DeviceDto: {
			id: string;
			created_at: string;
			/** @description Time of the last sign-in without a code */
			last_used_at: string;
			/** @description Time from which a code is asked for again */
			expires_at: string;
			user_agent: string | null;
			/** @description Address of the last use */
			ip_address: string | null;
		};
	};
	responses: never;
	parameters: {
		/** @description Id of one of the actor’s organizations; the organization of the token if absent */
		XOrgId: string;
		/** @description Code of the present second factor, or a recovery code, if the body has none */
		SecondFactorXOTP: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	getSecondFactor: {
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
			/** @description The state */
			200: {
				content: {
					"application/json": components["schemas"]["SecondFactorDto"];
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
	startEnrolment: {
		parameters: {
			query?: never;
			header?: {
				/** @description Code of the present second factor, or a recovery code, if the body has none */
				"X-OTP"?: components["parameters"]["SecondFactorXOTP"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["ConfirmWithFactorDto"];
			};
		};
		responses: {
			/** @description Started */
			200: {
				content: {
					"application/json": components["schemas"]["EnrolmentDto"];
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
	removeSecondFactor: {
		parameters: {
			query?: never;
			header?: {
				/** @description Code of the present second factor, or a recovery code, if the body has none */
				"X-OTP"?: components["parameters"]["SecondFactorXOTP"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["ConfirmWithFactorDto"];
			};
		};
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
	confirmEnrolment: {
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
				"application/json": components["schemas"]["FirstCodeDto"];
			};
		};
		responses: {
			/** @description The account has it */
			200: {
				content: {
					"application/json": components["schemas"]["RecoveryCodesDto"];
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
	renewRecoveryCodes: {
		parameters: {
			query?: never;
			header?: {
				/** @description Code of the present second factor, or a recovery code, if the body has none */
				"X-OTP"?: string;
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["ConfirmWithFactorDto"];
			};
		};
		responses: {
			/** @description The codes */
			200: {
				content: {
					"application/json": components["schemas"]["RecoveryCodesDto"];
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
	listDevices: {
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
			/** @description The devices */
			200: {
				content: {
					"application/json": components["schemas"]["DeviceListDto"];
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
	forgetDevices: {
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
			/** @description Forgotten */
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
	forgetDevice: {
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
			/** @description Forgotten */
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
