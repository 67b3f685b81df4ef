// Generated from openapi.json by npm run generate. Do not edit.

export interface paths {
	"/api/register": {
		/** Register a company and its administrator */
		post: operations["registerCompany"];
	};
	"/api/register/add-user": {
		/**
		 * Add a user to the company of a mail domain
		 * @description With the token of an owner or administrator of the company, the user can sign in at once. Without a token the membership is pending: the user confirms it with the link of an e-mail and the password (POST /v1/members/confirm), or an administrator approves it.
		 */
		post: operations["addUser"];
	};
	"/api/register/check-availability": {
		/** Check whether a company name and an e-mail address are available */
		post: operations["checkAvailability"];
	};
}
export interface components {
	schemas: {
		RegisterDto: {
			/** @description Unique, case-insensitive */
			company_name: string;
			admin_name: string;
			/**
			 * Format: email
			 * @description Its domain becomes the company’s, unless it belongs to a free e-mail provider
			 */
			email: string;
			/** @description At least 8 characters */
			password: string;
			phone?: string;
		};
		RegisteredDto: {
			/** @enum {string} */
			status: "success";
			message: string;
			customer_id: number;
			user_id: number;
			/** Format: email */
			email: string;
			/** @description Unique, case-insensitive */
			company_name: string;
		};
		RegisterFailure: {
			status: string;
			message: string;
		};
		AddUserDto: {
			/** @description Domain of a registered company */
			domain: string;
			/** @description Unique inside the company */
			user_name: string;
			/**
			 * Format: email
			 * @description An address at that domain
			 */
			email: string;
			/** @description At least 8 characters */
			password: string;
		};
		UserAddedDto: {
			/** @enum {string} */
			status: "success";
			message: string;
			user_id: number;
			customer_id: number;
			/** @description The company’s name */
			customer_name: string;
			/** Format: email */
			email: string;
		};
		CheckAvailabilityDto: {
			/** @description Unique, case-insensitive */
			company_name: string;
			/** Format: email */
			email: string;
		};
		AvailabilityDto: {
			company_name_available: boolean;
			email_available: boolean;
		};
	};
	responses: never;
	parameters: {
		/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
		IdempotencyKey: string;
		/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
		XOTP: string;
		/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
		XConfirmPassword: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	registerCompany: {
		parameters: {
			query?: never;
			header?: {
				/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
				"Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["RegisterDto"];
			};
		};
		responses: {
			/** @description Registered */
			201: {
				content: {
					"application/json": components["schemas"]["RegisteredDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["RegisterFailure"];
				};
			};
		};
	};
	addUser: {
		parameters: {
			query?: never;
			header?: {
				/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
				"X-OTP"?: components["parameters"]["XOTP"];
				/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
				"X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
				/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
				"Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["AddUserDto"];
			};
		};
		responses: {
			/** @description Added */
			201: {
				content: {
					"application/json": components["schemas"]["UserAddedDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["RegisterFailure"];
				};
			};
		};
	};
	checkAvailability: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["CheckAvailabilityDto"];
			};
		};
		responses: {
			/** @description The result */
			200: {
				content: {
					"application/json": components["schemas"]["AvailabilityDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["RegisterFailure"];
				};
			};
		};
	};
}
