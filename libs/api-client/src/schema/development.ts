// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/dev/mails": {
		/**
		 * List the newest 100 e-mails that were kept instead of sent
		 * @description For development: requires no token and shows links that sign in. Returns 404 in production, if MAIL_URL is set, and to other machines.
		 */
		get: operations["listKeptMails"];
	};
}
export interface components {
	schemas: {
		KeptMailListDto: {
			items: components["schemas"]["KeptMailDto"][];
		};
		KeptMailDto: {
			id: string;
			to: string;
			template: string;
			subject: string;
			/** @description Target of the button in the e-mail */
			link: string | null;
			/** @description The plain text part */
			text: string;
			html: string;
			created_at: string;
		};
		V1Failure: Problem;
	};
	responses: never;
	parameters: never;
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	listKeptMails: {
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["KeptMailListDto"];
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
