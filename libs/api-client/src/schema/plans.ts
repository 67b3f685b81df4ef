// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/plans": {
		/** List the plans */
		get: operations["listPlanChoices"];
	};
}
export interface components {
	schemas: {
		PlanViewListDto: {
			items: components["schemas"]["PlanViewDto"][];
			next_cursor: string | null;
		};
		PlanViewDto: {
			/** Format: uuid */
			id: string;
			/** @enum {string} */
			type: "basic" | "pro" | "premium";
			name: string;
			/** @description null: no limit */
			limits: components["schemas"]["PlanLimitsViewDto"];
		};
		PlanLimitsViewDto: {
			/** @description Active members */
			members: number | null;
			requests_per_minute: number | null;
			/** @description Bytes of the database */
			storage: number | null;
			collections: number | null;
			api_keys: number | null;
		};
		V1Failure: Problem;
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
	listPlanChoices: {
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
					"application/json": components["schemas"]["PlanViewListDto"];
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
