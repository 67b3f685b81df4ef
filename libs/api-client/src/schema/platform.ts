// Generated from openapi.json by npm run generate. Do not edit.

import type { Problem } from '../problem.js';

export interface paths {
	"/v1/platform/users/{id}/export": {
		/**
		 * Export everything that is kept of a person
		 * @description The account, memberships, sessions, second factor and remembered devices, API keys, invitations, impersonations, mails, and what the person did in every audit log. No secret is in it. JSON, written as it is read.
		 *
		 *     Needs the permission `platform.users.manage`.
		 */
		get: operations["exportAccount"];
	};
	"/v1/platform/users/{id}": {
		/**
		 * Get an account and its organizations
		 * @description Needs the permission `platform.users.manage`.
		 */
		get: operations["inspectAccount"];
		/**
		 * Delete the account of a person
		 * @description Sessions, keys and memberships end at once, open invitations that the person may no longer offer are revoked, and the address is free again. What else is about the person is erased within minutes; in audit logs the id stays, and network addresses and remarks about the person go, without the logs losing their proof. Documents belong to the organizations and stay. The person is notified by e-mail. Deleting it again changes nothing.
		 *
		 *     Needs the permission `platform.users.manage`.
		 */
		delete: operations["deleteAccount"];
	};
	"/v1/platform/impersonations": {
		/**
		 * List the impersonations of the last 90 days, newest first
		 * @description Needs the permission `platform.impersonate`.
		 */
		get: operations["listImpersonations"];
		/**
		 * Impersonate a user for a limited time
		 * @description The token acts as the user; its responses carry `X-Impersonated-By`. It cannot change credentials or ownership, or create, delete or move an organization. Start and end are written to the audit log.
		 *
		 *     Needs the permission `platform.impersonate`.
		 */
		post: operations["startImpersonation"];
	};
	"/v1/platform/impersonations/{id}": {
		/**
		 * End an impersonation and invalidate its token
		 * @description Needs the permission `platform.impersonate`.
		 */
		delete: operations["endImpersonation"];
	};
	"/v1/platform/deleted-organizations": {
		/**
		 * List deleted organizations that can be brought back, newest first
		 * @description Needs the permission `platform.organizations.read`.
		 */
		get: operations["listDeletedOrganizations"];
	};
	"/v1/platform/deleted-organizations/{id}/undelete": {
		/**
		 * Bring a deleted organization back
		 * @description Data, members with their passwords, roles, settings and branding are as they were; sessions, API keys, invitations and webhooks are not. The request may be repeated; the response shows the progress.
		 *
		 *     Needs the permission `platform.organizations.manage`.
		 */
		post: operations["undeleteOrganization"];
	};
	"/v1/platform/deleted-organizations/{id}": {
		/**
		 * Erase a deleted organization before its retention ends
		 * @description Destroys the key of its archives and removes them. It cannot be brought back afterwards.
		 *
		 *     Needs the permission `platform.organizations.manage`.
		 */
		delete: operations["eraseDeletedOrganization"];
	};
	"/v1/platform/erasures": {
		/**
		 * List erasures of organizations, newest first
		 * @description An erasure destroys the keys of an organization, drops its databases, and is certified.
		 *
		 *     Needs the permission `platform.organizations.read`.
		 */
		get: operations["listErasures"];
	};
	"/v1/platform/erasures/{id}": {
		/**
		 * Get an erasure
		 * @description Needs the permission `platform.organizations.read`.
		 */
		get: operations["getErasure"];
	};
	"/v1/platform/erasures/{id}/certificate": {
		/**
		 * Get the signed certificate of an erasure
		 * @description A file whose every byte counts: `rowhouse verify-certificate FILE` verifies it offline, with the public keys of `GET /v1/audit/keys`.
		 *
		 *     Needs the permission `platform.organizations.read`.
		 */
		get: operations["getErasureCertificate"];
	};
	"/v1/platform/leftovers": {
		/**
		 * List databases that belong to no organization
		 * @description These are databases of the server that begin with DATABASE_PREFIX and belong to no organization: restored dumps, databases of another registry on the same MongoDB, or databases of organizations that a restored master no longer has. None of them is dropped automatically.
		 *
		 *     Needs the permission `platform.organizations.read`.
		 */
		get: operations["listLeftovers"];
	};
	"/v1/platform/leftovers/{name}": {
		/**
		 * Adopt, drop or ignore a database that belongs to no organization
		 * @description `ignore` keeps the database in the list without reporting it. `drop` requires the name of the database in `confirm`. `adopt` assigns it to the organization it was created for, to another organization without documents, or to a new organization with the old id and an owner.
		 *
		 *     Needs the permission `platform.organizations.manage`.
		 */
		post: operations["settleLeftover"];
	};
	"/v1/platform/users": {
		/**
		 * List all accounts, ordered by e-mail address
		 * @description Needs the permission `platform.users.manage`.
		 */
		get: operations["listAccounts"];
	};
	"/v1/platform/users/{id}/suspend": {
		/**
		 * Suspend an account and invalidate its tokens
		 * @description Takes effect on every instance within 0.1 seconds. Repeating the request changes nothing; data is not changed.
		 *
		 *     Needs the permission `platform.users.manage`.
		 */
		post: operations["suspendAccount"];
	};
	"/v1/platform/users/{id}/deactivate": {
		/**
		 * Deactivate an account and invalidate its tokens
		 * @description Takes effect on every instance within 0.1 seconds. Repeating the request changes nothing; data is not changed.
		 *
		 *     Needs the permission `platform.users.manage`.
		 */
		post: operations["deactivateAccount"];
	};
	"/v1/platform/users/{id}/activate": {
		/**
		 * Activate an account
		 * @description Takes effect on every instance within 0.1 seconds. Repeating the request changes nothing; data is not changed.
		 *
		 *     Needs the permission `platform.users.manage`.
		 */
		post: operations["activateAccount"];
	};
	"/v1/platform/users/{id}/initial-secret": {
		/**
		 * Reset the password of an account to a temporary one and end its sessions
		 * @description Intended for the owner of a new tenant who lost the first password. The response shows the temporary password once; the event is written to the organization’s audit log. Allowed only for accounts whose address is not verified; other users reset their password by e-mail.
		 *
		 *     Needs the permission `platform.users.manage`.
		 */
		post: operations["issueInitialSecret"];
	};
	"/v1/platform/users/{id}/second-factor": {
		/**
		 * Reset the second factor of an account and end its sessions
		 * @description For a user who lost the factor and the recovery codes; the operator must know that it is the user. Afterwards the password alone signs in. The user is notified, and the reason is written to the audit log.
		 *
		 *     Needs the permission `platform.users.manage`.
		 */
		delete: operations["resetFactor"];
	};
	"/v1/platform/audit": {
		/**
		 * List the audit logs of the platform and its organizations, newest first
		 * @description Needs the permission `platform.audit.read`.
		 */
		get: operations["listPlatformAudit"];
	};
	"/v1/platform/audit/verification": {
		/**
		 * Verify an audit log by recomputing its hash chain
		 * @description Needs the permission `platform.audit.read`.
		 */
		get: operations["verifyPlatformAudit"];
	};
	"/v1/platform/audit/export": {
		/**
		 * Export the audit log of the platform or of an organization
		 * @description Needs the permission `platform.audit.read`.
		 */
		get: operations["exportPlatformAudit"];
	};
	"/v1/platform/organizations": {
		/**
		 * List all organizations, newest first
		 * @description Needs the permission `platform.organizations.read`.
		 */
		get: operations["listAllOrganizations"];
	};
	"/v1/platform/organizations/{id}": {
		/**
		 * Get an organization with its counts
		 * @description Needs the permission `platform.organizations.read`.
		 */
		get: operations["inspectOrganization"];
		/**
		 * Delete an organization with its database
		 * @description Needs the permission `platform.organizations.manage`.
		 */
		delete: operations["eraseOrganization"];
	};
	"/v1/platform/organizations/{id}/suspend": {
		/**
		 * Suspend an organization
		 * @description Takes effect on every instance within 0.1 seconds. Repeating the request changes nothing; data is not changed.
		 *
		 *     Needs the permission `platform.organizations.manage`.
		 */
		post: operations["suspendOrganization"];
	};
	"/v1/platform/organizations/{id}/deactivate": {
		/**
		 * Deactivate an organization
		 * @description Takes effect on every instance within 0.1 seconds. Repeating the request changes nothing; data is not changed.
		 *
		 *     Needs the permission `platform.organizations.manage`.
		 */
		post: operations["deactivateOrganization"];
	};
	"/v1/platform/organizations/{id}/activate": {
		/**
		 * Activate an organization
		 * @description Takes effect on every instance within 0.1 seconds. Repeating the request changes nothing; data is not changed.
		 *
		 *     Needs the permission `platform.organizations.manage`.
		 */
		post: operations["activateOrganization"];
	};
	"/v1/platform/organizations/{id}/plan": {
		/**
		 * Change the plan of an organization
		 * @description Needs the permission `platform.organizations.manage`.
		 */
		put: operations["assignPlan"];
	};
	"/v1/platform/permissions": {
		/**
		 * Get the permissions of the product
		 * @description Needs the permission `platform.permissions.manage`.
		 */
		get: operations["getPermissionCatalogue"];
		/**
		 * Register the permissions of the product; replaces the catalogue
		 * @description Owners of every organization have all of these permissions; `default_roles` gives one to other built-in roles and to the more powerful ones above them; custom roles may hold any. Takes effect on every instance within 0.1 seconds.
		 *
		 *     Needs the permission `platform.permissions.manage`.
		 */
		put: operations["replacePermissionCatalogue"];
	};
	"/v1/platform/operations": {
		/**
		 * List updates, undos and restores under way, of all organizations
		 * @description With `organization_id`: the last 50 of that organization, also those that are over.
		 *
		 *     Needs the permission `platform.organizations.read`.
		 */
		get: operations["listAllOperations"];
	};
	"/v1/platform/organizations/{id}/generations": {
		/**
		 * Get the generations of an organization’s database that exist
		 * @description Needs the permission `platform.organizations.read`.
		 */
		get: operations["listGenerations"];
	};
	"/v1/platform/status": {
		/**
		 * Get the capacity, the outboxes and the background work of the service
		 * @description For people; the same figures over time are metrics (`/metrics`).
		 *
		 *     Needs the permission `platform.organizations.read`.
		 */
		get: operations["getPlatformStatus"];
	};
	"/v1/platform/audit/sinks": {
		/**
		 * List the sinks of the platform’s audit log
		 * @description Needs the permission `platform.audit.read`.
		 */
		get: operations["listPlatformAuditSinks"];
		/**
		 * Stream the platform’s audit log to an address or a bucket
		 * @description Needs the permission `platform.audit.stream`.
		 */
		post: operations["createPlatformAuditSink"];
	};
	"/v1/platform/audit/sinks/{id}": {
		/**
		 * Get a sink of the platform’s audit log, with its position, lag and last error
		 * @description Needs the permission `platform.audit.read`.
		 */
		get: operations["getPlatformAuditSink"];
		/**
		 * Delete a sink of the platform’s audit log
		 * @description Needs the permission `platform.audit.stream`.
		 */
		delete: operations["deletePlatformAuditSink"];
		/**
		 * Change, enable or disable a sink of the platform’s audit log
		 * @description Needs the permission `platform.audit.stream`.
		 */
		patch: operations["updatePlatformAuditSink"];
	};
	"/v1/platform/audit/sinks/{id}/rotate": {
		/**
		 * Rotate the secret of a sink of the platform’s audit log; the previous one also signs for some hours
		 * @description Needs the permission `platform.audit.stream`.
		 */
		post: operations["rotatePlatformAuditSinkSecret"];
	};
}
export interface components {
	schemas: {
		V1Failure: Problem;
		PlatformAccountDetailsDto: {
			id: string;
			/** @description Integer id, as other surfaces show it */
			seq: number;
			email: string;
			email_verified: boolean;
			name: string | null;
			/** @enum {string} */
			status: "active" | "inactive" | "suspended";
			platform_operator: boolean;
			/** @description The address was generated for a new tenant and receives no e-mail */
			synthetic: boolean;
			/** @description Default organization */
			organization_id: string | null;
			created_at: string;
			updated_at: string;
			/** @description The organizations the account belongs to */
			organizations: components["schemas"]["PlatformPlaceDto"][];
		};
		PlatformPlaceDto: {
			organization_id: string;
			role: string;
			/** @enum {string} */
			status: "active" | "pending" | "inactive";
		};
		StartImpersonationDto: {
			user_id: string;
			/** @description One of the account’s organizations; the default organization if absent */
			organization_id?: string;
			/** @description Written to the audit log */
			reason: string;
			/** @default 15 */
			minutes: number;
		};
		StartedImpersonationDto: {
			id: string;
			/** @description The operator */
			operator_id: string;
			user_id: string;
			organization_id: string | null;
			reason: string;
			/**
			 * @description `ended`: ended early by an operator or by the account itself
			 * @enum {string}
			 */
			status: "active" | "ended" | "expired";
			created_at: string;
			expires_at: string;
			/** @description Time it was ended early */
			ended_at: string | null;
			/** @description Names the operator in its claim `act` (RFC 8693); cannot be refreshed */
			access_token: string;
			/** @enum {string} */
			token_type: "Bearer";
			/** @description Seconds */
			expires_in: number;
		};
		ImpersonationListDto: {
			items: components["schemas"]["ImpersonationDto"][];
			next_cursor: string | null;
		};
		ImpersonationDto: {
			id: string;
			/** @description The operator */
			operator_id: string;
			user_id: string;
			organization_id: string | null;
			reason: string;
			/**
			 * @description `ended`: ended early by an operator or by the account itself
			 * @enum {string}
			 */
			status: "active" | "ended" | "expired";
			created_at: string;
			expires_at: string;
			/** @description Time it was ended early */
			ended_at: string | null;
		};
		DeletedOrganizationListDto: {
			items: components["schemas"]["DeletedOrganizationDto"][];
			next_cursor: string | null;
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
		BringBackDto: {
			/** @description Another name, when the one it had is taken */
			name?: string;
			/** @description Without its mail domain, which another organization claims by now */
			without_domain?: boolean;
		};
		ErasureListDto: {
			items: components["schemas"]["ErasureDto"][];
			next_cursor: string | null;
		};
		ErasureDto: {
			id: string;
			organization_id: string;
			/**
			 * @description `begun`: its keys are destroyed; `certified`: its databases are gone, and that is signed
			 * @enum {string}
			 */
			phase: "begun" | "certified";
			deleted_at: string;
			/** @description When its keys were destroyed */
			erased_at: string;
			certified_at: string | null;
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
		LeftoverListDto: {
			items: components["schemas"]["LeftoverDto"][];
			next_cursor: string | null;
			/** @description Number of open databases on all pages */
			open: number;
		};
		LeftoverDto: {
			database: string;
			/**
			 * @description `unknown`: not in the registry; `returned`: dropped before, and present again; `mark_missing`, `mark_differs`: due to be dropped, but ownership is not proven; `replaced`: its organization uses an adopted database
			 * @enum {string}
			 */
			reason: "unknown" | "returned" | "mark_missing" | "mark_differs" | "replaced";
			/** @description Which registry created it; null: no mark */
			mark: {
				/** Format: uuid */
				registry_id: string;
				/** @description This registry created the database */
				this_registry: boolean;
				organization_id: string;
				generation: number;
			} | null;
			/** @description Bytes of documents and indexes when first seen */
			size: number;
			/** @enum {string} */
			status: "open" | "ignored";
			first_seen: string;
		};
		SettleLeftoverDto: {
			/** @enum {string} */
			action: "adopt" | "drop" | "ignore";
			/** @description For `drop`: the name of the database */
			confirm?: string;
			/** @description For `adopt`: an organization without documents that the database is assigned to. If absent: the organization the database was created for */
			organization_id?: string;
			/** @description For `adopt`, if the organization no longer exists: the name of the new organization */
			organization_name?: string;
			/** @description With `organization_name`: the account that owns it */
			owner_email?: string;
		};
		SettledLeftoverDto: {
			database: string;
			/** @enum {string} */
			status: "adopted" | "dropped" | "ignored";
			/** @description Organization of the adopted database */
			organization_id: string | null;
		};
		PlatformAccountListDto: {
			items: components["schemas"]["PlatformAccountDto"][];
			next_cursor: string | null;
		};
		PlatformAccountDto: {
			id: string;
			/** @description Integer id, as other surfaces show it */
			seq: number;
			email: string;
			email_verified: boolean;
			name: string | null;
			/** @enum {string} */
			status: "active" | "inactive" | "suspended";
			platform_operator: boolean;
			/** @description The address was generated for a new tenant and receives no e-mail */
			synthetic: boolean;
			/** @description Default organization */
			organization_id: string | null;
			created_at: string;
			updated_at: string;
		};
		StatusReasonDto: {
			/** @description For the audit log */
			reason?: string;
		};
		PlatformSecretDto: {
			id: string;
			/** @description Shown once; must be changed at the first sign-in */
			initial_secret: string;
			/** @description Expiry of the temporary password */
			initial_secret_expires_at: string;
		};
		AuditListDto: {
			items: components["schemas"]["AuditEntryDto"][];
			next_cursor: string | null;
		};
		AuditEntryDto: {
			id: string;
			/** @description Position in the hash chain, from 1 */
			seq: number;
			at: string;
			action: string;
			/** @description null: the service itself; `key:` and its id: an API key of the organization */
			actor_id: string | null;
			/** @description The operator who acted as the actor */
			impersonator_id: string | null;
			/** @description The API key it was done with */
			api_key_id: string | null;
			organization_id: string | null;
			target_type: string;
			target_id: string;
			details: {
				[key: string]: unknown;
			};
			request_id: string | null;
			ip: string | null;
			/** @description SHA-256 of the entry before it and of this one */
			hash: string;
		};
		AuditVerificationDto: {
			/** @description No entry was changed, removed or inserted */
			intact: boolean;
			entries: number;
			/** @description Hash of the newest entry. Keep it elsewhere to detect a log that was rewritten as a whole */
			head: string | null;
			/** @description `seq` of the first wrong entry */
			first_broken: number | null;
		};
		PlatformOrganizationListDto: {
			items: components["schemas"]["OrganizationViewDto"][];
			next_cursor: string | null;
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
		PlatformOrganizationDto: {
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
			/** @description Why it has this status */
			status_reason: string | null;
			/** @description Active members */
			members: number;
			/** @description Active members who own it */
			owners: number;
		};
		ChoosePlanDto: {
			/** @description Type or id of a plan */
			plan: string;
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
		CatalogueDto: {
			/** @description 0 before the first catalogue */
			revision: number;
			permissions: components["schemas"]["RegisteredPermissionDto"][];
		};
		RegisteredPermissionDto: {
			key: string;
			description: string;
			group: string;
			/** @description Includes the more powerful roles above the named ones */
			default_roles: ("admin" | "manager" | "attendant" | "member")[];
		};
		ReplaceCatalogueDto: {
			permissions: components["schemas"]["RegisterPermissionDto"][];
		};
		RegisterPermissionDto: {
			/** @description Two to four words with dots between them, at most 64 characters; must not begin with a reserved word */
			key: string;
			description: string;
			/** @description Heading in forms; the first word of the key if absent */
			group?: string;
			/** @description Built-in roles that have it, besides the owner */
			default_roles?: ("admin" | "manager" | "attendant" | "member")[];
		};
		PlatformOperationListDto: {
			items: components["schemas"]["PlatformOperationDto"][];
		};
		PlatformOperationDto: {
			id: string;
			/** @enum {string} */
			kind: "update" | "undo" | "restore";
			/** @description Of an undo or a restore: the moment the data are put back to */
			at: string | null;
			/** @enum {string} */
			phase: "copying" | "catching_up" | "switching" | "cleaning" | "done" | "failed";
			/** @description The current database */
			from: string;
			/** @description The database of the next generation */
			to: string;
			/** @description Documents to copy, counted at the start */
			documents_total: number;
			documents_done: number;
			/** @description Completed share of the copy, 0 to 1 */
			progress: number;
			/** @description Milliseconds that writes were paused */
			pause_ms: number | null;
			error: string | null;
			created_at: string;
			updated_at: string;
			organization_id: string;
		};
		GenerationListDto: {
			/** @description Of the database in use */
			current: number;
			/** @description The database in use */
			database: string;
			/** @description What undos and restores have replaced */
			kept: components["schemas"]["KeptGenerationDto"][];
		};
		KeptGenerationDto: {
			generation: number;
			/** @description When an undo replaced it */
			left_at: string;
			/** @description When it is dropped */
			kept_until: string;
			/** @description Documents and indexes, uncompressed */
			bytes: number;
		};
		PlatformStatusDto: {
			/** @description Instances of the service that run */
			instances: number;
			/** @description Operations under way */
			operations: number;
			capacity: components["schemas"]["CapacityDto"];
			/** @description Of all instances */
			outboxes: components["schemas"]["OutboxDto"][];
			/** @description Background work of the instance that answers */
			jobs: components["schemas"]["JobDto"][];
		};
		CapacityDto: {
			/** @description Files of mongod; null: it does not say */
			files: {
				used: number;
				total: number;
			} | null;
			/** @description Bytes of the disk of the data; null: as above */
			disk: {
				used: number;
				total: number;
			} | null;
			/** @description Organizations that this instance may still make, by the room for files; null: nobody knows */
			organizations_left: number | null;
			/** @description MAX_ORGANIZATIONS; null: no limit */
			organizations_limit: number | null;
		};
		OutboxDto: {
			/** @enum {string} */
			name: "mail" | "webhooks";
			/** @description Not delivered yet; 10000 at most */
			waiting: number;
			/** @description Age of the one that is due longest */
			oldest_seconds: number | null;
		};
		JobDto: {
			name: string;
			/** @description Turns since the start */
			done: number;
			failed: number;
			/** @description Turns that failed since the last one that did not */
			failures_in_a_row: number;
			/** @description Seconds since the last turn that did not fail, or since the start; null: it does not run */
			since_done_seconds: number | null;
		};
		AuditSinkListDto: {
			items: components["schemas"]["AuditSinkDto"][];
			/** @description All sinks fit one page */
			next_cursor: string | null;
		};
		AuditSinkDto: {
			id: string;
			/** @enum {string} */
			kind: "http" | "s3";
			/** @description Of kind `http`: https; a public host; port 443, or one of 1024 to 65535 */
			url: string | null;
			/** @description Of kind `s3`: where the bucket is; that of Amazon for the region when absent */
			endpoint: string | null;
			/** @description Of kind `s3` */
			region: string | null;
			/** @description Of kind `s3` */
			bucket: string | null;
			/** @description Of kind `s3`: objects are named `<prefix>/<log>/<first entry>-<last entry>.ndjson` */
			prefix: string | null;
			/** @description Of kind `s3` */
			access_key_id: string | null;
			description: string;
			enabled: boolean;
			/**
			 * @description Why it is off: by hand, after five days without a success, or because it answered 410
			 * @enum {string|null}
			 */
			off_reason: "manual" | "failing" | "gone" | null;
			/** Format: date-time */
			off_at: string | null;
			/** @description `seq` of the last entry that the sink has accepted */
			position: number;
			/** @description Entries of the log that wait */
			lag: number;
			/** @description Age of the first entry that waits; null: none does */
			lag_seconds: number | null;
			/**
			 * Format: date-time
			 * @description When the sink last accepted something
			 */
			delivered_at: string | null;
			/**
			 * Format: date-time
			 * @description Nothing was accepted since
			 */
			failing_since: string | null;
			/** @description Of the last try, when it failed */
			last_error: string | null;
			/** @description Of kind `http`: public keys of the `v1a` signatures, the newest first */
			public_keys: string[];
			/**
			 * Format: date-time
			 * @description The secret before the newest one signs too until then
			 */
			previous_secret_until: string | null;
			/** Format: date-time */
			created_at: string;
			/** Format: date-time */
			updated_at: string;
		};
		CreateAuditSinkDto: {
			/** @description Of kind `http`: https; a public host; port 443, or one of 1024 to 65535 */
			url?: string;
			/** @description Of kind `s3`: where the bucket is; that of Amazon for the region when absent */
			endpoint?: string;
			/** @description Of kind `s3` */
			region?: string;
			/** @description Of kind `s3` */
			bucket?: string;
			/** @description Of kind `s3`: objects are named `<prefix>/<log>/<first entry>-<last entry>.ndjson` */
			prefix?: string;
			/** @description Of kind `s3` */
			access_key_id?: string;
			/** @description Of kind `s3`. It is stored sealed, and not shown again */
			secret_access_key?: string;
			description?: string;
			/** @enum {string} */
			kind: "http" | "s3";
			/**
			 * @description `now`: only entries that are made from now on
			 * @default beginning
			 * @enum {string}
			 */
			start: "beginning" | "now";
		};
		AuditSinkWithSecretDto: {
			id: string;
			/** @enum {string} */
			kind: "http" | "s3";
			/** @description Of kind `http`: https; a public host; port 443, or one of 1024 to 65535 */
			url: string | null;
			/** @description Of kind `s3`: where the bucket is; that of Amazon for the region when absent */
			endpoint: string | null;
			/** @description Of kind `s3` */
			region: string | null;
			/** @description Of kind `s3` */
			bucket: string | null;
			/** @description Of kind `s3`: objects are named `<prefix>/<log>/<first entry>-<last entry>.ndjson` */
			prefix: string | null;
			/** @description Of kind `s3` */
			access_key_id: string | null;
			description: string;
			enabled: boolean;
			/**
			 * @description Why it is off: by hand, after five days without a success, or because it answered 410
			 * @enum {string|null}
			 */
			off_reason: "manual" | "failing" | "gone" | null;
			/** Format: date-time */
			off_at: string | null;
			/** @description `seq` of the last entry that the sink has accepted */
			position: number;
			/** @description Entries of the log that wait */
			lag: number;
			/** @description Age of the first entry that waits; null: none does */
			lag_seconds: number | null;
			/**
			 * Format: date-time
			 * @description When the sink last accepted something
			 */
			delivered_at: string | null;
			/**
			 * Format: date-time
			 * @description Nothing was accepted since
			 */
			failing_since: string | null;
			/** @description Of the last try, when it failed */
			last_error: string | null;
			/** @description Of kind `http`: public keys of the `v1a` signatures, the newest first */
			public_keys: string[];
			/**
			 * Format: date-time
			 * @description The secret before the newest one signs too until then
			 */
			previous_secret_until: string | null;
			/** Format: date-time */
			created_at: string;
			/** Format: date-time */
			updated_at: string;
			/** @description Of kind `http`: secret of the `v1` signatures. It is shown once */
			secret: string | null;
		};
		UpdateAuditSinkDto: {
			/** @description Of kind `http`: https; a public host; port 443, or one of 1024 to 65535 */
			url?: string;
			/** @description Of kind `s3`: where the bucket is; that of Amazon for the region when absent */
			endpoint?: string;
			/** @description Of kind `s3` */
			region?: string;
			/** @description Of kind `s3` */
			bucket?: string;
			/** @description Of kind `s3`: objects are named `<prefix>/<log>/<first entry>-<last entry>.ndjson` */
			prefix?: string;
			/** @description Of kind `s3` */
			access_key_id?: string;
			/** @description Of kind `s3`. It is stored sealed, and not shown again */
			secret_access_key?: string;
			description?: string;
			/** @description Off: nothing is sent. On: it goes on behind the last entry that was accepted, at once */
			enabled?: boolean;
		};
		RotateSecretDto: {
			/**
			 * @description Hours that the secret before signs too; 0: it ends at once
			 * @default 24
			 */
			overlap_hours: number;
		};
	};
	responses: never;
	parameters: {
		/** @description Id of one of the actor’s organizations; the organization of the token if absent */
		XOrgId: string;
		/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
		XOTP: string;
		/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
		XConfirmPassword: string;
		UsersId: string;
		/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
		IdempotencyKey: string;
		Limit: number;
		DeletedOrganizationsId: string;
		ErasuresId: string;
		/** @description Only entries at or after this day (UTC) or time */
		AuditFrom: string;
		/** @description Only entries before this time; a day counts as a whole */
		AuditTo: string;
		/** @description `ndjson`: can be verified offline with `rowhouse audit verify`; entries that the filter leaves out stand in it as their digests. `csv`: for spreadsheets; cells that would be formulas begin with an apostrophe */
		ExportFormat: "ndjson" | "csv";
		/** @description Only entries with this action */
		Action: string;
		/** @description Only entries at or after this day (UTC) or time */
		ExportFrom: string;
		/** @description Only entries before this time; a day counts as a whole */
		ExportTo: string;
		/** @description The ETag that was read */
		IfMatch: string;
		SinksId: string;
		/** @description Password of the actor, required if REQUIRE_STEP_UP is on and the body has url or endpoint or bucket; percent-encoded if it contains characters other than ASCII */
		SinksXConfirmPassword: string;
	};
	requestBodies: never;
	headers: never;
	pathItems: never;
}
export interface operations {
	exportAccount: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				/** @description Id of the account */
				id: string;
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description Everything that is kept of the person */
			200: {
				content: {
					"application/json": {
						[key: string]: unknown;
					};
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
	inspectAccount: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["UsersId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["PlatformAccountDetailsDto"];
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
	deleteAccount: {
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
				/** @description Id of the account */
				id: string;
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
	listImpersonations: {
		parameters: {
			query?: {
				/** @description `next_cursor` of the previous page */
				cursor?: string;
			};
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
					"application/json": components["schemas"]["ImpersonationListDto"];
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
	startImpersonation: {
		parameters: {
			query?: never;
			header?: {
				/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
				"X-OTP"?: components["parameters"]["XOTP"];
				/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
				"X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
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
				"application/json": components["schemas"]["StartImpersonationDto"];
			};
		};
		responses: {
			201: {
				content: {
					"application/json": components["schemas"]["StartedImpersonationDto"];
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
	endImpersonation: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: string;
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description Ended */
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
	listDeletedOrganizations: {
		parameters: {
			query?: {
				/** @description `next_cursor` of the previous page */
				cursor?: string;
				limit?: components["parameters"]["Limit"];
			};
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
					"application/json": components["schemas"]["DeletedOrganizationListDto"];
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
	undeleteOrganization: {
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
				id: components["parameters"]["DeletedOrganizationsId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["BringBackDto"];
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
	eraseDeletedOrganization: {
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
				id: components["parameters"]["DeletedOrganizationsId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description Erased */
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
	listErasures: {
		parameters: {
			query?: {
				organization_id?: string;
				/** @description `next_cursor` of the previous page */
				cursor?: string;
				limit?: components["parameters"]["Limit"];
			};
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
					"application/json": components["schemas"]["ErasureListDto"];
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
	getErasure: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["ErasuresId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["ErasureDto"];
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
	getErasureCertificate: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["ErasuresId"];
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
	listLeftovers: {
		parameters: {
			query?: {
				/** @description `next_cursor` of the previous page */
				cursor?: string;
				limit?: components["parameters"]["Limit"];
				/** @description `open` or `ignored` */
				status?: string;
			};
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
					"application/json": components["schemas"]["LeftoverListDto"];
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
	settleLeftover: {
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
				name: string;
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["SettleLeftoverDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["SettledLeftoverDto"];
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
	listAccounts: {
		parameters: {
			query?: {
				/** @description `next_cursor` of the previous page */
				cursor?: string;
				limit?: components["parameters"]["Limit"];
				/** @description Prefix of the e-mail address */
				q?: string;
			};
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
					"application/json": components["schemas"]["PlatformAccountListDto"];
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
	suspendAccount: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["UsersId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["StatusReasonDto"];
			};
		};
		responses: {
			/** @description Done */
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
	deactivateAccount: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["UsersId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["StatusReasonDto"];
			};
		};
		responses: {
			/** @description Done */
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
	activateAccount: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["UsersId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["StatusReasonDto"];
			};
		};
		responses: {
			/** @description Done */
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
	issueInitialSecret: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["UsersId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["StatusReasonDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["PlatformSecretDto"];
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
	resetFactor: {
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
				id: components["parameters"]["UsersId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["StatusReasonDto"];
			};
		};
		responses: {
			/** @description The account has none */
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
	listPlatformAudit: {
		parameters: {
			query?: {
				/** @description `next_cursor` of the previous page */
				cursor?: string;
				limit?: components["parameters"]["Limit"];
				/** @description Only the log of this organization, which may be deleted; `platform`: entries of no organization */
				organization_id?: string;
				/** @description Only entries with this action */
				action?: string;
				/** @description Only entries at or after this day (UTC) or time */
				from?: components["parameters"]["AuditFrom"];
				/** @description Only entries before this time; a day counts as a whole */
				to?: components["parameters"]["AuditTo"];
			};
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
					"application/json": components["schemas"]["AuditListDto"];
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
	verifyPlatformAudit: {
		parameters: {
			query?: {
				/** @description Only the log of this organization, which may be deleted; `platform`: entries of no organization (default) */
				organization_id?: string;
			};
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
					"application/json": components["schemas"]["AuditVerificationDto"];
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
	exportPlatformAudit: {
		parameters: {
			query?: {
				/** @description Only the log of this organization, which may be deleted; `platform`: entries of no organization (default) */
				organization_id?: string;
				/** @description `ndjson`: can be verified offline with `rowhouse audit verify`; entries that the filter leaves out stand in it as their digests. `csv`: for spreadsheets; cells that would be formulas begin with an apostrophe */
				format?: components["parameters"]["ExportFormat"];
				/** @description Only entries with this action */
				action?: components["parameters"]["Action"];
				/** @description Only entries at or after this day (UTC) or time */
				from?: components["parameters"]["ExportFrom"];
				/** @description Only entries before this time; a day counts as a whole */
				to?: components["parameters"]["ExportTo"];
			};
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path?: never;
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description Oldest entry first; the last line of NDJSON is a signed head, or says that the log is broken */
			200: {
				content: {
					"application/x-ndjson": string;
					"text/csv": string;
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
	listAllOrganizations: {
		parameters: {
			query?: {
				/** @description `next_cursor` of the previous page */
				cursor?: string;
				limit?: components["parameters"]["Limit"];
				/** @description Prefix of the name, case-insensitive */
				q?: string;
				/** @description `active`, `inactive` or `suspended` */
				status?: string;
				/** @description Type or id of a plan */
				plan?: string;
			};
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
					"application/json": components["schemas"]["PlatformOrganizationListDto"];
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
	inspectOrganization: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: string;
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["PlatformOrganizationDto"];
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
	eraseOrganization: {
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
				id: string;
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
	suspendOrganization: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: string;
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["StatusReasonDto"];
			};
		};
		responses: {
			/** @description Done */
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
	deactivateOrganization: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: string;
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["StatusReasonDto"];
			};
		};
		responses: {
			/** @description Done */
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
	activateOrganization: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: string;
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["StatusReasonDto"];
			};
		};
		responses: {
			/** @description Done */
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
	assignPlan: {
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
				id: string;
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
	getPermissionCatalogue: {
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
					"application/json": components["schemas"]["CatalogueDto"];
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
	replacePermissionCatalogue: {
		parameters: {
			query?: {
				/** @description `true` removes the permissions that the catalogue lacks from the custom roles that hold them */
				cascade?: "true" | "false";
			};
			header?: {
				/** @description The ETag that was read */
				"If-Match"?: components["parameters"]["IfMatch"];
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
				"application/json": components["schemas"]["ReplaceCatalogueDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["CatalogueDto"];
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
	listAllOperations: {
		parameters: {
			query?: {
				/** @description Only of this organization */
				organization_id?: string;
			};
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
					"application/json": components["schemas"]["PlatformOperationListDto"];
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
	listGenerations: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: string;
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["GenerationListDto"];
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
	getPlatformStatus: {
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
					"application/json": components["schemas"]["PlatformStatusDto"];
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
	listPlatformAuditSinks: {
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
					"application/json": components["schemas"]["AuditSinkListDto"];
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
	createPlatformAuditSink: {
		parameters: {
			query?: never;
			header?: {
				/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
				"X-OTP"?: components["parameters"]["XOTP"];
				/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
				"X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
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
				"application/json": components["schemas"]["CreateAuditSinkDto"];
			};
		};
		responses: {
			201: {
				content: {
					"application/json": components["schemas"]["AuditSinkWithSecretDto"];
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
	getPlatformAuditSink: {
		parameters: {
			query?: never;
			header?: {
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["SinksId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["AuditSinkDto"];
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
	deletePlatformAuditSink: {
		parameters: {
			query?: never;
			header?: {
				/** @description The ETag that was read */
				"If-Match"?: components["parameters"]["IfMatch"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["SinksId"];
			};
			cookie?: never;
		};
		requestBody?: never;
		responses: {
			/** @description Removed */
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
	updatePlatformAuditSink: {
		parameters: {
			query?: never;
			header?: {
				/** @description The ETag that was read */
				"If-Match"?: components["parameters"]["IfMatch"];
				/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
				"X-OTP"?: components["parameters"]["XOTP"];
				/** @description Password of the actor, required if REQUIRE_STEP_UP is on and the body has url or endpoint or bucket; percent-encoded if it contains characters other than ASCII */
				"X-Confirm-Password"?: components["parameters"]["SinksXConfirmPassword"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
			};
			path: {
				id: components["parameters"]["SinksId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["UpdateAuditSinkDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["AuditSinkDto"];
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
	rotatePlatformAuditSinkSecret: {
		parameters: {
			query?: never;
			header?: {
				/** @description The ETag that was read */
				"If-Match"?: components["parameters"]["IfMatch"];
				/** @description Code of the actor’s second factor, or a recovery code: instead of the password where the actor has one */
				"X-OTP"?: components["parameters"]["XOTP"];
				/** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
				"X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
				/** @description Id of one of the actor’s organizations; the organization of the token if absent */
				"X-Org-Id"?: components["parameters"]["XOrgId"];
				/** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
				"Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
			};
			path: {
				id: components["parameters"]["SinksId"];
			};
			cookie?: never;
		};
		requestBody: {
			content: {
				"application/json": components["schemas"]["RotateSecretDto"];
			};
		};
		responses: {
			200: {
				content: {
					"application/json": components["schemas"]["AuditSinkWithSecretDto"];
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
