// Generated from openapi.json by npm run generate. Do not edit.

export interface paths {
	"/api/tenants/register": {
		/**
		 * Register a tenant and sign in
		 * @description The name need not be unique; the e-mail address must be unique across all surfaces.
		 */
		post: operations["registerTenant"];
	};
	"/api/tenants/login": {
		/** Sign in as a tenant */
		post: operations["loginTenant"];
	};
}
export interface components {
	schemas: {
		RegisterTenantDto: {
			/** @description Not unique */
			name: string;
			/**
			 * Format: email
			 * @description Unique across all surfaces
			 */
			email: string;
			/** @description At least 8 characters */
			password: string;
		};
		TenantSessionDto: {
			tenant: components["schemas"]["TenantDto"];
			auth: components["schemas"]["TenantAuthDto"];
		};
		TenantDto: {
			/** @description Integer id of the tenant */
			id: number;
			/** @description Not unique */
			name: string;
			/**
			 * Format: email
			 * @description Unique across all surfaces
			 */
			email: string;
			/** @enum {string} */
			status: "active" | "inactive" | "suspended";
			/**
			 * Format: date-time
			 * @description UTC, milliseconds
			 */
			created_at: string;
			/**
			 * Format: date-time
			 * @description UTC, milliseconds
			 */
			updated_at: string;
		};
		TenantAuthDto: {
			/** @description JSON Web Token */
			accessToken: string;
			/** @enum {string} */
			tokenType: "Bearer";
			expiresIn: string;
		};
		TenantsFailure: {
			success: boolean;
			message: string;
			/** @description A message for each field */
			errors?: {
				[key: string]: string;
			};
			error?: string;
		};
		LoginTenantDto: {
			/**
			 * Format: email
			 * @description Unique across all surfaces
			 */
			email: string;
			password: string;
		};
	};
	responses: never;
	parameters: {
		/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
		IdempotencyKey: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	registerTenant: {
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
				"application/json": components["schemas"]["RegisterTenantDto"];
			};
		};
		responses: {
			/** @description Tenant registered */
			201: {
				content: {
					"application/json": {
						/** @enum {boolean} */
						success: true;
						/** @enum {string} */
						message: "Tenant registered successfully";
						data: components["schemas"]["TenantSessionDto"];
					};
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["TenantsFailure"];
				};
			};
		};
	};
	loginTenant: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["LoginTenantDto"];
			};
		};
		responses: {
			/** @description Signed in */
			200: {
				content: {
					"application/json": {
						/** @enum {boolean} */
						success: true;
						/** @enum {string} */
						message: "Login successful";
						data: components["schemas"]["TenantSessionDto"];
					};
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["TenantsFailure"];
				};
			};
		};
	};
}
