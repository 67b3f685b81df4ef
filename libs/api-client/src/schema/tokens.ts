// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/.well-known/jwks.json": {
		/**
		 * List the public keys of access tokens
		 * @description Empty while ALGORITHM is HS256: only the service can verify such tokens.
		 */
		get: operations["listPublicKeys"];
	};
	"/.well-known/oauth-authorization-server": {
		/**
		 * Get the metadata of the token issuer (RFC 8414)
		 * @description Available if TOKEN_ISSUER is a URL.
		 */
		get: operations["getServerMetadata"];
	};
	"/.well-known/openid-configuration": {
		/**
		 * Get the metadata of the token issuer at the OpenID Connect path
		 * @description For gateways that read the issuer and the keys from here. Rowhouse issues no ID tokens and has no authorization endpoint. Available if TOKEN_ISSUER is a URL.
		 */
		get: operations["getProviderMetadata"];
	};
	"/v1/introspect": {
		/**
		 * Introspect an access token or an API key (RFC 7662)
		 * @description Whether the token is accepted at this moment, with the current role and permissions of its owner. An actor may ask about tokens of their own account and organization, a platform operator about all, a client of TOKEN_CLIENTS about those for its audiences; every other token is not active. An API key may be asked about by a client of TOKEN_CLIENTS, a platform operator, members of its organization and with itself.
		 */
		post: operations["introspectToken"];
	};
}
export interface components {
	schemas: {
		JwksDto: {
			keys: components["schemas"]["JwkDto"][];
		};
		JwkDto: {
			/** @enum {string} */
			kty: "OKP" | "EC" | "RSA";
			/** @enum {string} */
			crv?: "Ed25519" | "P-256";
			/** @description The public key of EdDSA and ES256 */
			x?: string;
			/** @description With `x`, the public key of ES256 */
			y?: string;
			/** @description Modulus of an RSA key */
			n?: string;
			/** @description Exponent of an RSA key */
			e?: string;
			/** @description Key id, as in the header of a token */
			kid: string;
			/** @enum {string} */
			use: "sig";
			/** @enum {string} */
			alg: "EdDSA" | "ES256" | "RS256";
		};
		OrgFailure: {
			detail: string;
		};
		ServerMetadataDto: {
			/** @description `iss` of the access tokens */
			issuer: string;
			jwks_uri: string;
			introspection_endpoint: string;
			introspection_endpoint_auth_methods_supported: string[];
			/** @description None: there is no authorization endpoint */
			response_types_supported: string[];
			/** @description None: sign in with POST /v1/sessions */
			grant_types_supported: string[];
			service_documentation: string;
		};
		ProviderMetadataDto: {
			/** @description `iss` of the access tokens */
			issuer: string;
			jwks_uri: string;
			introspection_endpoint: string;
			introspection_endpoint_auth_methods_supported: string[];
			/** @description None: there is no authorization endpoint */
			response_types_supported: string[];
			/** @description None: sign in with POST /v1/sessions */
			grant_types_supported: string[];
			service_documentation: string;
			subject_types_supported: string[];
			/** @description Of the access tokens */
			claims_supported: string[];
		};
		IntrospectDto: {
			token: string;
			/** @description Has no effect: access tokens and API keys are told apart */
			token_type_hint?: string;
			/** @description Where the API key was sent from, for one that is limited to addresses; without it the address of who asks */
			client_address?: string;
		};
		TokenStateDto: {
			/** @description false: no other field is present */
			active: boolean;
			/** @enum {string} */
			token_type?: "Bearer";
			/** @description The permissions, separated by spaces */
			scope?: string;
			/** @description The client the session was opened for */
			client_id?: string;
			iss?: string;
			/** @description The account; of a key of an organization `key:` and its id */
			sub?: string;
			aud?: string | string[];
			/** @description Seconds since 1970 */
			exp?: number;
			/** @description Seconds since 1970 */
			iat?: number;
			/** @description Id of the token or key */
			jti?: string;
			/** @description Present for an API key */
			api_key_id?: string;
			/** @description The session */
			sid?: string;
			organization_id?: string | null;
			organization_name?: string | null;
			email_verified?: boolean;
			/** @description The current role in the organization of the token */
			role?: string | null;
			/** @description The current permissions */
			permissions?: string[];
			/** @description Present if an operator acts as the account */
			act?: components["schemas"]["ActDto"];
		};
		ActDto: {
			/** @description The platform operator */
			sub: string;
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
	listPublicKeys: {
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["JwksDto"];
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
	getServerMetadata: {
		requestBody?: never;
		responses: {
			/** @description The metadata */
			200: {
				content: {
					"application/json": components["schemas"]["ServerMetadataDto"];
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
	getProviderMetadata: {
		requestBody?: never;
		responses: {
			/** @description The metadata */
			200: {
				content: {
					"application/json": components["schemas"]["ProviderMetadataDto"];
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
	introspectToken: {
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
				"application/x-www-form-urlencoded": components["schemas"]["IntrospectDto"];
				"application/json": components["schemas"]["IntrospectDto"];
			};
		};
		responses: {
			/** @description The state of the token */
			200: {
				content: {
					"application/json": components["schemas"]["TokenStateDto"];
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
