// Generated from openapi.json by npm run generate. Do not edit.

export interface paths {
	"/": {
		/**
		 * Say what this is and where to go
		 * @description A page where Accept names text/html, as browsers do; else JSON.
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
			/** @description Paths on this host, by what is there */
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
			/** @description What this is */
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
