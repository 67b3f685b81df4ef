// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/organizations": {
		/** List your organizations with your role in each */
		get: operations["listOrganizations"];
		/** Create another organization that you own */
		post: operations["addOrganization"];
	};
	"/v1/organizations/{id}": {
		/**
		 * Get the organization
		 * @description Needs the permission `organization.read`.
		 */
		get: operations["readOrganization"];
		/**
		 * Delete the organization with its database
		 * @description Needs the permission `organization.delete`.
		 */
		delete: operations["removeOrganization"];
		/**
		 * Change the settings or the name of the organization
		 * @description A new name moves the organization to the next generation of its database while it stays in use; the response is sent when the move is complete. GET /v1/operations shows the progress.
		 *
		 *     Needs the permission `organization.update`.
		 */
		patch: operations["patchOrganization"];
	};
	"/v1/organizations/{id}/plan": {
		/**
		 * Get the plan of the organization and its usage
		 * @description Needs the permission `organization.read`.
		 */
		get: operations["getOrganizationPlan"];
		/**
		 * Change the plan of the organization
		 * @description With PLAN_CHANGE=platform (the default in production), only platform operators can change it.
		 *
		 *     Needs the permission `plan.change`.
		 */
		put: operations["changeOrganizationPlan"];
	};
	"/v1/organizations/{id}/branding": {
		/**
		 * Get the branding of an organization
		 * @description Needs the permission `organization.read`.
		 */
		get: operations["getBranding"];
		/**
		 * Change the branding of an organization
		 * @description E-mails and pages about the organization use it; e-mails about an account use the branding of the installation. A value of null is inherited from the installation. Requires a verified e-mail address.
		 *
		 *     Needs the permission `organization.update`.
		 */
		patch: operations["changeBranding"];
	};
	"/v1/organizations/{id}/second-factor": {
		/**
		 * Get whether the organization requires a second factor
		 * @description Needs the permission `organization.read`.
		 */
		get: operations["getFactorRequirement"];
		/**
		 * Require a second factor of the members, or end the requirement
		 * @description After the days of grace, members without one are refused with auth.enrolment_required until they set one up, and sign in on the other surfaces like strangers. The caller needs one to require it. Repeating the request starts the days of grace again.
		 *
		 *     Needs the permission `organization.update`.
		 */
		put: operations["changeFactorRequirement"];
	};
	"/v1/undeletes/preview": {
		/** Show what the link of a deletion brings back */
		post: operations["previewUndelete"];
	};
	"/v1/undeletes": {
		/**
		 * Bring a deleted organization back with the code of the e-mail
		 * @description Owners get the link when the organization is deleted; it works for UNDELETE_DAYS. Data, members with their passwords, roles, settings and branding are as they were; sessions, API keys, invitations and webhooks are not. The request may be repeated; the response shows the progress.
		 */
		post: operations["undeleteByLink"];
	};
	"/v1/erasures/certificates/{secret}": {
		/**
		 * Download the certificate of an erasure with the link of the e-mail
		 * @description Owners get the link when nothing of their organization is left; it does not expire. A file whose every byte counts: `rowhouse verify-certificate FILE` verifies it offline, with the public keys of `GET /v1/audit/keys`.
		 */
		get: operations["getErasureCertificateByLink"];
	};
}
export interface components {
	schemas: {
		OwnOrganizationListDto: {
			items: components["schemas"]["OwnOrganizationDto"][];
			next_cursor: string | null;
		};
		OwnOrganizationDto: {
			id: string;
			/** Format: uuid */
			uid: string;
			/** @description Integer id, as other surfaces show it */
			seq: number;
			name: string;
			slug: string;
			database: string;
			/** @description Incremented by each move */
			generation: number;
			/** @enum {string} */
			status: "active" | "inactive" | "suspended";
			/** @description A move is in progress; the organization stays in use. See GET /v1/operations */
			moving: boolean;
			/** @description null: no plan and no limits */
			plan: {
				/** Format: uuid */
				id: string;
				/** @enum {string} */
				type: "basic" | "pro" | "premium";
			} | null;
			/** @description Claimed mail domain */
			domain: string | null;
			personal: boolean;
			settings: {
				[key: string]: unknown;
			};
			/** @description One of its owners */
			admin_id: string;
			created_at: string;
			updated_at: string;
			/** @description The caller’s */
			role: string;
		};
		V1Failure: Problem;
		NewOrganizationViewDto: {
			/** @description Unique, case-insensitive */
			name: string;
			/** @description Used unchanged in the database name; derived from the name if absent */
			slug?: string;
			/** @description Type or id of a plan; DEFAULT_PLAN if absent or with PLAN_CHANGE=platform */
			plan?: string;
			/** @description At most 16 kB and 5 levels; keys are not empty and contain no $ or dot */
			settings?: {
				[key: string]: unknown;
			};
		};
		OrganizationViewDto: {
			id: string;
			/** Format: uuid */
			uid: string;
			/** @description Integer id, as other surfaces show it */
			seq: number;
			name: string;
			slug: string;
			database: string;
			/** @description Incremented by each move */
			generation: number;
			/** @enum {string} */
			status: "active" | "inactive" | "suspended";
			/** @description A move is in progress; the organization stays in use. See GET /v1/operations */
			moving: boolean;
			/** @description null: no plan and no limits */
			plan: {
				/** Format: uuid */
				id: string;
				/** @enum {string} */
				type: "basic" | "pro" | "premium";
			} | null;
			/** @description Claimed mail domain */
			domain: string | null;
			personal: boolean;
			settings: {
				[key: string]: unknown;
			};
			/** @description One of its owners */
			admin_id: string;
			created_at: string;
			updated_at: string;
		};
		OrganizationPatchDto: {
			/** @description Moves the organization to the next generation of its database; must be the only field of the request */
			name?: string;
			/** @description At most 16 kB and 5 levels; keys are not empty and contain no $ or dot. Replaces the settings as a whole */
			settings?: {
				[key: string]: unknown;
			};
			/** @description Organization of a single user */
			personal?: boolean;
		};
		OrganizationPlanDto: {
			/** @description null: no plan and no limits */
			plan: {
				/** Format: uuid */
				id: string;
				/** @enum {string} */
				type: "basic" | "pro" | "premium";
			} | null;
			/** @description null: no limit */
			limits: components["schemas"]["PlanLimitsViewDto"];
			usage: components["schemas"]["PlanUsageDto"];
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
		PlanUsageDto: {
			/** @description Active members */
			members: number;
			collections: number;
			/** @description Bytes of the documents, uncompressed, and of the indexes */
			storage_bytes: number;
			api_keys: number;
		};
		ChoosePlanDto: {
			/** @description Type or id of a plan */
			plan: string;
		};
		BrandingDto: {
			product_name: string | null;
			/** Format: uri */
			home_url: string | null;
			/** Format: uri */
			logo_url: string | null;
			color: string | null;
			color_dark: string | null;
			sender_name: string | null;
			support_email: string | null;
			/** @enum {string|null} */
			locale: "en" | "de" | null;
			/** @description `return_to` may name these addresses and everything below their paths: https, or http on this machine; no query */
			return_addresses: string[];
		};
		BrandingPatchDto: {
			/** @description In mails and on pages */
			product_name?: string | null;
			/** Format: uri */
			home_url?: string | null;
			/** Format: uri */
			logo_url?: string | null;
			/** @description Of buttons */
			color?: string | null;
			/** @description Of buttons in a dark scheme */
			color_dark?: string | null;
			/** @description Name before the address of the sender, which stays that of the installation */
			sender_name?: string | null;
			/** Format: email */
			support_email?: string | null;
			/** @enum {string|null} */
			locale?: "en" | "de" | null;
			/** @description `return_to` may name these addresses and everything below their paths: https, or http on this machine; no query */
			return_addresses?: string[];
		};
		FactorRequirementDto: {
			required: boolean;
			required_since: string | null;
			/** @description Members without a second factor can do nothing in the organization from then on */
			enforced_from: string | null;
		};
		RequireFactorDto: {
			required: boolean;
			/**
			 * @description Days from now in which members without a second factor work on
			 * @default 7
			 */
			grace_days: number;
		};
		UndeleteCodeDto: {
			/** @description The code of the e-mail */
			code: string;
		};
		UndeleteOfferDto: {
			organization_name: string;
			members: number;
			deleted_at: string;
			/** @description Until when it can be brought back */
			expires_at: string;
		};
		UndeleteByLinkDto: {
			/** @description Another name, when the one it had is taken */
			name?: string;
			/** @description Without its mail domain, which another organization claims by now */
			without_domain?: boolean;
			/** @description The code of the e-mail */
			code: string;
		};
		DeletedOrganizationDto: {
			organization_id: string;
			name: string;
			/**
			 * @description `leaving`: its archive is not made yet; `kept`: it can be brought back
			 * @enum {string}
			 */
			phase: "leaving" | "kept" | "returning" | "returned";
			domain: string | null;
			members: number;
			deleted_at: string;
			/** @description Until when it can be brought back */
			expires_at: string;
			/** @description Why it was not brought back the last time, as an error code */
			fault: string | null;
			/** @description User names of members who did not come back: their address is another account’s by now */
			members_left_out: string[];
		};
		ErasureCertificateFileDto: {
			/** @enum {string} */
			type: "rowhouse-erasure-certificate";
			certificate: components["schemas"]["ErasureCertificateDto"];
			/** @description The certificate as a compact JWS (RFC 7515, EdDSA), signed with a key of `GET /v1/audit/keys` */
			signed: string;
		};
		ErasureCertificateDto: {
			/** @enum {integer} */
			version: 1;
			id: string;
			/** @description Of the installation */
			registry: string;
			organization: components["schemas"]["ErasedOrganizationDto"];
			deleted_at: string;
			erased_at: string;
			signed_at: string;
			databases: components["schemas"]["ErasedDatabaseDto"][];
			archives: components["schemas"]["ErasedArchiveDto"][];
			keys: components["schemas"]["ErasedKeyDto"][];
			branches: string[];
			members: number;
			accounts: components["schemas"]["ErasedAccountsDto"];
			/** @description What could still be read when it was signed, and until when */
			remains: components["schemas"]["ErasureRemainsDto"];
		};
		ErasedOrganizationDto: {
			id: string;
			name_salt: string;
			/** @description HMAC-SHA-256 of the name, with the salt as the key */
			name_digest: string;
			is_branch: boolean;
		};
		ErasedDatabaseDto: {
			name: string;
			/** @description Its own, or that of a branch */
			organization_id: string;
			generation: number;
			/**
			 * @description `left`: it was not provably of this installation, and was not dropped
			 * @enum {string}
			 */
			state: "dropped" | "left";
			dropped_at: string | null;
		};
		ErasedArchiveDto: {
			id: string;
			kind: string;
			/** @description The moment whose data it held */
			at: string | null;
			/** @description false: the store may still have parts of it, without their key */
			removed: boolean;
		};
		ErasedKeyDto: {
			seals: string;
			/** @description SHA-256 of the key */
			thumbprint: string | null;
		};
		ErasedAccountsDto: {
			count: number;
			/** @description The first thousand */
			ids: string[];
		};
		ErasureRemainsDto: {
			snapshot_window: components["schemas"]["SnapshotWindowEndDto"];
			/** @description The replication log of MongoDB; null: the service may not look */
			oplog: {
				oldest_at: string;
				/** @description If as much is written as before */
				estimated_end_at: string;
			} | null;
			notes: string[];
		};
		SnapshotWindowEndDto: {
			/** @description null: the service may not ask */
			seconds: number | null;
			ends_at: string | null;
		};
	};
	responses: never;
	parameters: {
		/** @description Id of one of the actor’s organizations; the organization of the token if absent */
		XOrgId: string;
		/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
		IdempotencyKey: string;
		/** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
		OrganizationsId: string;
		/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
		XOTP: string;
		/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
		XConfirmPassword: string;
		/** @description The ETag that was read */
		IfMatch: string;
		Secret: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	listOrganizations: {
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
					"application/json": components["schemas"]["OwnOrganizationListDto"];
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
	addOrganization: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
				/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
				"Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["NewOrganizationViewDto"];
			};
		};
		responses: {
			201: {
				content: {
					"application/json": components["schemas"]["OrganizationViewDto"];
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
	readOrganization: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				/** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
				id: components["parameters"]["OrganizationsId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["OrganizationViewDto"];
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
	removeOrganization: {
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
			path: {
				/** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
				id: components["parameters"]["OrganizationsId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description Deleted */
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
	patchOrganization: {
		parameters: {
			query?: never;
			header?: {
				/** @description ETag of the version that is changed; a different current version gives 412 */
				"If-Match"?: string;
				/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
				"X-OTP"?: components["parameters"]["XOTP"];
				/** @description Password of the actor, required if REQUIRE_STEP_UP is on and the body has name; percent-encoded if it contains characters other than ASCII */
				"X-Confirm-Password"?: string;
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				/** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
				id: components["parameters"]["OrganizationsId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["OrganizationPatchDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["OrganizationViewDto"];
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
	getOrganizationPlan: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				/** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
				id: components["parameters"]["OrganizationsId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["OrganizationPlanDto"];
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
	changeOrganizationPlan: {
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
			path: {
				/** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
				id: components["parameters"]["OrganizationsId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["ChoosePlanDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["OrganizationPlanDto"];
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
	getBranding: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				/** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
				id: components["parameters"]["OrganizationsId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["BrandingDto"];
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
	changeBranding: {
		parameters: {
			query?: never;
			header?: {
				/** @description The ETag that was read */
				"If-Match"?: components["parameters"]["IfMatch"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				/** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
				id: components["parameters"]["OrganizationsId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["BrandingPatchDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["BrandingDto"];
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
	getFactorRequirement: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				/** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
				id: components["parameters"]["OrganizationsId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["FactorRequirementDto"];
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
	changeFactorRequirement: {
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
			path: {
				/** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
				id: components["parameters"]["OrganizationsId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["RequireFactorDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["FactorRequirementDto"];
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
	previewUndelete: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["UndeleteCodeDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["UndeleteOfferDto"];
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
	undeleteByLink: {
		requestBody: {
			content: {
				"application/json": components["schemas"]["UndeleteByLinkDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["DeletedOrganizationDto"];
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
	getErasureCertificateByLink: {
		parameters: {
			query?: never;
			header?: never;
			path: {
				secret: components["parameters"]["Secret"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["ErasureCertificateFileDto"];
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
