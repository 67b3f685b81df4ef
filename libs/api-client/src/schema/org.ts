// Generated from openapi.json by npm run generate. Do not edit.

export interface paths {
	"/org/create": {
		/**
		 * Create an organization with its own database and its administrator
		 * @description One transaction creates the organization, its administrator and the database `org_<name>` with the collection `data`. If another organization already has that database, `_2` or the next free number is added.
		 */
		post: operations["createOrganization"];
	};
	"/org/get": {
		/**
		 * Get an organization by its name
		 * @description With ORG_PUBLIC_READ=off the route requires a token.
		 */
		get: operations["getOrganization"];
	};
	"/org/update": {
		/**
		 * Change the name, email or password of the token's organization
		 * @description The documents are copied to the next generation of the database, `org_<name>_v<n>`, which then replaces it. The token selects the organization; another `organization_name` renames it. Email and password change immediately, end every other session and stay changed if the copy fails; the former address receives a link that undoes the change for 72 hours. A 503 with `Operation-Location` means that another instance continues: the operation shows the result.
		 *
		 *     Needs the permission `organization.update`.
		 */
		put: operations["updateOrganization"];
	};
	"/org/delete": {
		/**
		 * Delete an organization, its accounts and its database
		 * @description A token can delete its own organization only. An organization created again under the same name starts empty.
		 *
		 *     Needs the permission `organization.delete`.
		 */
		delete: operations["deleteOrganization"];
	};
	"/admin/login": {
		/** Sign in as an administrator */
		post: operations["login"];
	};
	"/health": {
		/** Check that the service is up */
		get: operations["getHealth"];
	};
}
export interface components {
	schemas: {
		CreateOrganizationDto: {
			/** @description Unique, case-insensitive */
			organization_name: string;
			/**
			 * Format: email
			 * @description Address of the administrator
			 */
			email: string;
			/** @description At least 8 characters */
			password: string;
		};
		OrganizationDto: {
			/** @description Unique, case-insensitive */
			organization_name: string;
			/** @description Name of the organization's own database */
			collection_name: string;
			/** @description ObjectId as 24 hexadecimal digits */
			admin_id: string;
			/** @description UTC, whole seconds, no zone */
			created_at: string;
		};
		OrgFailure: {
			detail: string;
		};
		UpdateOrganizationDto: {
			/** @description Another name renames the organization */
			organization_name?: string;
			/**
			 * Format: email
			 * @description Address of the administrator
			 */
			email?: string;
			/** @description At least 8 characters */
			password?: string;
		};
		UpdatedOrganizationDto: {
			/** @description Unique, case-insensitive */
			organization_name: string;
			/** @description Name of the organization's own database */
			collection_name: string;
			/** @description ObjectId as 24 hexadecimal digits */
			admin_id: string;
		};
		DeletedDto: {
			/** @enum {string} */
			message: "Organization deleted successfully";
		};
		LoginDto: {
			/**
			 * Format: email
			 * @description Address of the administrator
			 */
			email: string;
			/** @description At least 8 characters */
			password: string;
		};
		LoggedInDto: {
			/** @description JSON Web Token, HS256 */
			access_token: string;
			/** @enum {string} */
			token_type: "bearer";
			/** @description ObjectId as 24 hexadecimal digits */
			admin_id: string;
			/** @description Null for a platform operator */
			organization_id: string | null;
			/** @description Null for a platform operator */
			organization_name: string | null;
		};
		HealthDto: {
			/** @enum {string} */
			status: "healthy";
			/** @description APP_NAME */
			app: string;
		};
	};
	responses: never;
	parameters: {
		/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
		IdempotencyKey: string;
		/** @description The exact name of the organization */
		OrganizationName: string;
		/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
		XOTP: string;
		/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
		XConfirmPassword: string;
		/** @description Id of one of the actor’s organizations; the organization of the token if absent */
		XOrgId: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	createOrganization: {
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
				"application/json": components["schemas"]["CreateOrganizationDto"];
			};
		};
		responses: {
			/** @description Organization created */
			201: {
				content: {
					"application/json": {
						/** @enum {string} */
						message: "Organization created successfully";
						data: components["schemas"]["OrganizationDto"];
					};
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["OrgFailure"];
				};
			};
		};
	};
	getOrganization: {
		parameters: {
			query: {
				/** @description The exact name of the organization */
				organization_name: components["parameters"]["OrganizationName"];
			};
			header?: never;
			path?: never;
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description The organization */
			200: {
				content: {
					"application/json": {
						/** @enum {string} */
						message: "Organization retrieved successfully";
						data: components["schemas"]["OrganizationDto"];
					};
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["OrgFailure"];
				};
			};
		};
	};
	updateOrganization: {
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
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["UpdateOrganizationDto"];
			};
		};
		responses: {
			/** @description Organization updated */
			200: {
				content: {
					"application/json": {
						/** @enum {string} */
						message: "Organization updated successfully";
						data: components["schemas"]["UpdatedOrganizationDto"];
					};
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["OrgFailure"];
				};
			};
		};
	};
	deleteOrganization: {
		parameters: {
			query: {
				/** @description The exact name of the organization */
				organization_name: components["parameters"]["OrganizationName"];
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
		requestBody?: never;
		responses: {
			/** @description Organization deleted */
			200: {
				content: {
					"application/json": components["schemas"]["DeletedDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["OrgFailure"];
				};
			};
		};
	};
	login: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["LoginDto"];
			};
		};
		responses: {
			/** @description Signed in */
			200: {
				content: {
					"application/json": {
						/** @enum {string} */
						message: "Login successful";
						data: components["schemas"]["LoggedInDto"];
					};
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["OrgFailure"];
				};
			};
		};
	};
	getHealth: {
		requestBody?: never;
		responses: {
			/** @description Up */
			200: {
				content: {
					"application/json": components["schemas"]["HealthDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["OrgFailure"];
				};
			};
		};
	};
}
