// Generated from openapi.json by npm run generate. Do not edit.

export interface paths {
	"/": {
		/**
		 * Describe the service and its entry points
		 * @description HTML if Accept names text/html, as browsers do; otherwise JSON.
		 */
		get: operations["getRoot"];
	};
}
export interface components {
	schemas: {
		RootDto: {
			/** @description APP_NAME */
			name: string;
			description: string;
			/** @description Paths on this host, by name */
			links: {
				[key: string]: string;
			};
		};
		OrgFailure: {
			detail: string;
		};
	};
	responses: never;
	parameters: never;
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	getRoot: {
		requestBody?: never;
		responses: {
			/** @description The description */
			200: {
				content: {
					"application/json": components["schemas"]["RootDto"];
					"text/html": string;
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
