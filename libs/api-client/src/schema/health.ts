// Generated from openapi.json by npm run generate. Do not edit.

export interface paths {
	"/health/live": {
		/** Check liveness */
		get: operations["getLiveness"];
	};
	"/health/ready": {
		/** Check readiness: database, change feed and lease */
		get: operations["getReadiness"];
	};
}
export interface components {
	schemas: {
		HealthReportDto: {
			/** @enum {string} */
			status: "ok" | "error" | "shutting_down";
			info: {
				[key: string]: unknown;
			};
			error: {
				[key: string]: unknown;
			};
			details: {
				[key: string]: unknown;
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
	getLiveness: {
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["HealthReportDto"];
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
	getReadiness: {
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["HealthReportDto"];
				};
			};
			/** @description Every error */
			default: {
				content: {
					"application/json": components["schemas"]["OrgFailure"] | (components["schemas"]["HealthReportDto"] | components["schemas"]["OrgFailure"]);
				};
			};
		};
	};
}
