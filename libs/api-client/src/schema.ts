// Generated from openapi.json by npm run generate. Do not edit.

export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check liveness */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check readiness: database, change feed and lease */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/org/create": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an organization with its own database and its administrator
         * @description One transaction creates the organization, its administrator and the database `org_<name>` with the collection `data`. If another organization already has that database, `_2` or the next free number is added.
         */
        post: operations["createOrganization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/org/get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an organization by its name
         * @description With ORG_PUBLIC_READ=off the route requires a token.
         */
        get: operations["getOrganization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/org/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change the name, email or password of the token's organization
         * @description The documents are copied to the next generation of the database, `org_<name>_v<n>`, which then replaces it. The token selects the organization; another `organization_name` renames it. Email and password change immediately, end every other session and stay changed if the copy fails; the former address receives a link that undoes the change for 72 hours. A 503 with `Operation-Location` means that another instance continues: the operation shows the result.
         *
         *     Needs the permission `organization.update`.
         */
        put: operations["updateOrganization"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/org/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete an organization, its accounts and its database
         * @description A token can delete its own organization only. An organization created again under the same name starts empty.
         *
         *     Needs the permission `organization.delete`.
         */
        delete: operations["deleteOrganization"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/admin/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in as an administrator */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Check that the service is up */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Register a company and its administrator */
        post: operations["registerCompany"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/register/add-user": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add a user to the company of a mail domain
         * @description With the token of an owner or administrator of the company, the user can sign in at once. Without a token the membership is pending: the user confirms it with the link of an e-mail and the password (POST /v1/members/confirm), or an administrator approves it.
         */
        post: operations["addUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/register/check-availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check whether a company name and an e-mail address are available */
        post: operations["checkAvailability"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/signup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create an account and an organization that it owns */
        post: operations["signUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/signin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in */
        post: operations["signIn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/token/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a refresh token
         * @description A refresh token works once. For ten seconds after its exchange, it returns the newest successor; later use ends the session.
         */
        post: operations["refreshTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/signout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the session with its refresh token and access tokens */
        post: operations["signOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Create another organization that the caller owns */
        post: operations["createOwnOrganization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/email/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Verify the e-mail address with the code of the e-mail */
        post: operations["verifyEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/password/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request a link to reset the password
         * @description The response is the same whether or not an account has the address.
         */
        post: operations["forgotPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset the password with the code of the e-mail
         * @description Ends every session and invalidates every other link of the account; the e-mail address counts as verified.
         */
        post: operations["resetForgottenPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/org-role-wise-users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count users by organization and role
         * @description Counts the organizations that the caller owns or administers; a platform operator sees all of them.
         */
        get: operations["countOrgRoleUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/role-wise-users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count users by role
         * @description Counts the organizations that the caller owns or administers; a platform operator sees all of them.
         */
        get: operations["countRoleUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats/org-wise-members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count members by organization
         * @description Counts the organizations that the caller owns or administers; a platform operator sees all of them.
         */
        get: operations["countOrgMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a tenant with its database and its owner
         * @description Allowed for platform operators and, unless `TENANT_PROVISIONING=platform`, for owners and administrators. The owner is `owner@<schema with hyphens>.com`; the first password is the documented one or the temporary password of the header, and must be changed.
         *
         *     Needs the permission `tenants.create`.
         */
        post: operations["createTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the plans and their limits */
        get: operations["listPlans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{id}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the users of the tenant, ordered by id
         * @description Returns at most 100 users; `Link` points to the next page and is absent on the last page.
         *
         *     Needs the permission `members.manage`.
         */
        get: operations["listTenantUsers"];
        put?: never;
        /**
         * Create a manager or an attendant with a temporary password
         * @description Needs the permission `members.manage`.
         */
        post: operations["createTenantUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tenants/{id}/users/{userId}/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset a user’s password to a temporary one and end their sessions
         * @description Not allowed for owners or for accounts that are members of another organization.
         *
         *     Needs the permission `members.manage`.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change your password */
        put: operations["changeOwnPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register a tenant and sign in
         * @description The name need not be unique; the e-mail address must be unique across all surfaces.
         */
        post: operations["registerTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenants/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign in as a tenant */
        post: operations["loginTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the public keys of access tokens
         * @description Empty while ALGORITHM is HS256: only the service can verify such tokens.
         */
        get: operations["listPublicKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/oauth-authorization-server": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the metadata of the token issuer (RFC 8414)
         * @description Available if TOKEN_ISSUER is a URL.
         */
        get: operations["getServerMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/.well-known/openid-configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the metadata of the token issuer where OpenID Connect puts it
         * @description For gateways that read the issuer and the keys from here. Rowhouse issues no ID tokens and has no authorization endpoint. Available if TOKEN_ISSUER is a URL.
         */
        get: operations["getProviderMetadata"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say what this is and where to go
         * @description A page where Accept names text/html, as browsers do; else JSON.
         */
        get: operations["getRoot"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get your account, permissions and organizations */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Update your name, phone, profile or settings */
        patch: operations["updateAccount"];
        trace?: never;
    };
    "/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Change your password and end every other session */
        put: operations["changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/email": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Request a change of your e-mail address
         * @description Sends a link to the new address. Using the link changes the address of the account, notifies the old address and ends every other session.
         */
        put: operations["changeEmail"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/email/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the verification e-mail again
         * @description Allowed once a minute. The previous link is invalidated. Sends nothing if the address was verified after the password was set.
         */
        post: operations["resendVerification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/email/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify the e-mail address with the code of the e-mail
         * @description Requires an access token of the account or its password too, so that nobody verifies an account that a stranger created with their address. Without either, send a new password: it replaces the password, ends every session and invalidates every other link of the account.
         */
        post: operations["verifyOwnEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/email/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm a new e-mail address with the code sent to it
         * @description Requires an access token of the account or its password too.
         */
        post: operations["confirmNewEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/credentials/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo a change of password or e-mail address with the code of the e-mail
         * @description Restores the former address, ends every session, invalidates every other link of the account and sends a password reset link to the former address. The former password works again only if the change did not require it. The link works for 72 hours, regardless of later changes.
         */
        post: operations["undoCredentialsChange"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Request a link to reset the password
         * @description The response is the same whether or not an account has the address.
         */
        post: operations["forgotOwnPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset the password with the code of the e-mail
         * @description Ends every session and invalidates every other link of the account; the e-mail address counts as verified.
         */
        post: operations["resetOwnPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create an account, with or without an organization, and sign in
         * @description Sends a verification e-mail. An account without an organization can accept an invitation, join by its mail domain or create an organization later. With `cookie`, an Origin header must be the service’s own or one of CORS_ORIGINS; a response replayed for an Idempotency-Key sets no cookie.
         */
        post: operations["addAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your sessions, newest first */
        get: operations["listSessions"];
        put?: never;
        /**
         * Sign in
         * @description With `cookie`, an Origin header must be the service’s own or one of CORS_ORIGINS.
         */
        post: operations["openSession"];
        /** End all your sessions */
        delete: operations["endAllSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange a refresh token of the body or the cookie
         * @description A refresh token works once. For ten seconds after its exchange, it returns the newest successor; later use ends the session.
         */
        post: operations["refreshSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of your sessions
         * @description `current` is the session of this request. The tokens of the session are invalidated at once on every instance.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/introspect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Introspect an access token (RFC 7662)
         * @description Whether the token is accepted at this moment, with the current role and permissions of its owner. An actor may ask about tokens of the own account and the own organization, a platform operator about all, a client of TOKEN_CLIENTS about those for its audiences; every other token is not active.
         */
        post: operations["introspectToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the moves of the organization, newest first
         * @description Needs the permission `organization.read`.
         */
        get: operations["listOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a move and its progress
         * @description Needs the permission `organization.read`.
         */
        get: operations["getOperation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/impersonations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the impersonations of the last 90 days, newest first
         * @description Needs the permission `platform.impersonate`.
         */
        get: operations["listImpersonations"];
        put?: never;
        /**
         * Impersonate a user for a limited time
         * @description The token acts as the user; its responses carry `X-Impersonated-By`. It cannot change credentials or ownership, or create, delete or move an organization. Start and end are written to the audit log.
         *
         *     Needs the permission `platform.impersonate`.
         */
        post: operations["startImpersonation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/impersonations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End an impersonation and invalidate its token
         * @description Needs the permission `platform.impersonate`.
         */
        delete: operations["endImpersonation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the members of the organization
         * @description Needs the permission `members.read`.
         */
        get: operations["listMembers"];
        put?: never;
        /**
         * Create an account for a new member with a temporary password
         * @description The response shows the temporary password once; no e-mail is sent. Invite a user who already has an account instead.
         *
         *     Needs the permission `members.manage`.
         */
        post: operations["createMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a member
         * @description Needs the permission `members.read`.
         */
        get: operations["getMember"];
        put?: never;
        post?: never;
        /**
         * Remove a member
         * @description Invalidates the member’s tokens for this organization at once. The account remains; it cannot rejoin through its mail domain alone.
         *
         *     Needs the permission `members.manage`.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /**
         * Change the role, status or user name of a member
         * @description The actor cannot change a member whose role has permissions that the actor lacks, or assign such a role: an admin can neither change nor appoint an owner. The change takes effect on every instance at once.
         *
         *     Needs the permission `members.manage`.
         */
        patch: operations["updateMember"];
        trace?: never;
    };
    "/v1/members/{id}/transfer-ownership": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Transfer ownership to a member; the actor becomes an administrator
         * @description Needs the permission `organization.transfer`.
         */
        post: operations["transferOwnership"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm a join request with the code of the e-mail
         * @description Requires the password of the account too, so that nobody confirms a request that a stranger made with their address. The membership becomes active without approval.
         */
        post: operations["confirmMailbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/confirm/link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send the confirmation e-mail of a join request again
         * @description Allowed once a minute; the previous link is invalidated. The response is the same for an account without a pending request, which receives no e-mail.
         */
        post: operations["mailConfirmation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a join request
         * @description `email_verified` of the member tells whether the address is verified.
         *
         *     Needs the permission `members.manage`.
         */
        post: operations["approveMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline a join request
         * @description Deletes the account if only this request created it, so that its address is available again.
         *
         *     Needs the permission `members.manage`.
         */
        post: operations["declineMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{id}/reset-password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset a member’s password to a temporary one and end their sessions
         * @description The response shows the temporary password once; the member is notified by e-mail. Not allowed for owners. Allowed only for an account that this organization created and whose user has not registered, verified the address or joined another organization since; other users reset their password by e-mail.
         *
         *     Needs the permission `members.manage`.
         */
        post: operations["resetMemberPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/memberships": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Join the organization of your mail domain as a member
         * @description Your address and the address of one owner at this domain must be verified.
         */
        post: operations["joinOrganization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/memberships/{org_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get your membership in an organization */
        get: operations["getMembership"];
        put?: never;
        post?: never;
        /** Leave an organization */
        delete: operations["leaveOrganization"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/data": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the organization's collections
         * @description Needs the permission `data.read`.
         */
        get: operations["listCollections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/data/{collection}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List documents by pages
         * @description Pages continue after the sort fields and `_id` of the last document, so documents written in between do not shift them. Different types sort in the order of MongoDB; a field that contains arrays cannot be sorted by. A page ends at about 1 MB of documents, regardless of its limit.
         *
         *     Needs the permission `data.read`.
         */
        get: operations["listDocuments"];
        put?: never;
        /**
         * Create one document, or up to 1,000 at once
         * @description An object creates one document. An array creates all of its documents or none. The first write creates the collection; an organization can have as many collections as its plan grants, or 20 without such a limit.
         *
         *     Needs the permission `data.write`.
         */
        post: operations["createDocuments"];
        /**
         * Drop a collection with all its documents
         * @description The collection `data` exists again at once, empty.
         *
         *     Needs the permission `data.drop`.
         */
        delete: operations["dropCollection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/data/{collection}/count": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count documents
         * @description Needs the permission `data.read`.
         */
        get: operations["countDocuments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/data/{collection}/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a document
         * @description Needs the permission `data.read`.
         */
        get: operations["getDocument"];
        /**
         * Replace a document, or create it under an id
         * @description With `If-None-Match: *` it creates only; without, it replaces only.
         *
         *     Needs the permission `data.write`.
         */
        put: operations["replaceDocument"];
        post?: never;
        /**
         * Delete a document
         * @description Needs the permission `data.write`.
         */
        delete: operations["deleteDocument"];
        options?: never;
        head?: never;
        /**
         * Change a document by a JSON Merge Patch (RFC 7396)
         * @description The database applies the patch atomically: concurrent patches of different fields do not overwrite each other. At most 20 levels, 500 objects and 10,000 keys.
         *
         *     Needs the permission `data.write`.
         */
        patch: operations["patchDocument"];
        trace?: never;
    };
    "/v1/data/{collection}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream documents as NDJSON
         * @description Ordered by `_id`. The export is not a snapshot: each document is read when it is written out.
         *
         *     Needs the permission `data.export`.
         */
        get: operations["exportDocuments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/data/{collection}/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import a stream of documents
         * @description Documents are written in batches of at most 1,000 as they arrive; if the client disconnects, complete batches remain. Lines of more than 16 MiB and lines that cannot be stored are reported and skipped. With `json=canonical` documents are stored unchanged: with or without their `_rev`, and with any keys.
         *
         *     Needs the permission `data.write`.
         */
        post: operations["importDocuments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the permissions a role can have
         * @description Needs the permission `roles.read`.
         */
        get: operations["listPermissions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the built-in roles and the roles of the organization
         * @description Needs the permission `roles.read`.
         */
        get: operations["listRoles"];
        put?: never;
        /**
         * Create a role with permissions that you have
         * @description Needs the permission `roles.manage`.
         */
        post: operations["createRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/roles/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a role
         * @description Needs the permission `roles.read`.
         */
        get: operations["getRole"];
        put?: never;
        post?: never;
        /**
         * Delete a role that nobody has
         * @description Needs the permission `roles.manage`.
         */
        delete: operations["deleteRole"];
        options?: never;
        head?: never;
        /**
         * Change a role; the permissions of its members change at once
         * @description Needs the permission `roles.manage`.
         */
        patch: operations["updateRole"];
        trace?: never;
    };
    "/v1/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List your organizations with your role in each */
        get: operations["listOrganizations"];
        put?: never;
        /** Create another organization that you own */
        post: operations["addOrganization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the organization
         * @description Needs the permission `organization.read`.
         */
        get: operations["readOrganization"];
        put?: never;
        post?: never;
        /**
         * Delete the organization with its database
         * @description Needs the permission `organization.delete`.
         */
        delete: operations["removeOrganization"];
        options?: never;
        head?: never;
        /**
         * Change the settings or the name of the organization
         * @description A new name moves the organization to the next generation of its database while it stays in use; the response is sent when the move is complete. GET /v1/operations shows the progress.
         *
         *     Needs the permission `organization.update`.
         */
        patch: operations["patchOrganization"];
        trace?: never;
    };
    "/v1/organizations/{id}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the plans */
        get: operations["listPlanChoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the audit log of the organization, newest first
         * @description Needs the permission `audit.read`.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verify the audit log by recomputing its hash chain
         * @description Needs the permission `audit.read`.
         */
        get: operations["verifyAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/leftovers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List databases that belong to no organization
         * @description These are databases of the server that begin with DATABASE_PREFIX and belong to no organization: restored dumps, databases of another registry on the same MongoDB, or databases of organizations that a restored master no longer has. None of them is dropped automatically.
         *
         *     Needs the permission `platform.organizations.read`.
         */
        get: operations["listLeftovers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/leftovers/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Adopt, drop or ignore a database that belongs to no organization
         * @description `ignore` keeps the database in the list without reporting it. `drop` requires the name of the database in `confirm`. `adopt` assigns it to the organization it was created for, to another organization without documents, or to a new organization with the old id and an owner.
         *
         *     Needs the permission `platform.organizations.manage`.
         */
        post: operations["settleLeftover"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all accounts, ordered by e-mail address
         * @description Needs the permission `platform.users.manage`.
         */
        get: operations["listAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an account and its organizations
         * @description Needs the permission `platform.users.manage`.
         */
        get: operations["inspectAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/users/{id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspend an account and invalidate its tokens
         * @description Takes effect on every instance within 0.1 seconds. Repeating the request changes nothing; data is not changed.
         *
         *     Needs the permission `platform.users.manage`.
         */
        post: operations["suspendAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/users/{id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deactivate an account and invalidate its tokens
         * @description Takes effect on every instance within 0.1 seconds. Repeating the request changes nothing; data is not changed.
         *
         *     Needs the permission `platform.users.manage`.
         */
        post: operations["deactivateAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/users/{id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate an account
         * @description Takes effect on every instance within 0.1 seconds. Repeating the request changes nothing; data is not changed.
         *
         *     Needs the permission `platform.users.manage`.
         */
        post: operations["activateAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/users/{id}/initial-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset the password of an account to a temporary one and end its sessions
         * @description Intended for the owner of a new tenant who lost the first password. The response shows the temporary password once; the event is written to the organization’s audit log. Allowed only for accounts whose address is not verified; other users reset their password by e-mail.
         *
         *     Needs the permission `platform.users.manage`.
         */
        post: operations["issueInitialSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the audit logs of the platform and its organizations, newest first
         * @description Needs the permission `platform.audit.read`.
         */
        get: operations["listPlatformAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/audit/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verify an audit log by recomputing its hash chain
         * @description Needs the permission `platform.audit.read`.
         */
        get: operations["verifyPlatformAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all organizations, newest first
         * @description Needs the permission `platform.organizations.read`.
         */
        get: operations["listAllOrganizations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/organizations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an organization with its counts
         * @description Needs the permission `platform.organizations.read`.
         */
        get: operations["inspectOrganization"];
        put?: never;
        post?: never;
        /**
         * Delete an organization with its database
         * @description Needs the permission `platform.organizations.manage`.
         */
        delete: operations["eraseOrganization"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/organizations/{id}/suspend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Suspend an organization
         * @description Takes effect on every instance within 0.1 seconds. Repeating the request changes nothing; data is not changed.
         *
         *     Needs the permission `platform.organizations.manage`.
         */
        post: operations["suspendOrganization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/organizations/{id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deactivate an organization
         * @description Takes effect on every instance within 0.1 seconds. Repeating the request changes nothing; data is not changed.
         *
         *     Needs the permission `platform.organizations.manage`.
         */
        post: operations["deactivateOrganization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/organizations/{id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate an organization
         * @description Takes effect on every instance within 0.1 seconds. Repeating the request changes nothing; data is not changed.
         *
         *     Needs the permission `platform.organizations.manage`.
         */
        post: operations["activateOrganization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/organizations/{id}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change the plan of an organization
         * @description Needs the permission `platform.organizations.manage`.
         */
        put: operations["assignPlan"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/platform/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Preview an invitation */
        post: operations["previewInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description If the address has no account, one is created with the password of the request. If it has one, the request requires its access token or password: the code alone does not sign in. In both cases the address counts as verified.
         */
        post: operations["acceptInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decline an invitation and invalidate its code */
        post: operations["declineInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the invitations of the organization, newest first
         * @description Needs the permission `invitations.manage`.
         */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invite an e-mail address
         * @description The code of the link is sent by e-mail only.
         *
         *     Needs the permission `invitations.manage`.
         */
        post: operations["createInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an invitation
         * @description Needs the permission `invitations.manage`.
         */
        get: operations["getInvitation"];
        put?: never;
        post?: never;
        /**
         * Revoke an invitation and invalidate its code
         * @description Needs the permission `invitations.manage`.
         */
        delete: operations["revokeInvitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/{id}/resend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an invitation again with a new code and expiry
         * @description Needs the permission `invitations.manage`.
         */
        post: operations["resendInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dev/mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the newest 100 e-mails that were kept instead of sent
         * @description For development: requires no token and shows links that sign in. Returns 404 in production, if MAIL_URL is set, and to other machines.
         */
        get: operations["listKeptMails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        HealthReportDto: {
            /**
             * @example ok
             * @enum {string}
             */
            status: "ok" | "error" | "shutting_down";
            /**
             * @example {
             *       "mongodb": {
             *         "status": "up"
             *       }
             *     }
             */
            info: {
                [key: string]: unknown;
            };
            /** @example {} */
            error: {
                [key: string]: unknown;
            };
            /**
             * @example {
             *       "mongodb": {
             *         "status": "up"
             *       }
             *     }
             */
            details: {
                [key: string]: unknown;
            };
        };
        CreateOrganizationDto: {
            /**
             * @description Unique, case-insensitive
             * @example Acme Corp
             */
            organization_name: string;
            /**
             * Format: email
             * @description Address of the administrator
             * @example admin@acme.com
             */
            email: string;
            /**
             * @description At least 8 characters
             * @example SecurePassword123!
             */
            password: string;
        };
        OrganizationDto: {
            /**
             * @description Unique, case-insensitive
             * @example Acme Corp
             */
            organization_name: string;
            /**
             * @description Name of the organization's own database
             * @example org_acme_corp
             */
            collection_name: string;
            /**
             * @description ObjectId as 24 hexadecimal digits
             * @example 507f1f77bcf86cd799439011
             */
            admin_id: string;
            /**
             * @description UTC, whole seconds, no zone
             * @example 2024-12-12T10:30:00
             */
            created_at: string;
        };
        UpdateOrganizationDto: {
            /**
             * @description Another name renames the organization
             * @example Acme Corp
             */
            organization_name?: string;
            /**
             * Format: email
             * @description Address of the administrator
             * @example newemail@acme.com
             */
            email?: string;
            /**
             * @description At least 8 characters
             * @example NewSecurePassword123!
             */
            password?: string;
        };
        UpdatedOrganizationDto: {
            /**
             * @description Unique, case-insensitive
             * @example Acme Corp
             */
            organization_name: string;
            /**
             * @description Name of the organization's own database
             * @example org_acme_corp_v2
             */
            collection_name: string;
            /**
             * @description ObjectId as 24 hexadecimal digits
             * @example 507f1f77bcf86cd799439011
             */
            admin_id: string;
        };
        DeletedDto: {
            /**
             * @example Organization deleted successfully
             * @enum {string}
             */
            message: "Organization deleted successfully";
        };
        LoginDto: {
            /**
             * Format: email
             * @description Address of the administrator
             * @example admin@acme.com
             */
            email: string;
            /**
             * @description At least 8 characters
             * @example SecurePassword123!
             */
            password: string;
        };
        LoggedInDto: {
            /**
             * @description JSON Web Token, HS256
             * @example eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...
             */
            access_token: string;
            /**
             * @example bearer
             * @enum {string}
             */
            token_type: "bearer";
            /**
             * @description ObjectId as 24 hexadecimal digits
             * @example 507f1f77bcf86cd799439011
             */
            admin_id: string;
            /**
             * @description Null for a platform operator
             * @example 507f1f77bcf86cd799439012
             */
            organization_id: string | null;
            /**
             * @description Null for a platform operator
             * @example Acme Corp
             */
            organization_name: string | null;
        };
        HealthDto: {
            /**
             * @example healthy
             * @enum {string}
             */
            status: "healthy";
            /**
             * @description APP_NAME
             * @example Multi-Tenant Organization Service
             */
            app: string;
        };
        RegisterDto: {
            /**
             * @description Unique, case-insensitive
             * @example Acme Corp
             */
            company_name: string;
            /** @example John Doe */
            admin_name: string;
            /**
             * Format: email
             * @description Its domain becomes the company’s, unless it belongs to a free e-mail provider
             * @example admin@acmecorp.com
             */
            email: string;
            /**
             * @description At least 8 characters
             * @example SecurePass123!
             */
            password: string;
            /** @example +1-555-1234 */
            phone?: string;
        };
        RegisteredDto: {
            /**
             * @example success
             * @enum {string}
             */
            status: "success";
            /** @example Registration successful */
            message: string;
            /** @example 3 */
            customer_id: number;
            /** @example 2 */
            user_id: number;
            /**
             * Format: email
             * @example admin@acmecorp.com
             */
            email: string;
            /**
             * @description Unique, case-insensitive
             * @example Acme Corp
             */
            company_name: string;
        };
        AddUserDto: {
            /**
             * @description Domain of a registered company
             * @example acmecorp.com
             */
            domain: string;
            /**
             * @description Unique inside the company
             * @example janedoe
             */
            user_name: string;
            /**
             * Format: email
             * @description An address at that domain
             * @example jane@acmecorp.com
             */
            email: string;
            /**
             * @description At least 8 characters
             * @example SecurePass123!
             */
            password: string;
        };
        UserAddedDto: {
            /**
             * @example success
             * @enum {string}
             */
            status: "success";
            /** @example User added successfully */
            message: string;
            /** @example 5 */
            user_id: number;
            /** @example 3 */
            customer_id: number;
            /**
             * @description The company’s name
             * @example Acme Corp
             */
            customer_name: string;
            /**
             * Format: email
             * @example jane@acmecorp.com
             */
            email: string;
        };
        CheckAvailabilityDto: {
            /**
             * @description Unique, case-insensitive
             * @example New Company
             */
            company_name: string;
            /**
             * Format: email
             * @example admin@newcompany.com
             */
            email: string;
        };
        AvailabilityDto: {
            /** @example true */
            company_name_available: boolean;
            /** @example true */
            email_available: boolean;
        };
        SignUpDto: {
            /**
             * Format: email
             * @example user@example.com
             */
            email: string;
            /**
             * @description At least 8 characters
             * @example password
             */
            password: string;
            /**
             * @description Unique, case-insensitive
             * @example OrgName
             */
            organization_name: string;
        };
        SignedUpDto: {
            /** @example User signed up successfully */
            message: string;
            /** @example 1 */
            user_id: number;
            /** @example 1 */
            org_id: number;
        };
        SignInDto: {
            /**
             * Format: email
             * @example user@example.com
             */
            email: string;
            /** @example password */
            password: string;
        };
        TokensDto: {
            /** @example access_token_value */
            access_token: string;
            /** @example refresh_token_value */
            refresh_token: string;
        };
        RefreshDto: {
            /**
             * @description Works once
             * @example refresh_token_value
             */
            refresh_token: string;
        };
        SignedOutDto: {
            /** @example Signed out successfully */
            message: string;
        };
        NewOrganizationDto: {
            /**
             * @description Unique, case-insensitive
             * @example OrgName
             */
            name: string;
            /** @example Some details about the organization */
            details?: string;
        };
        OrganizationMadeDto: {
            /** @example Organization created successfully */
            message: string;
            /** @example 1 */
            org_id: number;
        };
        VerifyEmailDto: {
            /**
             * @description From the link of the e-mail
             * @example rwc_Xb1…
             */
            code: string;
            /**
             * @description Of the account. Without it, and without a token of the account, every session ends
             * @example password
             */
            password?: string;
        };
        EmailVerifiedDto: {
            /** @example Email verified successfully */
            message: string;
        };
        ForgottenPasswordDto: {
            /**
             * Format: email
             * @example user@example.com
             */
            email: string;
        };
        ResetRequestedDto: {
            /** @example If an account has this address, a link is on its way */
            message: string;
        };
        NewPasswordDto: {
            /**
             * @description From the link of the e-mail
             * @example rwc_Xb1…
             */
            code: string;
            /**
             * @description At least 8 characters
             * @example another password
             */
            password: string;
        };
        PasswordResetByCodeDto: {
            /** @example Password reset successfully */
            message: string;
        };
        OrgRoleUsersDto: {
            /** @example OrgName */
            organization: string;
            /** @example Owner */
            role: string;
            /** @example 10 */
            user_count: number;
        };
        RoleUsersDto: {
            /** @example Owner */
            role: string;
            /** @example 10 */
            user_count: number;
        };
        OrgMembersDto: {
            /** @example OrgName */
            organization: string;
            /** @example 10 */
            member_count: number;
        };
        CreateTenantDto: {
            /** @example Acme Fuels */
            name: string;
            /**
             * @description Lower-case letters, digits and underscores; derived from the name if absent
             * @example acme_fuels
             */
            schema?: string;
            /**
             * @description Alias of `schema`
             * @example acme_fuels
             */
            schemaName?: string;
            /**
             * @description `basic`, `pro`, `premium`, or the UUID of a plan; one of the two is required
             * @example premium
             */
            planType?: string;
            /**
             * @description `basic`, `pro`, `premium`, or the UUID of a plan; one of the two is required
             * @example 0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a03
             */
            planId?: string;
        };
        TenantCreatedDto: {
            /**
             * Format: uuid
             * @example 550e8400-e29b-41d4-a716-446655440000
             */
            id: string;
            /** @example Acme Fuels */
            name: string;
            /** @example acme_fuels */
            schemaName: string;
            /**
             * @example active
             * @enum {string}
             */
            status: "active" | "inactive" | "suspended";
        };
        PlanLimitsDto: {
            /** @example 10 */
            members: number | null;
            /** @example 600 */
            requests_per_minute: number | null;
            /**
             * @description Bytes
             * @example 1073741824
             */
            storage: number | null;
            /** @example 10 */
            collections: number | null;
            /** @example 2 */
            api_keys: number | null;
        };
        PlanDto: {
            /**
             * Format: uuid
             * @example 0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01
             */
            id: string;
            /**
             * @example basic
             * @enum {string}
             */
            type: "basic" | "pro" | "premium";
            /** @example Basic */
            name: string;
            /** @description null: no limit */
            limits: components["schemas"]["PlanLimitsDto"];
        };
        TenantUserDto: {
            /** @example 507f1f77bcf86cd799439011 */
            id: string;
            /** @example Mary Manager */
            name: string | null;
            /** @example mary@acme-fuels.com */
            email: string;
            /**
             * @example manager
             * @enum {string}
             */
            role: "owner" | "admin" | "manager" | "attendant" | "member";
            /**
             * @example active
             * @enum {string}
             */
            status: "active" | "pending" | "inactive";
        };
        CreateTenantUserDto: {
            /** @example Mary Manager */
            name: string;
            /**
             * Format: email
             * @example mary@acme-fuels.com
             */
            email: string;
            /**
             * @example manager
             * @enum {string}
             */
            role: "manager" | "attendant";
        };
        PasswordResetDto: {
            /** @example 507f1f77bcf86cd799439011 */
            id: string;
            /**
             * @description Shown once; must be changed at the first sign-in
             * @example Zk3v0pQm1t7yWc2xLr9sAa5E
             */
            temporaryPassword: string;
            /** @example 2026-01-31T12:00:00.000Z */
            expiresAt: string;
        };
        ChangeOwnPasswordDto: {
            /** @example tenant123 */
            currentPassword: string;
            /** @example SecurePassword123! */
            newPassword: string;
        };
        PasswordChangedDto: {
            /** @example Password changed successfully */
            message: string;
        };
        RegisterTenantDto: {
            /**
             * @description Not unique
             * @example Acme
             */
            name: string;
            /**
             * Format: email
             * @description Unique across all surfaces
             * @example user@example.com
             */
            email: string;
            /**
             * @description At least 8 characters
             * @example Password123!
             */
            password: string;
        };
        TenantDto: {
            /**
             * @description Integer id of the tenant
             * @example 1
             */
            id: number;
            /**
             * @description Not unique
             * @example Test Company
             */
            name: string;
            /**
             * Format: email
             * @description Unique across all surfaces
             * @example user@example.com
             */
            email: string;
            /**
             * @example active
             * @enum {string}
             */
            status: "active" | "inactive" | "suspended";
            /**
             * Format: date-time
             * @description UTC, milliseconds
             * @example 2026-01-30T12:00:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description UTC, milliseconds
             * @example 2026-01-30T12:00:00.000Z
             */
            updated_at: string;
        };
        TenantAuthDto: {
            /**
             * @description JSON Web Token
             * @example <jwt-token>
             */
            accessToken: string;
            /**
             * @example Bearer
             * @enum {string}
             */
            tokenType: "Bearer";
            /** @example 1h */
            expiresIn: string;
        };
        TenantSessionDto: {
            tenant: components["schemas"]["TenantDto"];
            auth: components["schemas"]["TenantAuthDto"];
        };
        LoginTenantDto: {
            /**
             * Format: email
             * @description Unique across all surfaces
             * @example user@example.com
             */
            email: string;
            /** @example Password123! */
            password: string;
        };
        JwkDto: {
            /**
             * @example OKP
             * @enum {string}
             */
            kty: "OKP" | "EC" | "RSA";
            /**
             * @example Ed25519
             * @enum {string}
             */
            crv?: "Ed25519" | "P-256";
            /**
             * @description The public key, except of RSA
             * @example 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo
             */
            x?: string;
            /** @description With `x`, the public key of ES256 */
            y?: string;
            /** @description Modulus of an RSA key */
            n?: string;
            /** @description Exponent of an RSA key */
            e?: string;
            /**
             * @description Key id, as in the header of a token
             * @example kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
             */
            kid: string;
            /**
             * @example sig
             * @enum {string}
             */
            use: "sig";
            /**
             * @example EdDSA
             * @enum {string}
             */
            alg: "EdDSA" | "ES256" | "RS256";
        };
        JwksDto: {
            keys: components["schemas"]["JwkDto"][];
        };
        ServerMetadataDto: {
            /**
             * @description `iss` of the access tokens
             * @example https://api.example.com
             */
            issuer: string;
            /** @example https://api.example.com/.well-known/jwks.json */
            jwks_uri: string;
            /** @example https://api.example.com/v1/introspect */
            introspection_endpoint: string;
            /**
             * @example [
             *       "client_secret_basic",
             *       "Bearer"
             *     ]
             */
            introspection_endpoint_auth_methods_supported: string[];
            /**
             * @description None: there is no authorization endpoint
             * @example []
             */
            response_types_supported: string[];
            /**
             * @description None: sign in with POST /v1/sessions
             * @example []
             */
            grant_types_supported: string[];
            /** @example https://api.example.com/docs */
            service_documentation: string;
        };
        ProviderMetadataDto: {
            /**
             * @description `iss` of the access tokens
             * @example https://api.example.com
             */
            issuer: string;
            /** @example https://api.example.com/.well-known/jwks.json */
            jwks_uri: string;
            /** @example https://api.example.com/v1/introspect */
            introspection_endpoint: string;
            /**
             * @example [
             *       "client_secret_basic",
             *       "Bearer"
             *     ]
             */
            introspection_endpoint_auth_methods_supported: string[];
            /**
             * @description None: there is no authorization endpoint
             * @example []
             */
            response_types_supported: string[];
            /**
             * @description None: sign in with POST /v1/sessions
             * @example []
             */
            grant_types_supported: string[];
            /** @example https://api.example.com/docs */
            service_documentation: string;
            /**
             * @example [
             *       "public"
             *     ]
             */
            subject_types_supported: string[];
            /**
             * @description Of the access tokens
             * @example [
             *       "sub",
             *       "organization_id"
             *     ]
             */
            claims_supported: string[];
        };
        RootDto: {
            /** @description APP_NAME */
            name: string;
            description: string;
            /** @description Paths on this host, by what is there */
            links: {
                [key: string]: string;
            };
        };
        PlaceDto: {
            /** @example 507f1f77bcf86cd799439012 */
            id: string;
            /** @example 550e8400-e29b-41d4-a716-446655440000 */
            uid: string;
            /** @example Acme Corp */
            name: string;
            /**
             * @description A built-in role or a role of the organization
             * @example owner
             */
            role: string;
            /**
             * @description Status of the organization; only an active one can be used
             * @example active
             * @enum {string}
             */
            status: "active" | "inactive" | "suspended";
        };
        AccountDto: {
            /** @example 507f1f77bcf86cd799439011 */
            id: string;
            /** @example jane@acme.example */
            email: string;
            /** @example true */
            email_verified: boolean;
            /** @example Jane Doe */
            name: string | null;
            /** @example +1-555-1234 */
            phone: string | null;
            /**
             * @example {
             *       "title": "Head of data"
             *     }
             */
            profile: {
                [key: string]: unknown;
            };
            /**
             * @example {
             *       "theme": "dark"
             *     }
             */
            settings: {
                [key: string]: unknown;
            };
            /**
             * @example active
             * @enum {string}
             */
            status: "active" | "inactive" | "suspended";
            /** @example false */
            must_change_password: boolean;
            /**
             * @description Platform operator; belongs to no organization
             * @example false
             */
            platform_operator: boolean;
            /** @example 2026-01-30T12:00:00.000Z */
            created_at: string;
            /** @example 2026-01-30T12:00:00.000Z */
            updated_at: string;
            /**
             * @description The organization of the token, or the one X-Org-Id picks
             * @example 507f1f77bcf86cd799439012
             */
            organization_id: string | null;
            /**
             * @description There
             * @example member
             */
            role: string | null;
            /**
             * @description Permissions of the role, or of the platform operator
             * @example [
             *       "data.read",
             *       "data.write",
             *       "organization.read"
             *     ]
             */
            permissions: string[];
            organizations: components["schemas"]["PlaceDto"][];
        };
        UpdateAccountDto: {
            /**
             * @description null removes it
             * @example Jane Doe
             */
            name?: string | null;
            /**
             * @description null removes it
             * @example +1-555-1234
             */
            phone?: string | null;
            /**
             * @description Replaces the present one. At most 16 kB and 5 levels; keys are not empty and contain no $ or dot
             * @example {
             *       "title": "Head of data"
             *     }
             */
            profile?: {
                [key: string]: unknown;
            };
            /**
             * @description Replaces the present ones. At most 16 kB and 5 levels; keys are not empty and contain no $ or dot
             * @example {
             *       "theme": "dark"
             *     }
             */
            settings?: {
                [key: string]: unknown;
            };
        };
        ChangePasswordDto: {
            /**
             * @description The present or temporary password
             * @example SecurePassword123!
             */
            current_password: string;
            /** @example AnotherSecurePassword1! */
            new_password: string;
        };
        ChangeEmailDto: {
            /**
             * Format: email
             * @description Receives a link; using the link changes the address of the account
             * @example jane@acme.example
             */
            email: string;
            /** @example SecurePassword123! */
            current_password: string;
        };
        EmailChangePendingDto: {
            /**
             * @description The address the link was sent to
             * @example jane@acme.example
             */
            email: string;
            /**
             * @description Seconds until the link expires
             * @example 86400
             */
            expires_in: number;
        };
        VerifyOwnEmailDto: {
            /**
             * @description From the link of the e-mail
             * @example rwc_Xb1…
             */
            code: string;
            /**
             * @description Password of the account, unless the request has its access token
             * @example SecurePassword123!
             */
            password?: string;
            /**
             * @description Instead of `password`: replaces the password of the account and ends every session
             * @example AnotherSecurePassword1!
             */
            new_password?: string;
        };
        CodeDto: {
            /**
             * @description From the link of the e-mail
             * @example rwc_Xb1…
             */
            code: string;
            /**
             * @description Password of the account, unless the request has its access token
             * @example SecurePassword123!
             */
            password?: string;
        };
        UndoChangeDto: {
            /**
             * @description From the link of the e-mail
             * @example rwc_Xb1…
             */
            code: string;
        };
        ForgotPasswordDto: {
            /**
             * Format: email
             * @example jane@acme.example
             */
            email: string;
        };
        ResetPasswordDto: {
            /**
             * @description From the link of the e-mail
             * @example rwc_Xb1…
             */
            code: string;
            /** @example AnotherSecurePassword1! */
            password: string;
        };
        NewAccountDto: {
            /**
             * Format: email
             * @example jane@acme.example
             */
            email: string;
            /** @example SecurePassword123! */
            password: string;
            /**
             * @description Name of the user
             * @example Jane Doe
             */
            name?: string;
            /**
             * @description Creates this organization too, owned by the account. Unique, case-insensitive
             * @example Acme Corp
             */
            organization_name?: string;
            /**
             * @description Type or id of the organization’s plan; DEFAULT_PLAN if absent or with PLAN_CHANGE=platform
             * @example basic
             */
            plan?: string;
            /**
             * @description Sends the refresh token in an httpOnly cookie instead of the body, for browsers
             * @example false
             */
            cookie?: boolean;
        };
        SignedInAccountDto: {
            /** @example 507f1f77bcf86cd799439011 */
            id: string;
            /** @example jane@acme.example */
            email: string;
            /** @example true */
            email_verified: boolean;
            /** @example Jane Doe */
            name: string | null;
            /**
             * @description The token can only change the password
             * @example false
             */
            must_change_password: boolean;
            /** @example false */
            platform_operator: boolean;
        };
        SignedInDto: {
            /** @example 7f9c24e5-2f31-4a0e-9d0f-6b1f0a3c9d11 */
            session_id: string;
            /** @example <jwt-token> */
            access_token: string;
            /**
             * @example Bearer
             * @enum {string}
             */
            token_type: "Bearer";
            /**
             * @description Seconds
             * @example 1800
             */
            expires_in: number;
            /**
             * @description Absent when it is in the cookie
             * @example rwr_f5wk5S8xSg6dD2sfCjydEQAAAAE…
             */
            refresh_token?: string;
            account: components["schemas"]["SignedInAccountDto"];
            /**
             * @description Organization of the token; X-Org-Id selects another one for a request
             * @example 507f1f77bcf86cd799439012
             */
            organization_id: string | null;
            organizations: components["schemas"]["PlaceDto"][];
        };
        SignInV1Dto: {
            /**
             * Format: email
             * @example jane@acme.example
             */
            email: string;
            /** @example SecurePassword123! */
            password: string;
            /**
             * @description One of the account’s organizations; if absent, the default organization or another active one
             * @example 507f1f77bcf86cd799439012
             */
            organization_id?: string;
            /**
             * @description A client of TOKEN_CLIENTS: the access tokens of the session are for its audiences too, and name it
             * @example shop
             */
            client_id?: string;
            /**
             * @description Sends the refresh token in an httpOnly cookie instead of the body, for browsers
             * @example false
             */
            cookie?: boolean;
        };
        RefreshV1Dto: {
            /**
             * @description Works once; if absent, the cookie is read
             * @example rwr_f5wk5S8xSg6dD2sfCjydEQAAAAE…
             */
            refresh_token?: string;
        };
        SessionDto: {
            /** @example 7f9c24e5-2f31-4a0e-9d0f-6b1f0a3c9d11 */
            id: string;
            /**
             * @description `impersonation`: a platform operator acts as the account until the session ends or is ended here
             * @example sign_in
             * @enum {string}
             */
            kind: "sign_in" | "impersonation";
            /**
             * @description The session of this request
             * @example true
             */
            current: boolean;
            /** @example 2026-01-30T12:00:00.000Z */
            created_at: string;
            /**
             * @description Time of the last sign-in or refresh
             * @example 2026-01-30T12:00:00.000Z
             */
            last_used_at: string;
            /**
             * @description Time it ends unless it is refreshed
             * @example 2026-03-01T12:00:00.000Z
             */
            expires_at: string;
            /** @example Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0 */
            user_agent: string | null;
            /**
             * @description Address of the last use
             * @example 203.0.113.7
             */
            ip_address: string | null;
            /**
             * @description Organization selected at sign-in
             * @example null
             */
            organization_id: string | null;
        };
        SessionListDto: {
            items: components["schemas"]["SessionDto"][];
            /**
             * @description Always null: at most 100 are listed
             * @example null
             */
            next_cursor: string | null;
        };
        IntrospectDto: {
            /** @example <jwt-token> */
            token: string;
            /**
             * @description Has no effect: only access tokens are known
             * @example access_token
             */
            token_type_hint?: string;
        };
        ActDto: {
            /**
             * @description The platform operator
             * @example 507f1f77bcf86cd799439013
             */
            sub: string;
        };
        TokenStateDto: {
            /**
             * @description false: nothing else is told
             * @example true
             */
            active: boolean;
            /**
             * @example Bearer
             * @enum {string}
             */
            token_type?: "Bearer";
            /**
             * @description The permissions, separated by spaces
             * @example data.read data.write organization.read
             */
            scope?: string;
            /**
             * @description The client the session was opened for
             * @example shop
             */
            client_id?: string;
            /** @example rowhouse */
            iss?: string;
            /**
             * @description The account
             * @example 507f1f77bcf86cd799439011
             */
            sub?: string;
            /** @example rowhouse-api */
            aud?: string | string[];
            /**
             * @description Seconds since 1970
             * @example 1769774400
             */
            exp?: number;
            /**
             * @description Seconds since 1970
             * @example 1769772600
             */
            iat?: number;
            /**
             * @description Id of the token
             * @example 0b8b8c1e-1c5f-4f0e-a3a4-0a3f6d7f3a55
             */
            jti?: string;
            /**
             * @description The session
             * @example 7f9c24e5-2f31-4a0e-9d0f-6b1f0a3c9d11
             */
            sid?: string;
            /** @example 507f1f77bcf86cd799439012 */
            organization_id?: string | null;
            /** @example Acme Corp */
            organization_name?: string | null;
            /** @example true */
            email_verified?: boolean;
            /**
             * @description The present role in the organization of the token
             * @example member
             */
            role?: string | null;
            /**
             * @description The present permissions
             * @example [
             *       "data.read",
             *       "data.write",
             *       "organization.read"
             *     ]
             */
            permissions?: string[];
            /** @description Present if an operator acts as the account */
            act?: components["schemas"]["ActDto"];
        };
        OperationDto: {
            /** @example 550e8400-e29b-41d4-a716-446655440000 */
            id: string;
            /**
             * @example update
             * @enum {string}
             */
            kind: "update";
            /**
             * @example copying
             * @enum {string}
             */
            phase: "copying" | "catching_up" | "switching" | "cleaning" | "done" | "failed";
            /**
             * @description The present database
             * @example org_acme_corp
             */
            from: string;
            /**
             * @description The database of the next generation
             * @example org_acme_corp_v2
             */
            to: string;
            /**
             * @description Documents to copy, counted at the start
             * @example 60000
             */
            documents_total: number;
            /** @example 42000 */
            documents_done: number;
            /**
             * @description Completed share of the copy, 0 to 1
             * @example 0.7
             */
            progress: number;
            /**
             * @description Milliseconds that writes were paused
             * @example 31
             */
            pause_ms: number | null;
            /** @example null */
            error: string | null;
            /** @example 2026-01-30T12:00:00.000Z */
            created_at: string;
            /** @example 2026-01-30T12:00:02.000Z */
            updated_at: string;
        };
        OperationListDto: {
            items: components["schemas"]["OperationDto"][];
        };
        StartImpersonationDto: {
            /** @example 507f1f77bcf86cd799439011 */
            user_id: string;
            /**
             * @description One of the account’s organizations; the default organization if absent
             * @example 507f1f77bcf86cd799439012
             */
            organization_id?: string;
            /**
             * @description Written to the audit log
             * @example Ticket 4711: import fails
             */
            reason: string;
            /**
             * @default 15
             * @example 15
             */
            minutes: number;
        };
        StartedImpersonationDto: {
            /** @example 550e8400-e29b-41d4-a716-446655440000 */
            id: string;
            /**
             * @description The operator
             * @example 507f1f77bcf86cd799439010
             */
            operator_id: string;
            /** @example 507f1f77bcf86cd799439011 */
            user_id: string;
            /** @example 507f1f77bcf86cd799439012 */
            organization_id: string | null;
            /** @example Ticket 4711: import fails */
            reason: string;
            /**
             * @description `ended`: ended early by an operator or by the account itself
             * @example active
             * @enum {string}
             */
            status: "active" | "ended" | "expired";
            /** @example 2026-01-30T12:00:00.000Z */
            created_at: string;
            /** @example 2026-01-30T12:15:00.000Z */
            expires_at: string;
            /**
             * @description Time it was ended early
             * @example null
             */
            ended_at: string | null;
            /**
             * @description Names the operator in its claim `act` (RFC 8693); cannot be refreshed
             * @example eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI1MDdmMWY3N2JjZjg2Y2Q3OTk0MzkwMTEifQ.c2lnbmF0dXJl
             */
            access_token: string;
            /**
             * @example Bearer
             * @enum {string}
             */
            token_type: "Bearer";
            /**
             * @description Seconds
             * @example 900
             */
            expires_in: number;
        };
        ImpersonationDto: {
            /** @example 550e8400-e29b-41d4-a716-446655440000 */
            id: string;
            /**
             * @description The operator
             * @example 507f1f77bcf86cd799439010
             */
            operator_id: string;
            /** @example 507f1f77bcf86cd799439011 */
            user_id: string;
            /** @example 507f1f77bcf86cd799439012 */
            organization_id: string | null;
            /** @example Ticket 4711: import fails */
            reason: string;
            /**
             * @description `ended`: ended early by an operator or by the account itself
             * @example active
             * @enum {string}
             */
            status: "active" | "ended" | "expired";
            /** @example 2026-01-30T12:00:00.000Z */
            created_at: string;
            /** @example 2026-01-30T12:15:00.000Z */
            expires_at: string;
            /**
             * @description Time it was ended early
             * @example null
             */
            ended_at: string | null;
        };
        ImpersonationListDto: {
            items: components["schemas"]["ImpersonationDto"][];
            /** @example null */
            next_cursor: string | null;
        };
        MemberDto: {
            /**
             * @description Of the account
             * @example 507f1f77bcf86cd799439011
             */
            id: string;
            /** @example jane@acmecorp.com */
            email: string;
            /**
             * @description The address is verified
             * @example true
             */
            email_verified: boolean;
            /**
             * @description Unique in the organization
             * @example janedoe
             */
            user_name: string;
            /** @example Jane Doe */
            name: string | null;
            /**
             * @description `owner`, `admin`, `manager`, `attendant`, `member`, or a role of the organization
             * @example member
             */
            role: string;
            /**
             * @description `pending`: needs approval; `inactive`: deactivated. Neither gives access
             * @example active
             * @enum {string}
             */
            status: "active" | "pending" | "inactive";
            /**
             * @description Time the membership was created or requested
             * @example 2026-01-30T12:00:00.000Z
             */
            created_at: string;
        };
        MemberListDto: {
            items: components["schemas"]["MemberDto"][];
            /** @example null */
            next_cursor: string | null;
        };
        CreateMemberDto: {
            /**
             * Format: email
             * @example jane@acmecorp.com
             */
            email: string;
            /** @example Jane Doe */
            name?: string;
            /**
             * @description Unique in the organization; the e-mail address if absent
             * @example janedoe
             */
            user_name?: string;
            /**
             * @description `owner`, `admin`, `manager`, `attendant`, `member`, or a role of the organization; `member` when absent
             * @example member
             */
            role?: string;
        };
        CreatedMemberDto: {
            /**
             * @description Of the account
             * @example 507f1f77bcf86cd799439011
             */
            id: string;
            /** @example jane@acmecorp.com */
            email: string;
            /**
             * @description The address is verified
             * @example true
             */
            email_verified: boolean;
            /**
             * @description Unique in the organization
             * @example janedoe
             */
            user_name: string;
            /** @example Jane Doe */
            name: string | null;
            /**
             * @description `owner`, `admin`, `manager`, `attendant`, `member`, or a role of the organization
             * @example member
             */
            role: string;
            /**
             * @description `pending`: needs approval; `inactive`: deactivated. Neither gives access
             * @example active
             * @enum {string}
             */
            status: "active" | "pending" | "inactive";
            /**
             * @description Time the membership was created or requested
             * @example 2026-01-30T12:00:00.000Z
             */
            created_at: string;
            /**
             * @description Shown once; must be changed at the first sign-in
             * @example Zk3v0pQm1t7yWc2xLr9sAa5E
             */
            initial_secret: string;
            /**
             * @description Expiry of the temporary password
             * @example 2026-01-31T12:00:00.000Z
             */
            initial_secret_expires_at: string;
        };
        UpdateMemberDto: {
            /**
             * @description `owner`, `admin`, `manager`, `attendant`, `member`, or a role of the organization
             * @example manager
             */
            role?: string;
            /**
             * @example active
             * @enum {string}
             */
            status?: "active" | "inactive";
            /**
             * @description Unique in the organization
             * @example janedoe
             */
            user_name?: string;
        };
        ConfirmMailboxDto: {
            /**
             * @description The part of the link after `#code=`
             * @example rwc_9fJq1l0mHn7t2cXy4VbK8sPzR6wEaU3dGiTo5NkQhLg
             */
            code: string;
            /**
             * @description The password the account was created with
             * @example SecurePass123!
             */
            password: string;
        };
        WaitingDto: {
            /**
             * @description The address is verified; an owner or administrator decides
             * @enum {string}
             */
            status: "pending";
        };
        MailConfirmationDto: {
            /**
             * Format: email
             * @example jane@acmecorp.com
             */
            email: string;
            /**
             * @description The password the account was created with
             * @example SecurePass123!
             */
            password: string;
        };
        MemberSecretDto: {
            /** @example 507f1f77bcf86cd799439011 */
            id: string;
            /**
             * @description Shown once; must be changed at the first sign-in
             * @example Zk3v0pQm1t7yWc2xLr9sAa5E
             */
            initial_secret: string;
            /**
             * @description Expiry of the temporary password
             * @example 2026-01-31T12:00:00.000Z
             */
            initial_secret_expires_at: string;
        };
        JoinOrganizationDto: {
            /**
             * @description The mail domain of the organization and of your address
             * @example acmecorp.com
             */
            domain: string;
            /**
             * @description Unique in the organization; the e-mail address if absent
             * @example janedoe
             */
            user_name?: string;
        };
        MembershipDto: {
            /** @example 507f1f77bcf86cd799439012 */
            organization_id: string;
            /**
             * @description Unique in the organization
             * @example janedoe
             */
            user_name: string;
            /**
             * @description `owner`, `admin`, `manager`, `attendant`, `member`, or a role of the organization
             * @example member
             */
            role: string;
            /**
             * @description `pending`: needs approval; `inactive`: deactivated. Neither gives access
             * @example active
             * @enum {string}
             */
            status: "active" | "pending" | "inactive";
            /**
             * @description Time the membership was created or requested
             * @example 2026-01-30T12:00:00.000Z
             */
            created_at: string;
        };
        CollectionDto: {
            /** @example customers */
            name: string;
            /**
             * @description Estimate; exact unless the database crashed
             * @example 1284
             */
            count: number;
            /**
             * @description Bytes of the documents, uncompressed
             * @example 482133
             */
            size: number;
        };
        CollectionListDto: {
            items: components["schemas"]["CollectionDto"][];
        };
        CountDto: {
            /** @example 1284 */
            count: number;
        };
        InsertedDto: {
            /** @example 2 */
            inserted: number;
            /**
             * @description In the order given
             * @example [
             *       "ada",
             *       "507f1f77bcf86cd799439011"
             *     ]
             */
            ids: string[];
        };
        ImportErrorDto: {
            /**
             * @description Counted from 1
             * @example 17
             */
            line: number;
            /** @example A document with this _id already exists */
            reason: string;
        };
        ImportReportDto: {
            /** @example 9998 */
            inserted: number;
            /**
             * @description Documents that existed before, in mode upsert
             * @example 0
             */
            replaced: number;
            /**
             * @description Number of lines that were not stored
             * @example 1
             */
            failed: number;
            /** @description The first 100 failed lines */
            errors: components["schemas"]["ImportErrorDto"][];
        };
        PermissionDto: {
            /** @example data.read */
            key: ("organization.read" | "organization.update" | "organization.delete" | "organization.transfer" | "plan.change" | "members.read" | "members.manage" | "invitations.manage" | "roles.read" | "roles.manage" | "stats.read" | "data.read" | "data.write" | "data.drop" | "data.export" | "tenants.create" | "audit.read") | string;
            /** @example Read documents */
            description: string;
            /**
             * @description Heading in forms
             * @example data
             */
            group: string;
            /**
             * @description Registered by the operator and checked by the product
             * @example false
             */
            product: boolean;
        };
        PermissionListDto: {
            items: components["schemas"]["PermissionDto"][];
            /**
             * @description All permissions fit one page
             * @example null
             */
            next_cursor: string | null;
        };
        RoleDto: {
            /** @example auditor */
            key: string;
            /** @example Auditor */
            name: string;
            /** @example Reads and exports the books */
            description: string;
            /**
             * @description The same in every organization; cannot be changed
             * @example false
             */
            built_in: boolean;
            /**
             * @example [
             *       "data.export",
             *       "data.read",
             *       "organization.read"
             *     ]
             */
            permissions: (("organization.read" | "organization.update" | "organization.delete" | "organization.transfer" | "plan.change" | "members.read" | "members.manage" | "invitations.manage" | "roles.read" | "roles.manage" | "stats.read" | "data.read" | "data.write" | "data.drop" | "data.export" | "tenants.create" | "audit.read") | string)[];
            /**
             * @description Number of members with the role, of any status
             * @example 2
             */
            members: number;
            /**
             * Format: date-time
             * @example 2024-12-12T10:30:00.000Z
             */
            created_at: string | null;
            /**
             * Format: date-time
             * @example 2024-12-12T10:30:00.000Z
             */
            updated_at: string | null;
        };
        RoleListDto: {
            items: components["schemas"]["RoleDto"][];
            /**
             * @description All roles fit one page
             * @example null
             */
            next_cursor: string | null;
        };
        CreateRoleDto: {
            /**
             * @description Identifies the role and never changes; derived from the name if absent
             * @example auditor
             */
            key?: string;
            /** @example Auditor */
            name: string;
            /** @example Reads and exports the books */
            description?: string;
            /**
             * @example [
             *       "data.export",
             *       "data.read",
             *       "organization.read"
             *     ]
             */
            permissions: (("organization.read" | "organization.update" | "organization.delete" | "organization.transfer" | "plan.change" | "members.read" | "members.manage" | "invitations.manage" | "roles.read" | "roles.manage" | "stats.read" | "data.read" | "data.write" | "data.drop" | "data.export" | "tenants.create" | "audit.read") | string)[];
        };
        UpdateRoleDto: {
            /** @example Auditor */
            name?: string;
            /** @example Reads and exports the books */
            description?: string;
            /**
             * @example [
             *       "data.export",
             *       "data.read",
             *       "organization.read"
             *     ]
             */
            permissions?: (("organization.read" | "organization.update" | "organization.delete" | "organization.transfer" | "plan.change" | "members.read" | "members.manage" | "invitations.manage" | "roles.read" | "roles.manage" | "stats.read" | "data.read" | "data.write" | "data.drop" | "data.export" | "tenants.create" | "audit.read") | string)[];
        };
        PlanNameDto: {
            /**
             * Format: uuid
             * @example 0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01
             */
            id: string;
            /**
             * @example basic
             * @enum {string}
             */
            type: "basic" | "pro" | "premium";
        };
        OwnOrganizationDto: {
            /** @example 507f1f77bcf86cd799439012 */
            id: string;
            /**
             * Format: uuid
             * @example 550e8400-e29b-41d4-a716-446655440000
             */
            uid: string;
            /**
             * @description Integer id, as other surfaces show it
             * @example 3
             */
            seq: number;
            /** @example Acme Corp */
            name: string;
            /** @example acme_corp */
            slug: string;
            /** @example org_acme_corp */
            database: string;
            /**
             * @description Incremented by each move
             * @example 1
             */
            generation: number;
            /**
             * @example active
             * @enum {string}
             */
            status: "active" | "inactive" | "suspended";
            /**
             * @description A move is in progress; the organization stays in use. See GET /v1/operations
             * @example false
             */
            moving: boolean;
            /** @description null: no plan and no limits */
            plan: {
                /**
                 * Format: uuid
                 * @example 0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01
                 */
                id: string;
                /**
                 * @example basic
                 * @enum {string}
                 */
                type: "basic" | "pro" | "premium";
            } | null;
            /**
             * @description Claimed mail domain
             * @example acmecorp.com
             */
            domain: string | null;
            /** @example false */
            personal: boolean;
            /**
             * @example {
             *       "theme": "dark"
             *     }
             */
            settings: {
                [key: string]: unknown;
            };
            /**
             * @description One of its owners
             * @example 507f1f77bcf86cd799439011
             */
            admin_id: string;
            /** @example 2026-01-30T12:00:00.000Z */
            created_at: string;
            /** @example 2026-01-30T12:00:00.000Z */
            updated_at: string;
            /**
             * @description The caller’s
             * @example owner
             */
            role: string;
        };
        OwnOrganizationListDto: {
            items: components["schemas"]["OwnOrganizationDto"][];
            /** @example null */
            next_cursor: string | null;
        };
        NewOrganizationViewDto: {
            /**
             * @description Unique, case-insensitive
             * @example Acme Labs
             */
            name: string;
            /**
             * @description Used unchanged in the database name; derived from the name if absent
             * @example acme_labs
             */
            slug?: string;
            /**
             * @description Type or id of a plan; DEFAULT_PLAN if absent or with PLAN_CHANGE=platform
             * @example basic
             */
            plan?: string;
            /**
             * @description At most 16 kB and 5 levels; keys are not empty and contain no $ or dot
             * @example {
             *       "theme": "dark"
             *     }
             */
            settings?: {
                [key: string]: unknown;
            };
        };
        OrganizationViewDto: {
            /** @example 507f1f77bcf86cd799439012 */
            id: string;
            /**
             * Format: uuid
             * @example 550e8400-e29b-41d4-a716-446655440000
             */
            uid: string;
            /**
             * @description Integer id, as other surfaces show it
             * @example 3
             */
            seq: number;
            /** @example Acme Corp */
            name: string;
            /** @example acme_corp */
            slug: string;
            /** @example org_acme_corp */
            database: string;
            /**
             * @description Incremented by each move
             * @example 1
             */
            generation: number;
            /**
             * @example active
             * @enum {string}
             */
            status: "active" | "inactive" | "suspended";
            /**
             * @description A move is in progress; the organization stays in use. See GET /v1/operations
             * @example false
             */
            moving: boolean;
            /** @description null: no plan and no limits */
            plan: {
                /**
                 * Format: uuid
                 * @example 0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01
                 */
                id: string;
                /**
                 * @example basic
                 * @enum {string}
                 */
                type: "basic" | "pro" | "premium";
            } | null;
            /**
             * @description Claimed mail domain
             * @example acmecorp.com
             */
            domain: string | null;
            /** @example false */
            personal: boolean;
            /**
             * @example {
             *       "theme": "dark"
             *     }
             */
            settings: {
                [key: string]: unknown;
            };
            /**
             * @description One of its owners
             * @example 507f1f77bcf86cd799439011
             */
            admin_id: string;
            /** @example 2026-01-30T12:00:00.000Z */
            created_at: string;
            /** @example 2026-01-30T12:00:00.000Z */
            updated_at: string;
        };
        OrganizationPatchDto: {
            /**
             * @description Moves the organization to the next generation of its database; must be the only field of the request
             * @example Acme Research
             */
            name?: string;
            /**
             * @description At most 16 kB and 5 levels; keys are not empty and contain no $ or dot. Replaces the settings as a whole
             * @example {
             *       "theme": "dark"
             *     }
             */
            settings?: {
                [key: string]: unknown;
            };
            /**
             * @description Organization of a single user
             * @example false
             */
            personal?: boolean;
        };
        PlanLimitsViewDto: {
            /**
             * @description Active members
             * @example 10
             */
            members: number | null;
            /** @example 600 */
            requests_per_minute: number | null;
            /**
             * @description Bytes of the database
             * @example 1073741824
             */
            storage: number | null;
            /** @example 10 */
            collections: number | null;
            /** @example 2 */
            api_keys: number | null;
        };
        PlanUsageDto: {
            /**
             * @description Active members
             * @example 3
             */
            members: number;
            /** @example 2 */
            collections: number;
            /**
             * @description Bytes of the documents, uncompressed, and of the indexes
             * @example 49152
             */
            storage_bytes: number;
            /** @example 0 */
            api_keys: number;
        };
        OrganizationPlanDto: {
            /** @description null: no plan and no limits */
            plan: {
                /**
                 * Format: uuid
                 * @example 0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01
                 */
                id: string;
                /**
                 * @example basic
                 * @enum {string}
                 */
                type: "basic" | "pro" | "premium";
            } | null;
            /** @description null: no limit */
            limits: components["schemas"]["PlanLimitsViewDto"];
            usage: components["schemas"]["PlanUsageDto"];
        };
        ChoosePlanDto: {
            /**
             * @description Type or id of a plan
             * @example basic
             */
            plan: string;
        };
        PlanViewDto: {
            /**
             * Format: uuid
             * @example 0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01
             */
            id: string;
            /**
             * @example basic
             * @enum {string}
             */
            type: "basic" | "pro" | "premium";
            /** @example Basic */
            name: string;
            /** @description null: no limit */
            limits: components["schemas"]["PlanLimitsViewDto"];
        };
        PlanViewListDto: {
            items: components["schemas"]["PlanViewDto"][];
            /** @example null */
            next_cursor: string | null;
        };
        AuditEntryDto: {
            /** @example 6912f0b1a4c1d20f4d8c2a11 */
            id: string;
            /**
             * @description Position in the hash chain, from 1
             * @example 2
             */
            seq: number;
            /** @example 2026-01-30T12:00:00.000Z */
            at: string;
            /** @example organization.plan_changed */
            action: string;
            /**
             * @description null: the service itself
             * @example 507f1f77bcf86cd799439011
             */
            actor_id: string | null;
            /**
             * @description The operator who acted as the actor
             * @example null
             */
            impersonator_id: string | null;
            /** @example 507f1f77bcf86cd799439012 */
            organization_id: string | null;
            /** @example organization */
            target_type: string;
            /** @example 507f1f77bcf86cd799439012 */
            target_id: string;
            /**
             * @example {
             *       "from": null,
             *       "type": "basic"
             *     }
             */
            details: {
                [key: string]: unknown;
            };
            /** @example 0f9a7b1e-58a2-4d0c-9e6b-1f6f3c5f7a10 */
            request_id: string | null;
            /** @example 203.0.113.7 */
            ip: string | null;
            /**
             * @description SHA-256 of the entry before it and of this one
             * @example 5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef
             */
            hash: string;
        };
        AuditListDto: {
            items: components["schemas"]["AuditEntryDto"][];
            /** @example null */
            next_cursor: string | null;
        };
        AuditVerificationDto: {
            /**
             * @description No entry was changed, removed or inserted
             * @example true
             */
            intact: boolean;
            /** @example 12 */
            entries: number;
            /**
             * @description Hash of the newest entry. Keep it elsewhere to detect a log that was rewritten as a whole
             * @example 5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef
             */
            head: string | null;
            /**
             * @description `seq` of the first wrong entry
             * @example null
             */
            first_broken: number | null;
        };
        LeftoverMarkDto: {
            /**
             * Format: uuid
             * @example 5b0e6a2e-3f0c-4a44-9a57-0a2f3a0f8f11
             */
            registry_id: string;
            /**
             * @description This registry created the database
             * @example true
             */
            this_registry: boolean;
            /** @example 507f1f77bcf86cd799439012 */
            organization_id: string;
            /** @example 1 */
            generation: number;
        };
        LeftoverDto: {
            /** @example org_acme_corp */
            database: string;
            /**
             * @description `unknown`: not in the registry; `returned`: dropped before, and present again; `mark_missing`, `mark_differs`: due to be dropped, but ownership is not proven; `replaced`: its organization uses an adopted database
             * @example unknown
             * @enum {string}
             */
            reason: "unknown" | "returned" | "mark_missing" | "mark_differs" | "replaced";
            /** @description Which registry created it; null: no mark */
            mark: {
                /**
                 * Format: uuid
                 * @example 5b0e6a2e-3f0c-4a44-9a57-0a2f3a0f8f11
                 */
                registry_id: string;
                /**
                 * @description This registry created the database
                 * @example true
                 */
                this_registry: boolean;
                /** @example 507f1f77bcf86cd799439012 */
                organization_id: string;
                /** @example 1 */
                generation: number;
            } | null;
            /**
             * @description Bytes of documents and indexes when first seen
             * @example 8192
             */
            size: number;
            /**
             * @example open
             * @enum {string}
             */
            status: "open" | "ignored";
            /** @example 2026-01-30T12:00:00.000Z */
            first_seen: string;
        };
        LeftoverListDto: {
            items: components["schemas"]["LeftoverDto"][];
            /** @example null */
            next_cursor: string | null;
            /**
             * @description Number of open databases on all pages
             * @example 1
             */
            open: number;
        };
        SettleLeftoverDto: {
            /**
             * @example ignore
             * @enum {string}
             */
            action: "adopt" | "drop" | "ignore";
            /**
             * @description For `drop`: the name of the database
             * @example org_acme_corp
             */
            confirm?: string;
            /**
             * @description For `adopt`: an organization without documents that the database is assigned to. If absent: the organization the database was created for
             * @example 507f1f77bcf86cd799439012
             */
            organization_id?: string;
            /**
             * @description For `adopt`, if the organization no longer exists: the name of the new organization
             * @example Acme Corp
             */
            organization_name?: string;
            /**
             * @description With `organization_name`: the account that owns it
             * @example jane@acmecorp.com
             */
            owner_email?: string;
        };
        SettledLeftoverDto: {
            /** @example org_acme_corp */
            database: string;
            /**
             * @example ignored
             * @enum {string}
             */
            status: "adopted" | "dropped" | "ignored";
            /**
             * @description Organization of the adopted database
             * @example null
             */
            organization_id: string | null;
        };
        PlatformAccountDto: {
            /** @example 507f1f77bcf86cd799439011 */
            id: string;
            /**
             * @description Integer id, as other surfaces show it
             * @example 7
             */
            seq: number;
            /** @example jane@acmecorp.com */
            email: string;
            /** @example true */
            email_verified: boolean;
            /** @example Jane Doe */
            name: string | null;
            /**
             * @example active
             * @enum {string}
             */
            status: "active" | "inactive" | "suspended";
            /** @example false */
            platform_operator: boolean;
            /**
             * @description The address was generated for a new tenant and receives no e-mail
             * @example false
             */
            synthetic: boolean;
            /**
             * @description Default organization
             * @example 507f1f77bcf86cd799439012
             */
            organization_id: string | null;
            /** @example 2026-01-30T12:00:00.000Z */
            created_at: string;
            /** @example 2026-01-30T12:00:00.000Z */
            updated_at: string;
        };
        PlatformAccountListDto: {
            items: components["schemas"]["PlatformAccountDto"][];
            /** @example null */
            next_cursor: string | null;
        };
        PlatformPlaceDto: {
            /** @example 507f1f77bcf86cd799439012 */
            organization_id: string;
            /** @example owner */
            role: string;
            /**
             * @example active
             * @enum {string}
             */
            status: "active" | "pending" | "inactive";
        };
        PlatformAccountDetailsDto: {
            /** @example 507f1f77bcf86cd799439011 */
            id: string;
            /**
             * @description Integer id, as other surfaces show it
             * @example 7
             */
            seq: number;
            /** @example jane@acmecorp.com */
            email: string;
            /** @example true */
            email_verified: boolean;
            /** @example Jane Doe */
            name: string | null;
            /**
             * @example active
             * @enum {string}
             */
            status: "active" | "inactive" | "suspended";
            /** @example false */
            platform_operator: boolean;
            /**
             * @description The address was generated for a new tenant and receives no e-mail
             * @example false
             */
            synthetic: boolean;
            /**
             * @description Default organization
             * @example 507f1f77bcf86cd799439012
             */
            organization_id: string | null;
            /** @example 2026-01-30T12:00:00.000Z */
            created_at: string;
            /** @example 2026-01-30T12:00:00.000Z */
            updated_at: string;
            /** @description The organizations the account belongs to */
            organizations: components["schemas"]["PlatformPlaceDto"][];
        };
        StatusReasonDto: {
            /**
             * @description For the audit log
             * @example Invoice 4711 is overdue
             */
            reason?: string;
        };
        PlatformSecretDto: {
            /** @example 507f1f77bcf86cd799439011 */
            id: string;
            /**
             * @description Shown once; must be changed at the first sign-in
             * @example Zk3v0pQm1t7yWc2xLr9sAa5E
             */
            initial_secret: string;
            /**
             * @description Expiry of the temporary password
             * @example 2026-01-31T12:00:00.000Z
             */
            initial_secret_expires_at: string;
        };
        PlatformOrganizationListDto: {
            items: components["schemas"]["OrganizationViewDto"][];
            /** @example null */
            next_cursor: string | null;
        };
        PlatformOrganizationDto: {
            /** @example 507f1f77bcf86cd799439012 */
            id: string;
            /**
             * Format: uuid
             * @example 550e8400-e29b-41d4-a716-446655440000
             */
            uid: string;
            /**
             * @description Integer id, as other surfaces show it
             * @example 3
             */
            seq: number;
            /** @example Acme Corp */
            name: string;
            /** @example acme_corp */
            slug: string;
            /** @example org_acme_corp */
            database: string;
            /**
             * @description Incremented by each move
             * @example 1
             */
            generation: number;
            /**
             * @example active
             * @enum {string}
             */
            status: "active" | "inactive" | "suspended";
            /**
             * @description A move is in progress; the organization stays in use. See GET /v1/operations
             * @example false
             */
            moving: boolean;
            /** @description null: no plan and no limits */
            plan: {
                /**
                 * Format: uuid
                 * @example 0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01
                 */
                id: string;
                /**
                 * @example basic
                 * @enum {string}
                 */
                type: "basic" | "pro" | "premium";
            } | null;
            /**
             * @description Claimed mail domain
             * @example acmecorp.com
             */
            domain: string | null;
            /** @example false */
            personal: boolean;
            /**
             * @example {
             *       "theme": "dark"
             *     }
             */
            settings: {
                [key: string]: unknown;
            };
            /**
             * @description One of its owners
             * @example 507f1f77bcf86cd799439011
             */
            admin_id: string;
            /** @example 2026-01-30T12:00:00.000Z */
            created_at: string;
            /** @example 2026-01-30T12:00:00.000Z */
            updated_at: string;
            /**
             * @description Why it has this status
             * @example Invoice 4711 is overdue
             */
            status_reason: string | null;
            /**
             * @description Active members
             * @example 3
             */
            members: number;
            /**
             * @description Active members who own it
             * @example 1
             */
            owners: number;
        };
        RegisteredPermissionDto: {
            /** @example invoices.approve */
            key: string;
            /** @example Approve invoices */
            description: string;
            /** @example Invoices */
            group: string;
            /**
             * @description With the more powerful roles above those that were named
             * @example [
             *       "admin",
             *       "manager"
             *     ]
             */
            default_roles: ("admin" | "manager" | "attendant" | "member")[];
        };
        CatalogueDto: {
            /**
             * @description 0 before the first catalogue
             * @example 3
             */
            revision: number;
            permissions: components["schemas"]["RegisteredPermissionDto"][];
        };
        RegisterPermissionDto: {
            /**
             * @description Two to four words with dots between them, at most 64 characters; must not begin with a word of ours
             * @example invoices.approve
             */
            key: string;
            /** @example Approve invoices */
            description: string;
            /**
             * @description Heading in forms; the first word of the key if absent
             * @example Invoices
             */
            group?: string;
            /**
             * @description Built-in roles that have it, besides the owner
             * @example [
             *       "admin",
             *       "manager"
             *     ]
             */
            default_roles?: ("admin" | "manager" | "attendant" | "member")[];
        };
        ReplaceCatalogueDto: {
            permissions: components["schemas"]["RegisterPermissionDto"][];
        };
        InvitationCodeDto: {
            /**
             * @description The code of the link in the e-mail
             * @example rwi_3vJr5bK0n0S1x7mY2cQ4tU6wZ8aB1dE3fG5hJ7kL9pN
             */
            code: string;
        };
        OfferDto: {
            /** @example Acme Corp */
            organization_name: string;
            /**
             * @description Name or address of the inviting user
             * @example John Smith
             */
            inviter_name: string;
            /** @example member */
            role: string;
            /**
             * @description The invited address
             * @example jane@acmecorp.com
             */
            email: string;
            /**
             * Format: date-time
             * @example 2024-12-19T10:30:00.000Z
             */
            expires_at: string;
        };
        AcceptInvitationDto: {
            /**
             * @description The code of the link in the e-mail
             * @example rwi_3vJr5bK0n0S1x7mY2cQ4tU6wZ8aB1dE3fG5hJ7kL9pN
             */
            code: string;
            /**
             * @description Password of the new account, or of the account that has the address. Not required with the access token of that account.
             * @example SecurePassword123!
             */
            password?: string;
            /**
             * @description Name of the new account
             * @example Jane Doe
             */
            name?: string;
            /**
             * @description Unique in the organization; the e-mail address if absent
             * @example janedoe
             */
            user_name?: string;
        };
        AcceptedDto: {
            /** @example 507f1f77bcf86cd799439012 */
            organization_id: string;
            /** @example Acme Corp */
            organization_name: string;
            /** @example 507f1f77bcf86cd799439014 */
            user_id: string;
            /** @example jane@acmecorp.com */
            email: string;
            /** @example member */
            role: string;
        };
        InviteDto: {
            /** @example jane@acmecorp.com */
            email: string;
            /**
             * @description Key of a role; its permissions must not exceed yours
             * @example member
             */
            role: string;
        };
        InvitationDto: {
            /** @example 507f1f77bcf86cd799439013 */
            id: string;
            /** @example jane@acmecorp.com */
            email: string;
            /** @example member */
            role: string;
            /**
             * @description `expired`: open until `expires_at`; can be sent again
             * @example open
             * @enum {string}
             */
            status: "open" | "accepted" | "declined" | "revoked" | "expired";
            /**
             * @description Account of the inviting user
             * @example 507f1f77bcf86cd799439011
             */
            invited_by: string;
            /**
             * @description Number of e-mails sent, at most five
             * @example 1
             */
            sends: number;
            /**
             * Format: date-time
             * @example 2024-12-12T10:30:00.000Z
             */
            sent_at: string;
            /**
             * Format: date-time
             * @example 2024-12-19T10:30:00.000Z
             */
            expires_at: string;
            /**
             * Format: date-time
             * @example 2024-12-12T10:30:00.000Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Time it was accepted, declined or revoked
             * @example null
             */
            closed_at: string | null;
        };
        InvitationListDto: {
            items: components["schemas"]["InvitationDto"][];
            /** @example null */
            next_cursor: string | null;
        };
        KeptMailDto: {
            /** @example 507f1f77bcf86cd799439011 */
            id: string;
            /** @example admin@acme.com */
            to: string;
            /** @example verify_email */
            template: string;
            /** @example Confirm your e-mail address */
            subject: string;
            /**
             * @description Target of the button in the e-mail
             * @example http://localhost:8000/verify?token=mZ3v
             */
            link: string | null;
            /**
             * @description The plain text part
             * @example Hello,
             *
             *     Please confirm that …
             */
            text: string;
            /** @example <!doctype html>… */
            html: string;
            /** @example 2026-01-30T12:00:00.000Z */
            created_at: string;
        };
        KeptMailListDto: {
            items: components["schemas"]["KeptMailDto"][];
        };
        OrgFailure: {
            detail: string;
        };
        RegisterFailure: {
            status: string;
            message: string;
        };
        IdentityFailure: {
            detail: string;
        };
        TenantsV1Failure: {
            error: string;
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
        V1Failure: {
            type: string;
            title: string;
            status: number;
            code: string;
            instance: string;
            request_id: string;
            /** @description A message for each field */
            errors?: {
                [key: string]: string;
            };
            limit?: number;
            outcome?: string;
            operation?: string;
        };
    };
    responses: {
        /** @description Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
        IdentityAuthHashingOverloadedOrUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdentityFailure"];
            };
        };
        /** @description Not authenticated */
        IdentityAuthTokenInvalid: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdentityFailure"];
            };
        };
        /** @description The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
        IdentityIdempotencyConflict: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdentityFailure"];
            };
        };
        /** @description This Idempotency-Key belongs to another request */
        IdentityIdempotencyMismatch: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdentityFailure"];
            };
        };
        /** @description This is not allowed while acting as another user · Organization is suspended or inactive · Not authorized for this organization · Password change required */
        IdentityImpersonationRefusedOrTokenNotAccepted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdentityFailure"];
            };
        };
        /** @description Internal error */
        IdentityInternal: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdentityFailure"];
            };
        };
        /** @description Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
        IdentityInvalidRequest: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdentityFailure"];
            };
        };
        /** @description The organization has used up the requests of its plan */
        IdentityPlanRequestsUsed: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdentityFailure"];
            };
        };
        /** @description Validation error */
        IdentityRequestInvalid: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdentityFailure"];
            };
        };
        /** @description Too many requests */
        IdentityRequestRateLimited: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdentityFailure"];
            };
        };
        /** @description Too many requests · The organization has used up the requests of its plan */
        IdentityRequestRateLimitedOrPlanRequestsUsed: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdentityFailure"];
            };
        };
        /** @description Request body is too large */
        IdentityRequestTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdentityFailure"];
            };
        };
        /** @description Organization is suspended or inactive · Not authorized for this organization · Password change required */
        IdentityTokenNotAccepted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdentityFailure"];
            };
        };
        /** @description Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
        IdentityUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdentityFailure"];
            };
        };
        /** @description Content-Type must be application/json · Content-Encoding is not supported · The charset of the body must be UTF-8 */
        IdentityUnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdentityFailure"];
            };
        };
        /** @description The account is suspended or inactive · The membership waits for approval · Organization is suspended or inactive */
        IdentityUserSuspendedOrUserPendingOrOrganizationSuspended: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["IdentityFailure"];
            };
        };
        /** @description Confirm your password in X-Confirm-Password · This is not allowed while acting as another user · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
        OrgAuthStepUpRequiredOrImpersonationRefusedOrNotPermitted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OrgFailure"];
            };
        };
        /** @description Invalid token */
        OrgAuthTokenInvalid: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OrgFailure"];
            };
        };
        /** @description TOKEN_ISSUER is not a URL; there are no discovery documents */
        OrgDiscoveryUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OrgFailure"];
            };
        };
        /** @description Internal error */
        OrgInternal: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OrgFailure"];
            };
        };
        /** @description Organization not found */
        OrgOrganizationNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OrgFailure"];
            };
        };
        /** @description The organization has used up the requests of its plan */
        OrgPlanRequestsUsed: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OrgFailure"];
            };
        };
        /** @description Too many requests */
        OrgRequestRateLimited: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OrgFailure"];
            };
        };
        /** @description Request body is too large */
        OrgRequestTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OrgFailure"];
            };
        };
        /** @description Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
        OrgUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OrgFailure"];
            };
        };
        /** @description Content-Type must be application/json · Content-Encoding is not supported · The charset of the body must be UTF-8 */
        OrgUnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["OrgFailure"];
            };
        };
        /** @description This Idempotency-Key belongs to another request */
        RegisterIdempotencyMismatch: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RegisterFailure"];
            };
        };
        /** @description Internal error */
        RegisterInternal: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RegisterFailure"];
            };
        };
        /** @description Too many requests */
        RegisterRequestRateLimited: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RegisterFailure"];
            };
        };
        /** @description Request body is too large */
        RegisterRequestTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RegisterFailure"];
            };
        };
        /** @description Content-Type must be application/json · Content-Encoding is not supported · The charset of the body must be UTF-8 */
        RegisterUnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["RegisterFailure"];
            };
        };
        /** @description Too many requests */
        TenantsRequestRateLimited: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TenantsFailure"];
            };
        };
        /** @description Request body is too large */
        TenantsRequestTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TenantsFailure"];
            };
        };
        /** @description Content-Type must be application/json · Content-Encoding is not supported · The charset of the body must be UTF-8 */
        TenantsUnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TenantsFailure"];
            };
        };
        /** @description Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
        TenantsV1AuthHashingOverloadedOrUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TenantsV1Failure"];
            };
        };
        /** @description Unauthorized */
        TenantsV1AuthTokenInvalid: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TenantsV1Failure"];
            };
        };
        /** @description This Idempotency-Key belongs to another request */
        TenantsV1IdempotencyMismatch: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TenantsV1Failure"];
            };
        };
        /** @description Internal error */
        TenantsV1Internal: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TenantsV1Failure"];
            };
        };
        /** @description Tenant not found */
        TenantsV1OrganizationNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TenantsV1Failure"];
            };
        };
        /** @description The organization has used up the requests of its plan */
        TenantsV1PlanRequestsUsed: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TenantsV1Failure"];
            };
        };
        /** @description Too many requests · The organization has used up the requests of its plan */
        TenantsV1RequestRateLimitedOrPlanRequestsUsed: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TenantsV1Failure"];
            };
        };
        /** @description Request body is too large */
        TenantsV1RequestTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TenantsV1Failure"];
            };
        };
        /** @description Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
        TenantsV1Unavailable: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TenantsV1Failure"];
            };
        };
        /** @description Content-Type must be application/json · Content-Encoding is not supported · The charset of the body must be UTF-8 */
        TenantsV1UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["TenantsV1Failure"];
            };
        };
        /** @description Send the password of the account, a new password or an access token with the code · Not authorized · This is not allowed while acting as another user · Organization is suspended or inactive · Not authorized for this organization · Password change required */
        V1AuthConfirmationIncompleteOrImpersonationRefusedOrNotPermitted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Invalid credentials */
        V1AuthCredentialsInvalid: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Invalid credentials · Invalid token */
        V1AuthCredentialsInvalidOrAuthTokenInvalid: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
        V1AuthHashingOverloadedOrUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description The link is invalid, was used before or has expired · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
        V1AuthLinkInvalidOrInvalidRequest: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description The link is invalid, was used before or has expired · Password is too weak · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
        V1AuthLinkInvalidOrUserPasswordWeakOrInvalidRequest: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Confirm your password in X-Confirm-Password · This is not allowed while acting as another user · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
        V1AuthStepUpRequiredOrImpersonationRefusedOrNotPermitted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Confirm your password in X-Confirm-Password · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
        V1AuthStepUpRequiredOrNotPermitted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Invalid token */
        V1AuthTokenInvalid: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description The organization has reached its limit of collections */
        V1CollectionLimitReached: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Collection name is invalid · Document is invalid · Query is invalid · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
        V1CollectionNameInvalidOrDocumentInvalidOrQueryInvalidOrInvalidRequest: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Collection name is invalid · Query is invalid */
        V1CollectionNameInvalidOrQueryInvalid: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Collection is reserved · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
        V1CollectionReservedOrNotPermitted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Collection is reserved · The organization has used up the storage of its plan · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
        V1CollectionReservedOrPlanStorageFullOrNotPermitted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description The document was changed by another request */
        V1DocumentChanged: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Document is too large · Request body is too large */
        V1DocumentTooLargeOrRequestTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
        V1IdempotencyConflict: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
        V1IdempotencyInvalidOrInvalidRequestEmail: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
        V1IdempotencyInvalidOrMalformedRequest: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description This Idempotency-Key belongs to another request */
        V1IdempotencyMismatch: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description This is not allowed while acting as another user · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
        V1ImpersonationRefusedOrNotPermitted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description This is not allowed while acting as another user · Organization is suspended or inactive · Not authorized for this organization · Password change required */
        V1ImpersonationRefusedOrTokenNotAccepted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Internal error */
        V1Internal: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
        V1InvalidRequest: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
        V1InvalidRequestEmail: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Invitation not found */
        V1InvitationNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
        V1MalformedRequest: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description An organization needs at least one owner */
        V1MemberLastOwner: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
        V1NotPermitted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Not authorized for this organization · Password change required */
        V1OrganizationForeignOrAuthPasswordChangeRequired: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Organization not found */
        V1OrganizationNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Organization not found · Collection not found */
        V1OrganizationNotFoundOrCollectionNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Organization not found · Document not found */
        V1OrganizationNotFoundOrDocumentNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Organization is suspended or inactive */
        V1OrganizationSuspended: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description The organization has used up the requests of its plan */
        V1PlanRequestsUsed: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description The organization uses more than the plan allows */
        V1PlanTooSmall: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Invalid plan ID or type · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
        V1PlanUnknownOrInvalidRequest: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Query is invalid */
        V1QueryInvalid: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Too many requests */
        V1RequestRateLimited: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Too many requests · The organization has used up the requests of its plan */
        V1RequestRateLimitedOrPlanRequestsUsed: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Request body is too large */
        V1RequestTooLarge: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description The resource was changed by another request */
        V1ResourceChanged: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description A built-in role cannot be changed · You cannot grant permissions that you do not have · Confirm your password in X-Confirm-Password · This is not allowed while acting as another user · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
        V1RoleBuiltInOrRoleExceedsOrAuthStepUpRequiredOrImpersonationRefusedOrNotPermitted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description You cannot grant permissions that you do not have · Confirm your password in X-Confirm-Password · This is not allowed while acting as another user · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
        V1RoleExceedsOrAuthStepUpRequiredOrImpersonationRefusedOrNotPermitted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Role not found */
        V1RoleNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description The organization is being moved; try again · The organization has too many requests in progress · The service cannot take more organizations at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
        V1ServiceCapacityReachedOrUnavailableOrOrganizationUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Service temporarily unavailable */
        V1ServiceUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Organization is suspended or inactive · Not authorized for this organization · Password change required */
        V1TokenNotAccepted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
        V1Unavailable: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description The organization is being moved; try again · The organization has too many requests in progress · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
        V1UnavailableOrOrganizationUnavailable: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Content-Type must be application/json · Content-Encoding is not supported · The charset of the body must be UTF-8 */
        V1UnsupportedMediaType: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Email already registered */
        V1UserEmailTaken: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description User not found */
        V1UserNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description User not found · Organization not found */
        V1UserNotFoundOrOrganizationNotFound: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
    };
    parameters: {
        /** @description Only entries at or after this day (UTC) or time */
        AuditFrom: string;
        /** @description Only entries before this time; a day counts as a whole */
        AuditTo: string;
        Collection: string;
        /** @description The `_id` as a string; 24 hexadecimal digits are an ObjectId */
        DataId: string;
        /** @description ETag of the version that is changed; another present version gives 412 */
        DataIfMatch: string;
        /** @description How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
        DataJson: "canonical" | "relaxed" | "plain";
        /** @description A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` address nested fields. Values are strings, numbers, true, false, null, and extended JSON such as `{"$date":"2026-01-30T12:00:00Z"}`; a field named like an operator is written with a leading dot (`.not`); `gt`, `gte`, `lt` and `lte` compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`. */
        Filter: string;
        /** @description Members since: epoch milliseconds, a day (UTC) or a time with its zone (ISO 8601) */
        From: string;
        /** @description `json`: the id in the path is extended JSON and can be of any type: `7`, `"count"` in quotes, `{"$oid":"507f1f77bcf86cd799439011"}` */
        IdType: "json";
        /** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
        IdempotencyKey: string;
        InvitationsId: string;
        Key: string;
        Limit: number;
        MembersId: string;
        /** @description ETag of the version that is changed; another present version gives 412 */
        MembersIfMatch: string;
        OrgId: string;
        /** @description The exact name of the organization */
        OrganizationName: string;
        OrganizationsId: string;
        /** @description The ETag that was read */
        RolesIfMatch: string;
        /** @description UUID of the tenant */
        TenantsId: string;
        /** @description Members before this time; a day counts as a whole */
        To: string;
        UsersId: string;
        /** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
        XConfirmPassword: string;
        /** @description Id of one of the actor’s organizations; the organization of the token if absent */
        XOrgId: string;
    };
    requestBodies: never;
    headers: {
        /** @description `true`: the response of the first request with this Idempotency-Key */
        IdempotencyReplayed: "true";
        /** @description The remaining quota, such as "sign-in";r=0;t=42 */
        RateLimit: string;
        /** @description The quota, such as "sign-in";q=30;w=60 */
        RateLimitPolicy: string;
        /** @description Seconds */
        RetryAfter: number;
        /** @description The refresh token, if the request has `cookie` */
        SetCookie: string;
        /** @description Bearer */
        WWWAuthenticate: string;
        /** @description Temporary password, shown once */
        XInitialSecret: string;
        /** @description Identifies the request in the log */
        XRequestId: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "info": {
                     *         "mongodb": {
                     *           "status": "up"
                     *         }
                     *       },
                     *       "error": {},
                     *       "details": {
                     *         "mongodb": {
                     *           "status": "up"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["HealthReportDto"];
                };
            };
            500: components["responses"]["OrgInternal"];
            503: components["responses"]["OrgUnavailable"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "info": {
                     *         "mongodb": {
                     *           "status": "up"
                     *         }
                     *       },
                     *       "error": {},
                     *       "details": {
                     *         "mongodb": {
                     *           "status": "up"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["HealthReportDto"];
                };
            };
            500: components["responses"]["OrgInternal"];
            /** @description Says which part is down */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthReportDto"] | components["schemas"]["OrgFailure"];
                };
            };
        };
    };
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
                /**
                 * @example {
                 *       "organization_name": "Acme Corp",
                 *       "email": "admin@acme.com",
                 *       "password": "SecurePassword123!"
                 *     }
                 */
                "application/json": components["schemas"]["CreateOrganizationDto"];
            };
        };
        responses: {
            /** @description Organization created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Organization created successfully",
                     *       "data": {
                     *         "organization_name": "Acme Corp",
                     *         "collection_name": "org_acme_corp",
                     *         "admin_id": "507f1f77bcf86cd799439011",
                     *         "created_at": "2024-12-12T10:30:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @example Organization created successfully
                         * @enum {string}
                         */
                        message: "Organization created successfully";
                        data: components["schemas"]["OrganizationDto"];
                    };
                };
            };
            /** @description Organization already exists · Organization name is reserved · Email already registered · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            413: components["responses"]["OrgRequestTooLarge"];
            415: components["responses"]["OrgUnsupportedMediaType"];
            /** @description This Idempotency-Key belongs to another request */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            429: components["responses"]["OrgRequestRateLimited"];
            500: components["responses"]["OrgInternal"];
            /** @description The service cannot take more organizations at the moment · Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Organization retrieved successfully",
                     *       "data": {
                     *         "organization_name": "Acme Corp",
                     *         "collection_name": "org_acme_corp",
                     *         "admin_id": "507f1f77bcf86cd799439011",
                     *         "created_at": "2024-12-12T10:30:00"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @example Organization retrieved successfully
                         * @enum {string}
                         */
                        message: "Organization retrieved successfully";
                        data: components["schemas"]["OrganizationDto"];
                    };
                };
            };
            /** @description Validation error */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            401: components["responses"]["OrgAuthTokenInvalid"];
            /** @description Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            404: components["responses"]["OrgOrganizationNotFound"];
            /** @description Too many requests · The organization has used up the requests of its plan */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            500: components["responses"]["OrgInternal"];
            503: components["responses"]["OrgUnavailable"];
        };
    };
    updateOrganization: {
        parameters: {
            query?: never;
            header?: {
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
                /**
                 * @example {
                 *       "organization_name": "Acme Corp",
                 *       "email": "newemail@acme.com",
                 *       "password": "NewSecurePassword123!"
                 *     }
                 */
                "application/json": components["schemas"]["UpdateOrganizationDto"];
            };
        };
        responses: {
            /** @description Organization updated */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Organization updated successfully",
                     *       "data": {
                     *         "organization_name": "Acme Corp",
                     *         "collection_name": "org_acme_corp_v2",
                     *         "admin_id": "507f1f77bcf86cd799439011"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @example Organization updated successfully
                         * @enum {string}
                         */
                        message: "Organization updated successfully";
                        data: components["schemas"]["UpdatedOrganizationDto"];
                    };
                };
            };
            /** @description Nothing to change: give a new name, email or password · Organization already exists · Organization name is reserved · Email already registered · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            401: components["responses"]["OrgAuthTokenInvalid"];
            403: components["responses"]["OrgAuthStepUpRequiredOrImpersonationRefusedOrNotPermitted"];
            404: components["responses"]["OrgOrganizationNotFound"];
            /** @description Another change of this organization is in progress · The change could not be carried out and was undone */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            413: components["responses"]["OrgRequestTooLarge"];
            415: components["responses"]["OrgUnsupportedMediaType"];
            429: components["responses"]["OrgPlanRequestsUsed"];
            500: components["responses"]["OrgInternal"];
            /** @description The organization is being moved; try again · The service cannot take more organizations at the moment · Too many sign-ins at the moment · Service temporarily unavailable */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Organization deleted successfully"
                     *     }
                     */
                    "application/json": components["schemas"]["DeletedDto"];
                };
            };
            /** @description Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            401: components["responses"]["OrgAuthTokenInvalid"];
            403: components["responses"]["OrgAuthStepUpRequiredOrImpersonationRefusedOrNotPermitted"];
            404: components["responses"]["OrgOrganizationNotFound"];
            413: components["responses"]["OrgRequestTooLarge"];
            415: components["responses"]["OrgUnsupportedMediaType"];
            429: components["responses"]["OrgPlanRequestsUsed"];
            500: components["responses"]["OrgInternal"];
            /** @description Service temporarily unavailable */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "admin@acme.com",
                 *       "password": "SecurePassword123!"
                 *     }
                 */
                "application/json": components["schemas"]["LoginDto"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Login successful",
                     *       "data": {
                     *         "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9...",
                     *         "token_type": "bearer",
                     *         "admin_id": "507f1f77bcf86cd799439011",
                     *         "organization_id": "507f1f77bcf86cd799439012",
                     *         "organization_name": "Acme Corp"
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @example Login successful
                         * @enum {string}
                         */
                        message: "Login successful";
                        data: components["schemas"]["LoggedInDto"];
                    };
                };
            };
            /** @description Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Invalid credentials */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Organization is suspended or inactive · The account is suspended or inactive */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            413: components["responses"]["OrgRequestTooLarge"];
            415: components["responses"]["OrgUnsupportedMediaType"];
            429: components["responses"]["OrgRequestRateLimited"];
            500: components["responses"]["OrgInternal"];
            /** @description Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Up */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "healthy",
                     *       "app": "Multi-Tenant Organization Service"
                     *     }
                     */
                    "application/json": components["schemas"]["HealthDto"];
                };
            };
            500: components["responses"]["OrgInternal"];
            503: components["responses"]["OrgUnavailable"];
        };
    };
    registerCompany: {
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
                /**
                 * @example {
                 *       "company_name": "Acme Corp",
                 *       "admin_name": "John Doe",
                 *       "email": "admin@acmecorp.com",
                 *       "password": "SecurePass123!",
                 *       "phone": "+1-555-1234"
                 *     }
                 */
                "application/json": components["schemas"]["RegisterDto"];
            };
        };
        responses: {
            /** @description Registered */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "message": "Registration successful",
                     *       "customer_id": 3,
                     *       "user_id": 2,
                     *       "email": "admin@acmecorp.com",
                     *       "company_name": "Acme Corp"
                     *     }
                     */
                    "application/json": components["schemas"]["RegisteredDto"];
                };
            };
            /** @description Company name is reserved · Password is too weak · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Email already registered · Company name already exists · Domain already registered · The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            413: components["responses"]["RegisterRequestTooLarge"];
            415: components["responses"]["RegisterUnsupportedMediaType"];
            422: components["responses"]["RegisterIdempotencyMismatch"];
            429: components["responses"]["RegisterRequestRateLimited"];
            500: components["responses"]["RegisterInternal"];
            /** @description The service cannot take more organizations at the moment · Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
        };
    };
    addUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "domain": "acmecorp.com",
                 *       "user_name": "janedoe",
                 *       "email": "jane@acmecorp.com",
                 *       "password": "SecurePass123!"
                 *     }
                 */
                "application/json": components["schemas"]["AddUserDto"];
            };
        };
        responses: {
            /** @description Added */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "success",
                     *       "message": "User added successfully",
                     *       "user_id": 5,
                     *       "customer_id": 3,
                     *       "customer_name": "Acme Corp",
                     *       "email": "jane@acmecorp.com"
                     *     }
                     */
                    "application/json": components["schemas"]["UserAddedDto"];
                };
            };
            /** @description Password is too weak · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Confirm your password in X-Confirm-Password · This is not allowed while acting as another user · Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Domain not registered */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Email already registered · Username already exists · The organization has reached the member limit of its plan · The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            413: components["responses"]["RegisterRequestTooLarge"];
            415: components["responses"]["RegisterUnsupportedMediaType"];
            422: components["responses"]["RegisterIdempotencyMismatch"];
            /** @description Too many requests · The organization has used up the requests of its plan */
            429: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                    RateLimit: components["headers"]["RateLimit"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            500: components["responses"]["RegisterInternal"];
            /** @description Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
        };
    };
    checkAvailability: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "company_name": "New Company",
                 *       "email": "admin@newcompany.com"
                 *     }
                 */
                "application/json": components["schemas"]["CheckAvailabilityDto"];
            };
        };
        responses: {
            /** @description The result */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "company_name_available": true,
                     *       "email_available": true
                     *     }
                     */
                    "application/json": components["schemas"]["AvailabilityDto"];
                };
            };
            /** @description Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            413: components["responses"]["RegisterRequestTooLarge"];
            415: components["responses"]["RegisterUnsupportedMediaType"];
            429: components["responses"]["RegisterRequestRateLimited"];
            500: components["responses"]["RegisterInternal"];
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
        };
    };
    signUp: {
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
                /**
                 * @example {
                 *       "email": "user@example.com",
                 *       "password": "password",
                 *       "organization_name": "OrgName"
                 *     }
                 */
                "application/json": components["schemas"]["SignUpDto"];
            };
        };
        responses: {
            /** @description Signed up */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "User signed up successfully",
                     *       "user_id": 1,
                     *       "org_id": 1
                     *     }
                     */
                    "application/json": components["schemas"]["SignedUpDto"];
                };
            };
            /** @description Email already registered · Organization already exists · Password is too weak · Organization name is reserved · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            409: components["responses"]["IdentityIdempotencyConflict"];
            413: components["responses"]["IdentityRequestTooLarge"];
            415: components["responses"]["IdentityUnsupportedMediaType"];
            422: components["responses"]["IdentityIdempotencyMismatch"];
            429: components["responses"]["IdentityRequestRateLimited"];
            500: components["responses"]["IdentityInternal"];
            /** @description The service cannot take more organizations at the moment · Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
        };
    };
    signIn: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "user@example.com",
                 *       "password": "password"
                 *     }
                 */
                "application/json": components["schemas"]["SignInDto"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "access_token_value",
                     *       "refresh_token": "refresh_token_value"
                     *     }
                     */
                    "application/json": components["schemas"]["TokensDto"];
                };
            };
            400: components["responses"]["IdentityInvalidRequest"];
            /** @description Invalid credentials */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            403: components["responses"]["IdentityUserSuspendedOrUserPendingOrOrganizationSuspended"];
            413: components["responses"]["IdentityRequestTooLarge"];
            415: components["responses"]["IdentityUnsupportedMediaType"];
            429: components["responses"]["IdentityRequestRateLimited"];
            500: components["responses"]["IdentityInternal"];
            503: components["responses"]["IdentityAuthHashingOverloadedOrUnavailable"];
        };
    };
    refreshTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refresh_token": "refresh_token_value"
                 *     }
                 */
                "application/json": components["schemas"]["RefreshDto"];
            };
        };
        responses: {
            /** @description Exchanged */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "access_token": "access_token_value",
                     *       "refresh_token": "refresh_token_value"
                     *     }
                     */
                    "application/json": components["schemas"]["TokensDto"];
                };
            };
            /** @description Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Invalid refresh token */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            403: components["responses"]["IdentityUserSuspendedOrUserPendingOrOrganizationSuspended"];
            413: components["responses"]["IdentityRequestTooLarge"];
            415: components["responses"]["IdentityUnsupportedMediaType"];
            429: components["responses"]["IdentityRequestRateLimited"];
            500: components["responses"]["IdentityInternal"];
            503: components["responses"]["IdentityUnavailable"];
        };
    };
    signOut: {
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
            /** @description Signed out */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Signed out successfully"
                     *     }
                     */
                    "application/json": components["schemas"]["SignedOutDto"];
                };
            };
            /** @description Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            401: components["responses"]["IdentityAuthTokenInvalid"];
            /** @description This is not allowed while acting as another user · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            413: components["responses"]["IdentityRequestTooLarge"];
            415: components["responses"]["IdentityUnsupportedMediaType"];
            429: components["responses"]["IdentityPlanRequestsUsed"];
            500: components["responses"]["IdentityInternal"];
            503: components["responses"]["IdentityUnavailable"];
        };
    };
    createOwnOrganization: {
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
                /**
                 * @example {
                 *       "name": "OrgName",
                 *       "details": "Some details about the organization"
                 *     }
                 */
                "application/json": components["schemas"]["NewOrganizationDto"];
            };
        };
        responses: {
            /** @description Organization created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Organization created successfully",
                     *       "org_id": 1
                     *     }
                     */
                    "application/json": components["schemas"]["OrganizationMadeDto"];
                };
            };
            /** @description Organization already exists · Organization name is reserved · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            401: components["responses"]["IdentityAuthTokenInvalid"];
            403: components["responses"]["IdentityImpersonationRefusedOrTokenNotAccepted"];
            409: components["responses"]["IdentityIdempotencyConflict"];
            413: components["responses"]["IdentityRequestTooLarge"];
            415: components["responses"]["IdentityUnsupportedMediaType"];
            422: components["responses"]["IdentityIdempotencyMismatch"];
            429: components["responses"]["IdentityRequestRateLimitedOrPlanRequestsUsed"];
            500: components["responses"]["IdentityInternal"];
            /** @description The service cannot take more organizations at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
        };
    };
    verifyEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "rwc_Xb1…",
                 *       "password": "password"
                 *     }
                 */
                "application/json": components["schemas"]["VerifyEmailDto"];
            };
        };
        responses: {
            /** @description Proved */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Email verified successfully"
                     *     }
                     */
                    "application/json": components["schemas"]["EmailVerifiedDto"];
                };
            };
            /** @description The link is invalid, was used before or has expired · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            401: components["responses"]["IdentityAuthTokenInvalid"];
            403: components["responses"]["IdentityImpersonationRefusedOrTokenNotAccepted"];
            413: components["responses"]["IdentityRequestTooLarge"];
            415: components["responses"]["IdentityUnsupportedMediaType"];
            429: components["responses"]["IdentityRequestRateLimitedOrPlanRequestsUsed"];
            500: components["responses"]["IdentityInternal"];
            503: components["responses"]["IdentityUnavailable"];
        };
    };
    forgotPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "user@example.com"
                 *     }
                 */
                "application/json": components["schemas"]["ForgottenPasswordDto"];
            };
        };
        responses: {
            /** @description Asked */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "If an account has this address, a link is on its way"
                     *     }
                     */
                    "application/json": components["schemas"]["ResetRequestedDto"];
                };
            };
            400: components["responses"]["IdentityInvalidRequest"];
            413: components["responses"]["IdentityRequestTooLarge"];
            415: components["responses"]["IdentityUnsupportedMediaType"];
            429: components["responses"]["IdentityRequestRateLimited"];
            500: components["responses"]["IdentityInternal"];
            503: components["responses"]["IdentityUnavailable"];
        };
    };
    resetForgottenPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "rwc_Xb1…",
                 *       "password": "another password"
                 *     }
                 */
                "application/json": components["schemas"]["NewPasswordDto"];
            };
        };
        responses: {
            /** @description Set */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Password reset successfully"
                     *     }
                     */
                    "application/json": components["schemas"]["PasswordResetByCodeDto"];
                };
            };
            /** @description The link is invalid, was used before or has expired · Password is too weak · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            413: components["responses"]["IdentityRequestTooLarge"];
            415: components["responses"]["IdentityUnsupportedMediaType"];
            429: components["responses"]["IdentityRequestRateLimited"];
            500: components["responses"]["IdentityInternal"];
            503: components["responses"]["IdentityAuthHashingOverloadedOrUnavailable"];
        };
    };
    countOrgRoleUsers: {
        parameters: {
            query?: {
                /** @description Members since: epoch milliseconds, a day (UTC) or a time with its zone (ISO 8601) */
                from?: components["parameters"]["From"];
                /** @description Members before this time; a day counts as a whole */
                to?: components["parameters"]["To"];
                /** @description As a word or as a number: 1, 0, 2 and 3 */
                status?: "active" | "inactive" | "suspended" | "pending";
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
            /** @description The counts */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "organization": "OrgName",
                     *         "role": "Owner",
                     *         "user_count": 10
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["OrgRoleUsersDto"][];
                };
            };
            400: components["responses"]["IdentityRequestInvalid"];
            401: components["responses"]["IdentityAuthTokenInvalid"];
            403: components["responses"]["IdentityTokenNotAccepted"];
            429: components["responses"]["IdentityPlanRequestsUsed"];
            500: components["responses"]["IdentityInternal"];
            503: components["responses"]["IdentityUnavailable"];
        };
    };
    countRoleUsers: {
        parameters: {
            query?: {
                /** @description Members since: epoch milliseconds, a day (UTC) or a time with its zone (ISO 8601) */
                from?: components["parameters"]["From"];
                /** @description Members before this time; a day counts as a whole */
                to?: components["parameters"]["To"];
                /** @description As a word or as a number: 1, 0, 2 and 3 */
                status?: "active" | "inactive" | "suspended" | "pending";
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
            /** @description The counts */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "role": "Owner",
                     *         "user_count": 10
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["RoleUsersDto"][];
                };
            };
            400: components["responses"]["IdentityRequestInvalid"];
            401: components["responses"]["IdentityAuthTokenInvalid"];
            403: components["responses"]["IdentityTokenNotAccepted"];
            429: components["responses"]["IdentityPlanRequestsUsed"];
            500: components["responses"]["IdentityInternal"];
            503: components["responses"]["IdentityUnavailable"];
        };
    };
    countOrgMembers: {
        parameters: {
            query?: {
                /** @description Members since: epoch milliseconds, a day (UTC) or a time with its zone (ISO 8601) */
                from?: components["parameters"]["From"];
                /** @description Members before this time; a day counts as a whole */
                to?: components["parameters"]["To"];
                /** @description As a word or as a number: 1, 0, 2 and 3 */
                status?: "active" | "inactive" | "suspended" | "pending";
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
            /** @description The counts */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "organization": "OrgName",
                     *         "member_count": 10
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["OrgMembersDto"][];
                };
            };
            400: components["responses"]["IdentityRequestInvalid"];
            401: components["responses"]["IdentityAuthTokenInvalid"];
            403: components["responses"]["IdentityTokenNotAccepted"];
            429: components["responses"]["IdentityPlanRequestsUsed"];
            500: components["responses"]["IdentityInternal"];
            503: components["responses"]["IdentityUnavailable"];
        };
    };
    createTenant: {
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
                /**
                 * @example {
                 *       "name": "Acme Fuels",
                 *       "schema": "acme_fuels",
                 *       "schemaName": "acme_fuels",
                 *       "planType": "premium",
                 *       "planId": "0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a03"
                 *     }
                 */
                "application/json": components["schemas"]["CreateTenantDto"];
            };
        };
        responses: {
            /** @description Tenant created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "X-Initial-Secret": components["headers"]["XInitialSecret"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "550e8400-e29b-41d4-a716-446655440000",
                     *       "name": "Acme Fuels",
                     *       "schemaName": "acme_fuels",
                     *       "status": "active"
                     *     }
                     */
                    "application/json": components["schemas"]["TenantCreatedDto"];
                };
            };
            /** @description Schema name must be lowercase letters, numbers, and underscores only · Schema name must be at most 54 characters · Schema name is reserved · Invalid plan ID or type · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            401: components["responses"]["TenantsV1AuthTokenInvalid"];
            /** @description This is not allowed while acting as another user · Tenant is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Schema name already exists · Owner email already exists · The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            413: components["responses"]["TenantsV1RequestTooLarge"];
            415: components["responses"]["TenantsV1UnsupportedMediaType"];
            422: components["responses"]["TenantsV1IdempotencyMismatch"];
            429: components["responses"]["TenantsV1RequestRateLimitedOrPlanRequestsUsed"];
            500: components["responses"]["TenantsV1Internal"];
            /** @description The service cannot take more organizations at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
        };
    };
    listPlans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plans */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01",
                     *         "type": "basic",
                     *         "name": "Basic",
                     *         "limits": {
                     *           "members": 10,
                     *           "requests_per_minute": 600,
                     *           "storage": 1073741824,
                     *           "collections": 10,
                     *           "api_keys": 2
                     *         }
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["PlanDto"][];
                };
            };
            500: components["responses"]["TenantsV1Internal"];
            503: components["responses"]["TenantsV1Unavailable"];
        };
    };
    listTenantUsers: {
        parameters: {
            query?: {
                /** @description Id of the last user of the previous page */
                after?: string;
            };
            header?: {
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                /** @description UUID of the tenant */
                id: components["parameters"]["TenantsId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The users */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description The next page (RFC 8288) */
                    Link?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example [
                     *       {
                     *         "id": "507f1f77bcf86cd799439011",
                     *         "name": "Mary Manager",
                     *         "email": "mary@acme-fuels.com",
                     *         "role": "manager",
                     *         "status": "active"
                     *       }
                     *     ]
                     */
                    "application/json": components["schemas"]["TenantUserDto"][];
                };
            };
            /** @description Query is invalid */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            401: components["responses"]["TenantsV1AuthTokenInvalid"];
            /** @description Tenant is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            404: components["responses"]["TenantsV1OrganizationNotFound"];
            429: components["responses"]["TenantsV1PlanRequestsUsed"];
            500: components["responses"]["TenantsV1Internal"];
            503: components["responses"]["TenantsV1Unavailable"];
        };
    };
    createTenantUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description UUID of the tenant */
                id: components["parameters"]["TenantsId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Mary Manager",
                 *       "email": "mary@acme-fuels.com",
                 *       "role": "manager"
                 *     }
                 */
                "application/json": components["schemas"]["CreateTenantUserDto"];
            };
        };
        responses: {
            /** @description User created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    "X-Initial-Secret": components["headers"]["XInitialSecret"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439011",
                     *       "name": "Mary Manager",
                     *       "email": "mary@acme-fuels.com",
                     *       "role": "manager",
                     *       "status": "active"
                     *     }
                     */
                    "application/json": components["schemas"]["TenantUserDto"];
                };
            };
            /** @description Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            401: components["responses"]["TenantsV1AuthTokenInvalid"];
            /** @description Confirm your password in X-Confirm-Password · This is not allowed while acting as another user · Tenant is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            404: components["responses"]["TenantsV1OrganizationNotFound"];
            /** @description The organization has reached the member limit of its plan · Email already exists · Username already exists · The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            413: components["responses"]["TenantsV1RequestTooLarge"];
            415: components["responses"]["TenantsV1UnsupportedMediaType"];
            422: components["responses"]["TenantsV1IdempotencyMismatch"];
            429: components["responses"]["TenantsV1RequestRateLimitedOrPlanRequestsUsed"];
            500: components["responses"]["TenantsV1Internal"];
            503: components["responses"]["TenantsV1AuthHashingOverloadedOrUnavailable"];
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description UUID of the tenant */
                id: components["parameters"]["TenantsId"];
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The temporary password */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439011",
                     *       "temporaryPassword": "Zk3v0pQm1t7yWc2xLr9sAa5E",
                     *       "expiresAt": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["PasswordResetDto"];
                };
            };
            /** @description Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            401: components["responses"]["TenantsV1AuthTokenInvalid"];
            /** @description The user controls this account and resets the password by e-mail · Confirm your password in X-Confirm-Password · This is not allowed while acting as another user · Tenant is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Tenant not found · User not found */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            413: components["responses"]["TenantsV1RequestTooLarge"];
            415: components["responses"]["TenantsV1UnsupportedMediaType"];
            422: components["responses"]["TenantsV1IdempotencyMismatch"];
            429: components["responses"]["TenantsV1RequestRateLimitedOrPlanRequestsUsed"];
            500: components["responses"]["TenantsV1Internal"];
            503: components["responses"]["TenantsV1AuthHashingOverloadedOrUnavailable"];
        };
    };
    changeOwnPassword: {
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
                /**
                 * @example {
                 *       "currentPassword": "tenant123",
                 *       "newPassword": "SecurePassword123!"
                 *     }
                 */
                "application/json": components["schemas"]["ChangeOwnPasswordDto"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "message": "Password changed successfully"
                     *     }
                     */
                    "application/json": components["schemas"]["PasswordChangedDto"];
                };
            };
            /** @description Password is too weak · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Invalid credentials · Unauthorized */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description This is not allowed while acting as another user · Tenant is suspended or inactive · Not authorized for this organization */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            413: components["responses"]["TenantsV1RequestTooLarge"];
            415: components["responses"]["TenantsV1UnsupportedMediaType"];
            429: components["responses"]["TenantsV1PlanRequestsUsed"];
            500: components["responses"]["TenantsV1Internal"];
            503: components["responses"]["TenantsV1Unavailable"];
        };
    };
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
                /**
                 * @example {
                 *       "name": "Acme",
                 *       "email": "user@example.com",
                 *       "password": "Password123!"
                 *     }
                 */
                "application/json": components["schemas"]["RegisterTenantDto"];
            };
        };
        responses: {
            /** @description Tenant registered */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "Tenant registered successfully",
                     *       "data": {
                     *         "tenant": {
                     *           "id": 1,
                     *           "name": "Test Company",
                     *           "email": "user@example.com",
                     *           "status": "active",
                     *           "created_at": "2026-01-30T12:00:00.000Z",
                     *           "updated_at": "2026-01-30T12:00:00.000Z"
                     *         },
                     *         "auth": {
                     *           "accessToken": "<jwt-token>",
                     *           "tokenType": "Bearer",
                     *           "expiresIn": "1h"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @example true
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @example Tenant registered successfully
                         * @enum {string}
                         */
                        message: "Tenant registered successfully";
                        data: components["schemas"]["TenantSessionDto"];
                    };
                };
            };
            /** @description Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Tenant already exists with this email · The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            413: components["responses"]["TenantsRequestTooLarge"];
            415: components["responses"]["TenantsUnsupportedMediaType"];
            /** @description This Idempotency-Key belongs to another request */
            422: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            429: components["responses"]["TenantsRequestRateLimited"];
            /** @description Internal error */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description The service cannot take more organizations at the moment · Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
        };
    };
    loginTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "user@example.com",
                 *       "password": "Password123!"
                 *     }
                 */
                "application/json": components["schemas"]["LoginTenantDto"];
            };
        };
        responses: {
            /** @description Signed in */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "success": true,
                     *       "message": "Login successful",
                     *       "data": {
                     *         "tenant": {
                     *           "id": 1,
                     *           "name": "Test Company",
                     *           "email": "user@example.com",
                     *           "status": "active",
                     *           "created_at": "2026-01-30T12:00:00.000Z",
                     *           "updated_at": "2026-01-30T12:00:00.000Z"
                     *         },
                     *         "auth": {
                     *           "accessToken": "<jwt-token>",
                     *           "tokenType": "Bearer",
                     *           "expiresIn": "1h"
                     *         }
                     *       }
                     *     }
                     */
                    "application/json": {
                        /**
                         * @example true
                         * @enum {boolean}
                         */
                        success: true;
                        /**
                         * @example Login successful
                         * @enum {string}
                         */
                        message: "Login successful";
                        data: components["schemas"]["TenantSessionDto"];
                    };
                };
            };
            /** @description Email and password are required · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Invalid email or password */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Tenant account is suspended or inactive */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            413: components["responses"]["TenantsRequestTooLarge"];
            415: components["responses"]["TenantsUnsupportedMediaType"];
            429: components["responses"]["TenantsRequestRateLimited"];
            /** @description Internal error */
            500: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
        };
    };
    listPublicKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "OKP",
                     *           "crv": "Ed25519",
                     *           "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                     *           "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k",
                     *           "use": "sig",
                     *           "alg": "EdDSA"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["JwksDto"];
                };
            };
            500: components["responses"]["OrgInternal"];
            503: components["responses"]["OrgUnavailable"];
        };
    };
    getServerMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metadata */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "issuer": "https://api.example.com",
                     *       "jwks_uri": "https://api.example.com/.well-known/jwks.json",
                     *       "introspection_endpoint": "https://api.example.com/v1/introspect",
                     *       "introspection_endpoint_auth_methods_supported": [
                     *         "client_secret_basic",
                     *         "Bearer"
                     *       ],
                     *       "response_types_supported": [],
                     *       "grant_types_supported": [],
                     *       "service_documentation": "https://api.example.com/docs"
                     *     }
                     */
                    "application/json": components["schemas"]["ServerMetadataDto"];
                };
            };
            404: components["responses"]["OrgDiscoveryUnavailable"];
            500: components["responses"]["OrgInternal"];
            503: components["responses"]["OrgUnavailable"];
        };
    };
    getProviderMetadata: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metadata */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "issuer": "https://api.example.com",
                     *       "jwks_uri": "https://api.example.com/.well-known/jwks.json",
                     *       "introspection_endpoint": "https://api.example.com/v1/introspect",
                     *       "introspection_endpoint_auth_methods_supported": [
                     *         "client_secret_basic",
                     *         "Bearer"
                     *       ],
                     *       "response_types_supported": [],
                     *       "grant_types_supported": [],
                     *       "service_documentation": "https://api.example.com/docs",
                     *       "subject_types_supported": [
                     *         "public"
                     *       ],
                     *       "claims_supported": [
                     *         "sub",
                     *         "organization_id"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ProviderMetadataDto"];
                };
            };
            404: components["responses"]["OrgDiscoveryUnavailable"];
            500: components["responses"]["OrgInternal"];
            503: components["responses"]["OrgUnavailable"];
        };
    };
    getRoot: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What this is */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "Multi-Tenant Organization Service",
                     *       "description": "A service that gives every organization a MongoDB database of its own. It has an API, and no application of its own.",
                     *       "links": {
                     *         "docs": "/docs",
                     *         "openapi": "/docs-json",
                     *         "errors": "/docs/errors",
                     *         "health": "/health/ready",
                     *         "sign_in": "/v1/sessions",
                     *         "change_password": "/dashboard/password",
                     *         "forgot_password": "/dashboard/forgot-password"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["RootDto"];
                    /** @example <!doctype html>… */
                    "text/html": string;
                };
            };
            500: components["responses"]["OrgInternal"];
            503: components["responses"]["OrgUnavailable"];
        };
    };
    getAccount: {
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
            /** @description The account */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description Version of the account */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439011",
                     *       "email": "jane@acme.example",
                     *       "email_verified": true,
                     *       "name": "Jane Doe",
                     *       "phone": "+1-555-1234",
                     *       "profile": {
                     *         "title": "Head of data"
                     *       },
                     *       "settings": {
                     *         "theme": "dark"
                     *       },
                     *       "status": "active",
                     *       "must_change_password": false,
                     *       "platform_operator": false,
                     *       "created_at": "2026-01-30T12:00:00.000Z",
                     *       "updated_at": "2026-01-30T12:00:00.000Z",
                     *       "organization_id": "507f1f77bcf86cd799439012",
                     *       "role": "member",
                     *       "permissions": [
                     *         "data.read",
                     *         "data.write",
                     *         "organization.read"
                     *       ],
                     *       "organizations": [
                     *         {
                     *           "id": "507f1f77bcf86cd799439012",
                     *           "uid": "550e8400-e29b-41d4-a716-446655440000",
                     *           "name": "Acme Corp",
                     *           "role": "owner",
                     *           "status": "active"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AccountDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1TokenNotAccepted"];
            404: components["responses"]["V1UserNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    updateAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version that is changed; another present version gives 412 */
                "If-Match"?: string;
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Jane Doe",
                 *       "phone": "+1-555-1234",
                 *       "profile": {
                 *         "title": "Head of data"
                 *       },
                 *       "settings": {
                 *         "theme": "dark"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["UpdateAccountDto"];
            };
        };
        responses: {
            /** @description Changed */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description Version of the account */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439011",
                     *       "email": "jane@acme.example",
                     *       "email_verified": true,
                     *       "name": "Jane Doe",
                     *       "phone": "+1-555-1234",
                     *       "profile": {
                     *         "title": "Head of data"
                     *       },
                     *       "settings": {
                     *         "theme": "dark"
                     *       },
                     *       "status": "active",
                     *       "must_change_password": false,
                     *       "platform_operator": false,
                     *       "created_at": "2026-01-30T12:00:00.000Z",
                     *       "updated_at": "2026-01-30T12:00:00.000Z",
                     *       "organization_id": "507f1f77bcf86cd799439012",
                     *       "role": "member",
                     *       "permissions": [
                     *         "data.read",
                     *         "data.write",
                     *         "organization.read"
                     *       ],
                     *       "organizations": [
                     *         {
                     *           "id": "507f1f77bcf86cd799439012",
                     *           "uid": "550e8400-e29b-41d4-a716-446655440000",
                     *           "name": "Acme Corp",
                     *           "role": "owner",
                     *           "status": "active"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["AccountDto"];
                };
            };
            400: components["responses"]["V1InvalidRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1ImpersonationRefusedOrTokenNotAccepted"];
            404: components["responses"]["V1UserNotFound"];
            412: components["responses"]["V1ResourceChanged"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    changePassword: {
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
                /**
                 * @example {
                 *       "current_password": "SecurePassword123!",
                 *       "new_password": "AnotherSecurePassword1!"
                 *     }
                 */
                "application/json": components["schemas"]["ChangePasswordDto"];
            };
        };
        responses: {
            /** @description Changed */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Password is too weak · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthCredentialsInvalidOrAuthTokenInvalid"];
            /** @description This is not allowed while acting as another user · Organization is suspended or inactive · Not authorized for this organization */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimitedOrPlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1AuthHashingOverloadedOrUnavailable"];
        };
    };
    changeEmail: {
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
                /**
                 * @example {
                 *       "email": "jane@acme.example",
                 *       "current_password": "SecurePassword123!"
                 *     }
                 */
                "application/json": components["schemas"]["ChangeEmailDto"];
            };
        };
        responses: {
            /** @description The link is sent */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "email": "jane@acme.example",
                     *       "expires_in": 86400
                     *     }
                     */
                    "application/json": components["schemas"]["EmailChangePendingDto"];
                };
            };
            /** @description The account already has this e-mail address · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthCredentialsInvalidOrAuthTokenInvalid"];
            403: components["responses"]["V1ImpersonationRefusedOrTokenNotAccepted"];
            409: components["responses"]["V1UserEmailTaken"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimitedOrPlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1AuthHashingOverloadedOrUnavailable"];
        };
    };
    resendVerification: {
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
            /** @description Sent, unless the address is verified */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1MalformedRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1ImpersonationRefusedOrTokenNotAccepted"];
            /** @description The e-mail address was generated; set your own first */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimitedOrPlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    verifyOwnEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "rwc_Xb1…",
                 *       "password": "SecurePassword123!",
                 *       "new_password": "AnotherSecurePassword1!"
                 *     }
                 */
                "application/json": components["schemas"]["VerifyOwnEmailDto"];
            };
        };
        responses: {
            /** @description Proved */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1AuthLinkInvalidOrUserPasswordWeakOrInvalidRequest"];
            401: components["responses"]["V1AuthCredentialsInvalidOrAuthTokenInvalid"];
            403: components["responses"]["V1AuthConfirmationIncompleteOrImpersonationRefusedOrNotPermitted"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimitedOrPlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1AuthHashingOverloadedOrUnavailable"];
        };
    };
    confirmNewEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "rwc_Xb1…",
                 *       "password": "SecurePassword123!"
                 *     }
                 */
                "application/json": components["schemas"]["CodeDto"];
            };
        };
        responses: {
            /** @description Changed */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1AuthLinkInvalidOrInvalidRequest"];
            401: components["responses"]["V1AuthCredentialsInvalidOrAuthTokenInvalid"];
            403: components["responses"]["V1AuthConfirmationIncompleteOrImpersonationRefusedOrNotPermitted"];
            409: components["responses"]["V1UserEmailTaken"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimitedOrPlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1AuthHashingOverloadedOrUnavailable"];
        };
    };
    undoCredentialsChange: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "rwc_Xb1…"
                 *     }
                 */
                "application/json": components["schemas"]["UndoChangeDto"];
            };
        };
        responses: {
            /** @description Undone */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1AuthLinkInvalidOrInvalidRequest"];
            409: components["responses"]["V1UserEmailTaken"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimited"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1AuthHashingOverloadedOrUnavailable"];
        };
    };
    forgotOwnPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "jane@acme.example"
                 *     }
                 */
                "application/json": components["schemas"]["ForgotPasswordDto"];
            };
        };
        responses: {
            /** @description If an account has the address, a link is sent */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1InvalidRequestEmail"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimited"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    resetOwnPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "rwc_Xb1…",
                 *       "password": "AnotherSecurePassword1!"
                 *     }
                 */
                "application/json": components["schemas"]["ResetPasswordDto"];
            };
        };
        responses: {
            /** @description Set */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1AuthLinkInvalidOrUserPasswordWeakOrInvalidRequest"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimited"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1AuthHashingOverloadedOrUnavailable"];
        };
    };
    addAccount: {
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
                /**
                 * @example {
                 *       "email": "jane@acme.example",
                 *       "password": "SecurePassword123!",
                 *       "name": "Jane Doe",
                 *       "organization_name": "Acme Corp",
                 *       "plan": "basic",
                 *       "cookie": false
                 *     }
                 */
                "application/json": components["schemas"]["NewAccountDto"];
            };
        };
        responses: {
            /** @description Created and signed in */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    /** @description The account */
                    Location?: string;
                    "Set-Cookie": components["headers"]["SetCookie"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "7f9c24e5-2f31-4a0e-9d0f-6b1f0a3c9d11",
                     *       "access_token": "<jwt-token>",
                     *       "token_type": "Bearer",
                     *       "expires_in": 1800,
                     *       "refresh_token": "rwr_f5wk5S8xSg6dD2sfCjydEQAAAAE…",
                     *       "account": {
                     *         "id": "507f1f77bcf86cd799439011",
                     *         "email": "jane@acme.example",
                     *         "email_verified": true,
                     *         "name": "Jane Doe",
                     *         "must_change_password": false,
                     *         "platform_operator": false
                     *       },
                     *       "organization_id": "507f1f77bcf86cd799439012",
                     *       "organizations": [
                     *         {
                     *           "id": "507f1f77bcf86cd799439012",
                     *           "uid": "550e8400-e29b-41d4-a716-446655440000",
                     *           "name": "Acme Corp",
                     *           "role": "owner",
                     *           "status": "active"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SignedInDto"];
                };
            };
            /** @description Password is too weak · Organization name is reserved · Invalid plan ID or type · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Not authorized */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Email already registered · Organization already exists · The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            422: components["responses"]["V1IdempotencyMismatch"];
            429: components["responses"]["V1RequestRateLimited"];
            500: components["responses"]["V1Internal"];
            /** @description The service cannot take more organizations at the moment · Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    listSessions: {
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
            /** @description The sessions */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "7f9c24e5-2f31-4a0e-9d0f-6b1f0a3c9d11",
                     *           "kind": "sign_in",
                     *           "current": true,
                     *           "created_at": "2026-01-30T12:00:00.000Z",
                     *           "last_used_at": "2026-01-30T12:00:00.000Z",
                     *           "expires_at": "2026-03-01T12:00:00.000Z",
                     *           "user_agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
                     *           "ip_address": "203.0.113.7",
                     *           "organization_id": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["SessionListDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1OrganizationForeignOrAuthPasswordChangeRequired"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    openSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "jane@acme.example",
                 *       "password": "SecurePassword123!",
                 *       "organization_id": "507f1f77bcf86cd799439012",
                 *       "client_id": "shop",
                 *       "cookie": false
                 *     }
                 */
                "application/json": components["schemas"]["SignInV1Dto"];
            };
        };
        responses: {
            /** @description Signed in */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description The session */
                    Location?: string;
                    "Set-Cookie": components["headers"]["SetCookie"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "7f9c24e5-2f31-4a0e-9d0f-6b1f0a3c9d11",
                     *       "access_token": "<jwt-token>",
                     *       "token_type": "Bearer",
                     *       "expires_in": 1800,
                     *       "refresh_token": "rwr_f5wk5S8xSg6dD2sfCjydEQAAAAE…",
                     *       "account": {
                     *         "id": "507f1f77bcf86cd799439011",
                     *         "email": "jane@acme.example",
                     *         "email_verified": true,
                     *         "name": "Jane Doe",
                     *         "must_change_password": false,
                     *         "platform_operator": false
                     *       },
                     *       "organization_id": "507f1f77bcf86cd799439012",
                     *       "organizations": [
                     *         {
                     *           "id": "507f1f77bcf86cd799439012",
                     *           "uid": "550e8400-e29b-41d4-a716-446655440000",
                     *           "name": "Acme Corp",
                     *           "role": "owner",
                     *           "status": "active"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SignedInDto"];
                };
            };
            400: components["responses"]["V1InvalidRequestEmail"];
            401: components["responses"]["V1AuthCredentialsInvalid"];
            /** @description Not authorized · The account is suspended or inactive · The membership waits for approval · Organization is suspended or inactive · Not authorized for this organization */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimited"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1AuthHashingOverloadedOrUnavailable"];
        };
    };
    endAllSessions: {
        parameters: {
            query?: {
                /** @description `current`: keeps the session of this request */
                keep?: "current";
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
            /** @description Ended */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Query is invalid · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            /** @description This is not allowed while acting as another user · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    refreshSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "refresh_token": "rwr_f5wk5S8xSg6dD2sfCjydEQAAAAE…"
                 *     }
                 */
                "application/json": components["schemas"]["RefreshV1Dto"];
            };
        };
        responses: {
            /** @description Exchanged */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Set-Cookie": components["headers"]["SetCookie"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "session_id": "7f9c24e5-2f31-4a0e-9d0f-6b1f0a3c9d11",
                     *       "access_token": "<jwt-token>",
                     *       "token_type": "Bearer",
                     *       "expires_in": 1800,
                     *       "refresh_token": "rwr_f5wk5S8xSg6dD2sfCjydEQAAAAE…",
                     *       "account": {
                     *         "id": "507f1f77bcf86cd799439011",
                     *         "email": "jane@acme.example",
                     *         "email_verified": true,
                     *         "name": "Jane Doe",
                     *         "must_change_password": false,
                     *         "platform_operator": false
                     *       },
                     *       "organization_id": "507f1f77bcf86cd799439012",
                     *       "organizations": [
                     *         {
                     *           "id": "507f1f77bcf86cd799439012",
                     *           "uid": "550e8400-e29b-41d4-a716-446655440000",
                     *           "name": "Acme Corp",
                     *           "role": "owner",
                     *           "status": "active"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SignedInDto"];
                };
            };
            400: components["responses"]["V1InvalidRequest"];
            /** @description Invalid refresh token */
            401: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Not authorized · The account is suspended or inactive · The membership waits for approval · Organization is suspended or inactive */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimited"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    endSession: {
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1MalformedRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            /** @description This is not allowed while acting as another user · Not authorized for this organization */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Session not found */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                /**
                 * @example {
                 *       "token": "<jwt-token>",
                 *       "token_type_hint": "access_token"
                 *     }
                 */
                "application/x-www-form-urlencoded": components["schemas"]["IntrospectDto"];
                /**
                 * @example {
                 *       "token": "<jwt-token>",
                 *       "token_type_hint": "access_token"
                 *     }
                 */
                "application/json": components["schemas"]["IntrospectDto"];
            };
        };
        responses: {
            /** @description The state of the token */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "active": true,
                     *       "token_type": "Bearer",
                     *       "scope": "data.read data.write organization.read",
                     *       "client_id": "shop",
                     *       "iss": "rowhouse",
                     *       "sub": "507f1f77bcf86cd799439011",
                     *       "aud": "rowhouse-api",
                     *       "exp": 1769774400,
                     *       "iat": 1769772600,
                     *       "jti": "0b8b8c1e-1c5f-4f0e-a3a4-0a3f6d7f3a55",
                     *       "sid": "7f9c24e5-2f31-4a0e-9d0f-6b1f0a3c9d11",
                     *       "organization_id": "507f1f77bcf86cd799439012",
                     *       "organization_name": "Acme Corp",
                     *       "email_verified": true,
                     *       "role": "member",
                     *       "permissions": [
                     *         "data.read",
                     *         "data.write",
                     *         "organization.read"
                     *       ],
                     *       "act": {
                     *         "sub": "507f1f77bcf86cd799439013"
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["TokenStateDto"];
                };
            };
            /** @description Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1TokenNotAccepted"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimitedOrPlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    listOperations: {
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "550e8400-e29b-41d4-a716-446655440000",
                     *           "kind": "update",
                     *           "phase": "copying",
                     *           "from": "org_acme_corp",
                     *           "to": "org_acme_corp_v2",
                     *           "documents_total": 60000,
                     *           "documents_done": 42000,
                     *           "progress": 0.7,
                     *           "pause_ms": 31,
                     *           "error": null,
                     *           "created_at": "2026-01-30T12:00:00.000Z",
                     *           "updated_at": "2026-01-30T12:00:02.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["OperationListDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    getOperation: {
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "550e8400-e29b-41d4-a716-446655440000",
                     *       "kind": "update",
                     *       "phase": "copying",
                     *       "from": "org_acme_corp",
                     *       "to": "org_acme_corp_v2",
                     *       "documents_total": 60000,
                     *       "documents_done": 42000,
                     *       "progress": 0.7,
                     *       "pause_ms": 31,
                     *       "error": null,
                     *       "created_at": "2026-01-30T12:00:00.000Z",
                     *       "updated_at": "2026-01-30T12:00:02.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["OperationDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            /** @description Operation not found */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "550e8400-e29b-41d4-a716-446655440000",
                     *           "operator_id": "507f1f77bcf86cd799439010",
                     *           "user_id": "507f1f77bcf86cd799439011",
                     *           "organization_id": "507f1f77bcf86cd799439012",
                     *           "reason": "Ticket 4711: import fails",
                     *           "status": "active",
                     *           "created_at": "2026-01-30T12:00:00.000Z",
                     *           "expires_at": "2026-01-30T12:15:00.000Z",
                     *           "ended_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["ImpersonationListDto"];
                };
            };
            400: components["responses"]["V1QueryInvalid"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    startImpersonation: {
        parameters: {
            query?: never;
            header?: {
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
                /**
                 * @example {
                 *       "user_id": "507f1f77bcf86cd799439011",
                 *       "organization_id": "507f1f77bcf86cd799439012",
                 *       "reason": "Ticket 4711: import fails",
                 *       "minutes": 15
                 *     }
                 */
                "application/json": components["schemas"]["StartImpersonationDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    /** @description Path of the new resource */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "550e8400-e29b-41d4-a716-446655440000",
                     *       "operator_id": "507f1f77bcf86cd799439010",
                     *       "user_id": "507f1f77bcf86cd799439011",
                     *       "organization_id": "507f1f77bcf86cd799439012",
                     *       "reason": "Ticket 4711: import fails",
                     *       "status": "active",
                     *       "created_at": "2026-01-30T12:00:00.000Z",
                     *       "expires_at": "2026-01-30T12:15:00.000Z",
                     *       "ended_at": null,
                     *       "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI1MDdmMWY3N2JjZjg2Y2Q3OTk0MzkwMTEifQ.c2lnbmF0dXJl",
                     *       "token_type": "Bearer",
                     *       "expires_in": 900
                     *     }
                     */
                    "application/json": components["schemas"]["StartedImpersonationDto"];
                };
            };
            /** @description Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            /** @description A platform operator cannot be impersonated · The account is suspended or inactive · The membership waits for approval · Confirm your password in X-Confirm-Password · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            404: components["responses"]["V1UserNotFoundOrOrganizationNotFound"];
            409: components["responses"]["V1IdempotencyConflict"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            422: components["responses"]["V1IdempotencyMismatch"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1MalformedRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            /** @description Impersonation not found */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the previous page */
                cursor?: string;
                /** @description Members on a page */
                limit?: number;
                /** @description Only members with this role */
                role?: string;
                status?: "active" | "pending" | "inactive";
                /** @description Prefix of the name, e-mail address or user name, case-insensitive */
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "507f1f77bcf86cd799439011",
                     *           "email": "jane@acmecorp.com",
                     *           "email_verified": true,
                     *           "user_name": "janedoe",
                     *           "name": "Jane Doe",
                     *           "role": "member",
                     *           "status": "active",
                     *           "created_at": "2026-01-30T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["MemberListDto"];
                };
            };
            400: components["responses"]["V1QueryInvalid"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    createMember: {
        parameters: {
            query?: never;
            header?: {
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
                /**
                 * @example {
                 *       "email": "jane@acmecorp.com",
                 *       "name": "Jane Doe",
                 *       "user_name": "janedoe",
                 *       "role": "member"
                 *     }
                 */
                "application/json": components["schemas"]["CreateMemberDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    /** @description Version of the member */
                    ETag?: string;
                    /** @description Path of the new resource */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439011",
                     *       "email": "jane@acmecorp.com",
                     *       "email_verified": true,
                     *       "user_name": "janedoe",
                     *       "name": "Jane Doe",
                     *       "role": "member",
                     *       "status": "active",
                     *       "created_at": "2026-01-30T12:00:00.000Z",
                     *       "initial_secret": "Zk3v0pQm1t7yWc2xLr9sAa5E",
                     *       "initial_secret_expires_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["CreatedMemberDto"];
                };
            };
            400: components["responses"]["V1IdempotencyInvalidOrInvalidRequestEmail"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1RoleExceedsOrAuthStepUpRequiredOrImpersonationRefusedOrNotPermitted"];
            /** @description Organization not found · Role not found */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The organization has reached the member limit of its plan · Email already registered · Username already exists · The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            422: components["responses"]["V1IdempotencyMismatch"];
            429: components["responses"]["V1RequestRateLimitedOrPlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1AuthHashingOverloadedOrUnavailable"];
        };
    };
    getMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                id: components["parameters"]["MembersId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description Version of the member */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439011",
                     *       "email": "jane@acmecorp.com",
                     *       "email_verified": true,
                     *       "user_name": "janedoe",
                     *       "name": "Jane Doe",
                     *       "role": "member",
                     *       "status": "active",
                     *       "created_at": "2026-01-30T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["MemberDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1UserNotFoundOrOrganizationNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version that is changed; another present version gives 412 */
                "If-Match"?: components["parameters"]["MembersIfMatch"];
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                id: components["parameters"]["MembersId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1MalformedRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1AuthStepUpRequiredOrImpersonationRefusedOrNotPermitted"];
            404: components["responses"]["V1UserNotFoundOrOrganizationNotFound"];
            409: components["responses"]["V1MemberLastOwner"];
            412: components["responses"]["V1ResourceChanged"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    updateMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version that is changed; another present version gives 412 */
                "If-Match"?: components["parameters"]["MembersIfMatch"];
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on and the body has role or status; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: string;
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                id: components["parameters"]["MembersId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "manager",
                 *       "status": "active",
                 *       "user_name": "janedoe"
                 *     }
                 */
                "application/json": components["schemas"]["UpdateMemberDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description Version of the member */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439011",
                     *       "email": "jane@acmecorp.com",
                     *       "email_verified": true,
                     *       "user_name": "janedoe",
                     *       "name": "Jane Doe",
                     *       "role": "member",
                     *       "status": "active",
                     *       "created_at": "2026-01-30T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["MemberDto"];
                };
            };
            400: components["responses"]["V1InvalidRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            /** @description You cannot grant permissions that you do not have · The membership waits for approval · Confirm your password in X-Confirm-Password · This is not allowed while acting as another user · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description User not found · Organization not found · Role not found */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description An organization needs at least one owner · The organization has reached the member limit of its plan · Username already exists */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            412: components["responses"]["V1ResourceChanged"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    transferOwnership: {
        parameters: {
            query?: never;
            header?: {
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["MembersId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new owner */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    /** @description Version of the member */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439011",
                     *       "email": "jane@acmecorp.com",
                     *       "email_verified": true,
                     *       "user_name": "janedoe",
                     *       "name": "Jane Doe",
                     *       "role": "member",
                     *       "status": "active",
                     *       "created_at": "2026-01-30T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["MemberDto"];
                };
            };
            /** @description Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1AuthStepUpRequiredOrImpersonationRefusedOrNotPermitted"];
            404: components["responses"]["V1UserNotFoundOrOrganizationNotFound"];
            409: components["responses"]["V1IdempotencyConflict"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            422: components["responses"]["V1IdempotencyMismatch"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    confirmMailbox: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "rwc_9fJq1l0mHn7t2cXy4VbK8sPzR6wEaU3dGiTo5NkQhLg",
                 *       "password": "SecurePass123!"
                 *     }
                 */
                "application/json": components["schemas"]["ConfirmMailboxDto"];
            };
        };
        responses: {
            /** @description The address is verified, but no owner has a verified address of this domain: the request needs approval */
            202: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "pending"
                     *     }
                     */
                    "application/json": components["schemas"]["WaitingDto"];
                };
            };
            /** @description The member can sign in */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1AuthLinkInvalidOrInvalidRequest"];
            401: components["responses"]["V1AuthCredentialsInvalid"];
            403: components["responses"]["V1OrganizationSuspended"];
            404: components["responses"]["V1OrganizationNotFound"];
            /** @description The organization has reached the member limit of its plan */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimited"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1AuthHashingOverloadedOrUnavailable"];
        };
    };
    mailConfirmation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "email": "jane@acmecorp.com",
                 *       "password": "SecurePass123!"
                 *     }
                 */
                "application/json": components["schemas"]["MailConfirmationDto"];
            };
        };
        responses: {
            /** @description Sent, if a request is pending */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1InvalidRequestEmail"];
            401: components["responses"]["V1AuthCredentialsInvalid"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimited"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1AuthHashingOverloadedOrUnavailable"];
        };
    };
    approveMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["MembersId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The member can sign in and is notified by e-mail */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1IdempotencyInvalidOrMalformedRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1AuthStepUpRequiredOrImpersonationRefusedOrNotPermitted"];
            404: components["responses"]["V1UserNotFoundOrOrganizationNotFound"];
            /** @description The organization has reached the member limit of its plan · The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            422: components["responses"]["V1IdempotencyMismatch"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    declineMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["MembersId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Declined */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1IdempotencyInvalidOrMalformedRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1ImpersonationRefusedOrNotPermitted"];
            404: components["responses"]["V1UserNotFoundOrOrganizationNotFound"];
            409: components["responses"]["V1IdempotencyConflict"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            422: components["responses"]["V1IdempotencyMismatch"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    resetMemberPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["MembersId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439011",
                     *       "initial_secret": "Zk3v0pQm1t7yWc2xLr9sAa5E",
                     *       "initial_secret_expires_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["MemberSecretDto"];
                };
            };
            400: components["responses"]["V1IdempotencyInvalidOrMalformedRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            /** @description The user controls this account and resets the password by e-mail · Confirm your password in X-Confirm-Password · This is not allowed while acting as another user · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            404: components["responses"]["V1UserNotFoundOrOrganizationNotFound"];
            409: components["responses"]["V1IdempotencyConflict"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            422: components["responses"]["V1IdempotencyMismatch"];
            429: components["responses"]["V1RequestRateLimitedOrPlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1AuthHashingOverloadedOrUnavailable"];
        };
    };
    joinOrganization: {
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
                /**
                 * @example {
                 *       "domain": "acmecorp.com",
                 *       "user_name": "janedoe"
                 *     }
                 */
                "application/json": components["schemas"]["JoinOrganizationDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    /** @description Path of the new resource */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "organization_id": "507f1f77bcf86cd799439012",
                     *       "user_name": "janedoe",
                     *       "role": "member",
                     *       "status": "active",
                     *       "created_at": "2026-01-30T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["MembershipDto"];
                };
            };
            /** @description Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            /** @description Confirm your e-mail address first · Not authorized · This is not allowed while acting as another user · Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Domain not registered */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Already a member · The organization has reached the member limit of its plan · Username already exists · The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            422: components["responses"]["V1IdempotencyMismatch"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    getMembership: {
        parameters: {
            query?: never;
            header?: {
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                org_id: components["parameters"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "organization_id": "507f1f77bcf86cd799439012",
                     *       "user_name": "janedoe",
                     *       "role": "member",
                     *       "status": "active",
                     *       "created_at": "2026-01-30T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["MembershipDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1TokenNotAccepted"];
            404: components["responses"]["V1OrganizationNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    leaveOrganization: {
        parameters: {
            query?: never;
            header?: {
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                org_id: components["parameters"]["OrgId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Left */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1MalformedRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            /** @description Confirm your password in X-Confirm-Password · This is not allowed while acting as another user · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            404: components["responses"]["V1OrganizationNotFound"];
            409: components["responses"]["V1MemberLastOwner"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    listCollections: {
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
            /** @description The collections by name */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "customers",
                     *           "count": 1284,
                     *           "size": 482133
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CollectionListDto"];
                };
            };
            400: components["responses"]["V1QueryInvalid"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    listDocuments: {
        parameters: {
            query?: {
                /** @description A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` address nested fields. Values are strings, numbers, true, false, null, and extended JSON such as `{"$date":"2026-01-30T12:00:00Z"}`; a field named like an operator is written with a leading dot (`.not`); `gt`, `gte`, `lt` and `lte` compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`. */
                filter?: components["parameters"]["Filter"];
                /** @description How the documents and the filter are written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: "canonical" | "relaxed" | "plain";
                /** @description Up to 4 fields, `-` for descending; equal values are ordered by `_id` */
                sort?: string;
                limit?: components["parameters"]["Limit"];
                /** @description `next_cursor` of the previous page, with the same filter and sort */
                cursor?: string;
                /** @description The fields to return; `_id` and `_rev` are always included */
                fields?: string;
            };
            header?: {
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                collection: components["parameters"]["Collection"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "_id": "ada",
                     *           "name": "Ada",
                     *           "age": 36,
                     *           "address": {
                     *             "city": "London"
                     *           },
                     *           "_rev": "3f2a9c0d1e4b"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": {
                        items: ({
                            /** @description A string, or any other type in documents written by other programs */
                            _id: unknown;
                            /** @description A string, or any type in documents written by other programs */
                            _rev?: unknown;
                        } & {
                            [key: string]: unknown;
                        })[];
                        /** @description Null on the last page */
                        next_cursor: string | null;
                        /** @description By index, the paths of documents whose `_id` cannot be used as a path; absent if there are none */
                        links?: {
                            [key: string]: string;
                        };
                    };
                };
            };
            400: components["responses"]["V1CollectionNameInvalidOrQueryInvalid"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1CollectionReservedOrNotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1UnavailableOrOrganizationUnavailable"];
        };
    };
    createDocuments: {
        parameters: {
            query?: {
                /** @description How bodies and answers are written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: "canonical" | "relaxed" | "plain";
            };
            header?: {
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                collection: components["parameters"]["Collection"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    [key: string]: unknown;
                } | {
                    [key: string]: unknown;
                }[];
            };
        };
        responses: {
            /** @description The document, or the ids of the documents */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    /** @description The revision */
                    ETag?: string;
                    /** @description The document */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": ({
                        /** @description A string, or any other type in documents written by other programs */
                        _id: unknown;
                        /** @description A string, or any type in documents written by other programs */
                        _rev?: unknown;
                    } & {
                        [key: string]: unknown;
                    }) | components["schemas"]["InsertedDto"];
                };
            };
            /** @description Collection name is invalid · Query is invalid · Document is invalid · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1CollectionReservedOrPlanStorageFullOrNotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            /** @description A document with this _id already exists · The organization has reached its limit of collections · The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1DocumentTooLargeOrRequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            422: components["responses"]["V1IdempotencyMismatch"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1ServiceCapacityReachedOrUnavailableOrOrganizationUnavailable"];
        };
    };
    dropCollection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                collection: components["parameters"]["Collection"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Dropped */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Collection name is invalid · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            /** @description Collection is reserved · This is not allowed while acting as another user · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            404: components["responses"]["V1OrganizationNotFoundOrCollectionNotFound"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1UnavailableOrOrganizationUnavailable"];
        };
    };
    countDocuments: {
        parameters: {
            query?: {
                /** @description A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` address nested fields. Values are strings, numbers, true, false, null, and extended JSON such as `{"$date":"2026-01-30T12:00:00Z"}`; a field named like an operator is written with a leading dot (`.not`); `gt`, `gte`, `lt` and `lte` compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`. */
                filter?: components["parameters"]["Filter"];
                /** @description How the filter is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: "canonical" | "relaxed" | "plain";
            };
            header?: {
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                collection: components["parameters"]["Collection"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The number of documents that match */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "count": 1284
                     *     }
                     */
                    "application/json": components["schemas"]["CountDto"];
                };
            };
            400: components["responses"]["V1CollectionNameInvalidOrQueryInvalid"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1CollectionReservedOrNotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1UnavailableOrOrganizationUnavailable"];
        };
    };
    getDocument: {
        parameters: {
            query?: {
                /** @description `json`: the id in the path is extended JSON and can be of any type: `7`, `"count"` in quotes, `{"$oid":"507f1f77bcf86cd799439011"}` */
                id_type?: components["parameters"]["IdType"];
                /** @description How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: components["parameters"]["DataJson"];
            };
            header?: {
                /** @description ETag of a known version; 304 if it is still current */
                "If-None-Match"?: string;
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                collection: components["parameters"]["Collection"];
                /** @description The `_id` as a string; 24 hexadecimal digits are an ObjectId */
                id: components["parameters"]["DataId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "_id": "ada",
                     *       "name": "Ada",
                     *       "age": 36,
                     *       "address": {
                     *         "city": "London"
                     *       },
                     *       "_rev": "3f2a9c0d1e4b"
                     *     }
                     */
                    "application/json": {
                        /** @description A string, or any other type in documents written by other programs */
                        _id: unknown;
                        /** @description A string, or any type in documents written by other programs */
                        _rev?: unknown;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Unchanged */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Collection name is invalid · Document is invalid · Query is invalid · Validation error */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1CollectionReservedOrNotPermitted"];
            404: components["responses"]["V1OrganizationNotFoundOrDocumentNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1UnavailableOrOrganizationUnavailable"];
        };
    };
    replaceDocument: {
        parameters: {
            query?: {
                /** @description `json`: the id in the path is extended JSON and can be of any type: `7`, `"count"` in quotes, `{"$oid":"507f1f77bcf86cd799439011"}` */
                id_type?: components["parameters"]["IdType"];
                /** @description How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: components["parameters"]["DataJson"];
            };
            header?: {
                /** @description ETag of the version that is changed; another present version gives 412 */
                "If-Match"?: components["parameters"]["DataIfMatch"];
                /** @description `*`: create only */
                "If-None-Match"?: "*";
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                collection: components["parameters"]["Collection"];
                /** @description The `_id` as a string; 24 hexadecimal digits are an ObjectId */
                id: components["parameters"]["DataId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "_id": "ada",
                 *       "name": "Ada",
                 *       "age": 36,
                 *       "address": {
                 *         "city": "London"
                 *       }
                 *     }
                 */
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description Replaced */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "_id": "ada",
                     *       "name": "Ada",
                     *       "age": 36,
                     *       "address": {
                     *         "city": "London"
                     *       },
                     *       "_rev": "3f2a9c0d1e4b"
                     *     }
                     */
                    "application/json": {
                        /** @description A string, or any other type in documents written by other programs */
                        _id: unknown;
                        /** @description A string, or any type in documents written by other programs */
                        _rev?: unknown;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Created */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description The revision */
                    ETag?: string;
                    /** @description The document */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "_id": "ada",
                     *       "name": "Ada",
                     *       "age": 36,
                     *       "address": {
                     *         "city": "London"
                     *       },
                     *       "_rev": "3f2a9c0d1e4b"
                     *     }
                     */
                    "application/json": {
                        /** @description A string, or any other type in documents written by other programs */
                        _id: unknown;
                        /** @description A string, or any type in documents written by other programs */
                        _rev?: unknown;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["V1CollectionNameInvalidOrDocumentInvalidOrQueryInvalidOrInvalidRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1CollectionReservedOrPlanStorageFullOrNotPermitted"];
            404: components["responses"]["V1OrganizationNotFoundOrDocumentNotFound"];
            409: components["responses"]["V1CollectionLimitReached"];
            412: components["responses"]["V1DocumentChanged"];
            413: components["responses"]["V1DocumentTooLargeOrRequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1ServiceCapacityReachedOrUnavailableOrOrganizationUnavailable"];
        };
    };
    deleteDocument: {
        parameters: {
            query?: {
                /** @description `json`: the id in the path is extended JSON and can be of any type: `7`, `"count"` in quotes, `{"$oid":"507f1f77bcf86cd799439011"}` */
                id_type?: components["parameters"]["IdType"];
                /** @description How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: components["parameters"]["DataJson"];
            };
            header?: {
                /** @description ETag of the version that is changed; another present version gives 412 */
                "If-Match"?: components["parameters"]["DataIfMatch"];
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                collection: components["parameters"]["Collection"];
                /** @description The `_id` as a string; 24 hexadecimal digits are an ObjectId */
                id: components["parameters"]["DataId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1CollectionNameInvalidOrDocumentInvalidOrQueryInvalidOrInvalidRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1CollectionReservedOrNotPermitted"];
            404: components["responses"]["V1OrganizationNotFoundOrDocumentNotFound"];
            412: components["responses"]["V1DocumentChanged"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1UnavailableOrOrganizationUnavailable"];
        };
    };
    patchDocument: {
        parameters: {
            query?: {
                /** @description `json`: the id in the path is extended JSON and can be of any type: `7`, `"count"` in quotes, `{"$oid":"507f1f77bcf86cd799439011"}` */
                id_type?: components["parameters"]["IdType"];
                /** @description How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: components["parameters"]["DataJson"];
            };
            header?: {
                /** @description ETag of the version that is changed; another present version gives 412 */
                "If-Match"?: components["parameters"]["DataIfMatch"];
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                collection: components["parameters"]["Collection"];
                /** @description The `_id` as a string; 24 hexadecimal digits are an ObjectId */
                id: components["parameters"]["DataId"];
            };
            cookie?: never;
        };
        /** @description Fields to set; null removes a field */
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "age": 37,
                 *       "address": {
                 *         "city": "Paris"
                 *       },
                 *       "phone": null
                 *     }
                 */
                "application/merge-patch+json": {
                    [key: string]: unknown;
                };
                /**
                 * @example {
                 *       "age": 37,
                 *       "address": {
                 *         "city": "Paris"
                 *       },
                 *       "phone": null
                 *     }
                 */
                "application/json": {
                    [key: string]: unknown;
                };
            };
        };
        responses: {
            /** @description The changed document */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "_id": "ada",
                     *       "name": "Ada",
                     *       "age": 36,
                     *       "address": {
                     *         "city": "London"
                     *       },
                     *       "_rev": "3f2a9c0d1e4b"
                     *     }
                     */
                    "application/json": {
                        /** @description A string, or any other type in documents written by other programs */
                        _id: unknown;
                        /** @description A string, or any type in documents written by other programs */
                        _rev?: unknown;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["V1CollectionNameInvalidOrDocumentInvalidOrQueryInvalidOrInvalidRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1CollectionReservedOrPlanStorageFullOrNotPermitted"];
            404: components["responses"]["V1OrganizationNotFoundOrDocumentNotFound"];
            412: components["responses"]["V1DocumentChanged"];
            413: components["responses"]["V1DocumentTooLargeOrRequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1UnavailableOrOrganizationUnavailable"];
        };
    };
    exportDocuments: {
        parameters: {
            query?: {
                /** @description A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` address nested fields. Values are strings, numbers, true, false, null, and extended JSON such as `{"$date":"2026-01-30T12:00:00Z"}`; a field named like an operator is written with a leading dot (`.not`); `gt`, `gte`, `lt` and `lte` compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`. */
                filter?: components["parameters"]["Filter"];
                /** @description How the documents are written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: "canonical" | "relaxed" | "plain";
            };
            header?: {
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                collection: components["parameters"]["Collection"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One document per line */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /** @example {"_id":"ada","name":"Ada","age":36,"address":{"city":"London"},"_rev":"3f2a9c0d1e4b"} */
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["V1CollectionNameInvalidOrQueryInvalid"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1CollectionReservedOrNotPermitted"];
            404: components["responses"]["V1OrganizationNotFoundOrCollectionNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            /** @description The organization is being moved; try again · The organization has too many requests in progress · Service temporarily unavailable */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    importDocuments: {
        parameters: {
            query?: {
                /** @description `upsert` replaces existing documents */
                mode?: "insert" | "upsert";
                /** @description How the documents are written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: "canonical" | "relaxed" | "plain";
                /** @description For text/csv: how cells are read; `numbers` converts cells that are JSON numbers */
                csv?: "text" | "numbers";
            };
            header?: {
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                collection: components["parameters"]["Collection"];
            };
            cookie?: never;
        };
        /** @description One JSON object per line; with application/json also an array of objects or concatenated objects; with text/csv records with a header, where dots address nested fields */
        requestBody: {
            content: {
                /**
                 * @example {"_id":"ada","name":"Ada","age":36,"address":{"city":"London"}}
                 *     {"name":"Grace"}
                 */
                "application/x-ndjson": string;
                /**
                 * @example {"_id":"ada","name":"Ada","age":36,"address":{"city":"London"}}
                 *     {"name":"Grace"}
                 */
                "application/ndjson": string;
                /**
                 * @example {"_id":"ada","name":"Ada","age":36,"address":{"city":"London"}}
                 *     {"name":"Grace"}
                 */
                "application/jsonl": string;
                /**
                 * @example {"_id":"ada","name":"Ada","age":36,"address":{"city":"London"}}
                 *     {"name":"Grace"}
                 */
                "application/json": string;
                /**
                 * @example {"_id":"ada","name":"Ada","age":36,"address":{"city":"London"}}
                 *     {"name":"Grace"}
                 */
                "text/csv": string;
            };
        };
        responses: {
            /** @description The result by line */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "inserted": 9998,
                     *       "replaced": 0,
                     *       "failed": 1,
                     *       "errors": [
                     *         {
                     *           "line": 17,
                     *           "reason": "A document with this _id already exists"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ImportReportDto"];
                };
            };
            /** @description Collection name is invalid · Query is invalid · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1CollectionReservedOrPlanStorageFullOrNotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            409: components["responses"]["V1CollectionLimitReached"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            /** @description The organization is being moved; try again · The organization has too many requests in progress · The service cannot take more organizations at the moment · Service temporarily unavailable */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    listPermissions: {
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "key": "data.read",
                     *           "description": "Read documents",
                     *           "group": "data",
                     *           "product": false
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["PermissionListDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    listRoles: {
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "key": "auditor",
                     *           "name": "Auditor",
                     *           "description": "Reads and exports the books",
                     *           "built_in": false,
                     *           "permissions": [
                     *             "data.export",
                     *             "data.read",
                     *             "organization.read"
                     *           ],
                     *           "members": 2,
                     *           "created_at": "2024-12-12T10:30:00.000Z",
                     *           "updated_at": "2024-12-12T10:30:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["RoleListDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    createRole: {
        parameters: {
            query?: never;
            header?: {
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
                /**
                 * @example {
                 *       "key": "auditor",
                 *       "name": "Auditor",
                 *       "description": "Reads and exports the books",
                 *       "permissions": [
                 *         "data.export",
                 *         "data.read",
                 *         "organization.read"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["CreateRoleDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    /** @description Version of name, description and permissions */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": "auditor",
                     *       "name": "Auditor",
                     *       "description": "Reads and exports the books",
                     *       "built_in": false,
                     *       "permissions": [
                     *         "data.export",
                     *         "data.read",
                     *         "organization.read"
                     *       ],
                     *       "members": 2,
                     *       "created_at": "2024-12-12T10:30:00.000Z",
                     *       "updated_at": "2024-12-12T10:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["RoleDto"];
                };
            };
            /** @description Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1RoleExceedsOrAuthStepUpRequiredOrImpersonationRefusedOrNotPermitted"];
            /** @description Role already exists · The organization has reached its limit of roles · The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            422: components["responses"]["V1IdempotencyMismatch"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    getRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                key: components["parameters"]["Key"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description Version of name, description and permissions */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": "auditor",
                     *       "name": "Auditor",
                     *       "description": "Reads and exports the books",
                     *       "built_in": false,
                     *       "permissions": [
                     *         "data.export",
                     *         "data.read",
                     *         "organization.read"
                     *       ],
                     *       "members": 2,
                     *       "created_at": "2024-12-12T10:30:00.000Z",
                     *       "updated_at": "2024-12-12T10:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["RoleDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1RoleNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    deleteRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read */
                "If-Match"?: components["parameters"]["RolesIfMatch"];
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                key: components["parameters"]["Key"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1MalformedRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1RoleBuiltInOrRoleExceedsOrAuthStepUpRequiredOrImpersonationRefusedOrNotPermitted"];
            404: components["responses"]["V1RoleNotFound"];
            /** @description The role is in use */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            412: components["responses"]["V1ResourceChanged"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    updateRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that was read */
                "If-Match"?: components["parameters"]["RolesIfMatch"];
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                key: components["parameters"]["Key"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Auditor",
                 *       "description": "Reads and exports the books",
                 *       "permissions": [
                 *         "data.export",
                 *         "data.read",
                 *         "organization.read"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["UpdateRoleDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description Version of name, description and permissions */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": "auditor",
                     *       "name": "Auditor",
                     *       "description": "Reads and exports the books",
                     *       "built_in": false,
                     *       "permissions": [
                     *         "data.export",
                     *         "data.read",
                     *         "organization.read"
                     *       ],
                     *       "members": 2,
                     *       "created_at": "2024-12-12T10:30:00.000Z",
                     *       "updated_at": "2024-12-12T10:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["RoleDto"];
                };
            };
            400: components["responses"]["V1InvalidRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1RoleBuiltInOrRoleExceedsOrAuthStepUpRequiredOrImpersonationRefusedOrNotPermitted"];
            404: components["responses"]["V1RoleNotFound"];
            412: components["responses"]["V1ResourceChanged"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "507f1f77bcf86cd799439012",
                     *           "uid": "550e8400-e29b-41d4-a716-446655440000",
                     *           "seq": 3,
                     *           "name": "Acme Corp",
                     *           "slug": "acme_corp",
                     *           "database": "org_acme_corp",
                     *           "generation": 1,
                     *           "status": "active",
                     *           "moving": false,
                     *           "plan": {
                     *             "id": "0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01",
                     *             "type": "basic"
                     *           },
                     *           "domain": "acmecorp.com",
                     *           "personal": false,
                     *           "settings": {
                     *             "theme": "dark"
                     *           },
                     *           "admin_id": "507f1f77bcf86cd799439011",
                     *           "created_at": "2026-01-30T12:00:00.000Z",
                     *           "updated_at": "2026-01-30T12:00:00.000Z",
                     *           "role": "owner"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["OwnOrganizationListDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1OrganizationForeignOrAuthPasswordChangeRequired"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                /**
                 * @example {
                 *       "name": "Acme Labs",
                 *       "slug": "acme_labs",
                 *       "plan": "basic",
                 *       "settings": {
                 *         "theme": "dark"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["NewOrganizationViewDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    /** @description The revision */
                    ETag?: string;
                    /** @description Path of the new resource */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439012",
                     *       "uid": "550e8400-e29b-41d4-a716-446655440000",
                     *       "seq": 3,
                     *       "name": "Acme Corp",
                     *       "slug": "acme_corp",
                     *       "database": "org_acme_corp",
                     *       "generation": 1,
                     *       "status": "active",
                     *       "moving": false,
                     *       "plan": {
                     *         "id": "0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01",
                     *         "type": "basic"
                     *       },
                     *       "domain": "acmecorp.com",
                     *       "personal": false,
                     *       "settings": {
                     *         "theme": "dark"
                     *       },
                     *       "admin_id": "507f1f77bcf86cd799439011",
                     *       "created_at": "2026-01-30T12:00:00.000Z",
                     *       "updated_at": "2026-01-30T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["OrganizationViewDto"];
                };
            };
            /** @description Organization name is reserved · Schema name must be lowercase letters, numbers, and underscores only · Schema name must be at most 54 characters · Invalid plan ID or type · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            /** @description Not authorized · This is not allowed while acting as another user · Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization already exists · Schema name already exists · The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            422: components["responses"]["V1IdempotencyMismatch"];
            429: components["responses"]["V1RequestRateLimitedOrPlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            /** @description The service cannot take more organizations at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
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
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439012",
                     *       "uid": "550e8400-e29b-41d4-a716-446655440000",
                     *       "seq": 3,
                     *       "name": "Acme Corp",
                     *       "slug": "acme_corp",
                     *       "database": "org_acme_corp",
                     *       "generation": 1,
                     *       "status": "active",
                     *       "moving": false,
                     *       "plan": {
                     *         "id": "0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01",
                     *         "type": "basic"
                     *       },
                     *       "domain": "acmecorp.com",
                     *       "personal": false,
                     *       "settings": {
                     *         "theme": "dark"
                     *       },
                     *       "admin_id": "507f1f77bcf86cd799439011",
                     *       "created_at": "2026-01-30T12:00:00.000Z",
                     *       "updated_at": "2026-01-30T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["OrganizationViewDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    removeOrganization: {
        parameters: {
            query?: never;
            header?: {
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                /** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1MalformedRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1AuthStepUpRequiredOrImpersonationRefusedOrNotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1ServiceUnavailable"];
        };
    };
    patchOrganization: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the version that is changed; another present version gives 412 */
                "If-Match"?: string;
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on and the body has name; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: string;
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                /** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Acme Research",
                 *       "settings": {
                 *         "theme": "dark"
                 *       },
                 *       "personal": false
                 *     }
                 */
                "application/json": components["schemas"]["OrganizationPatchDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439012",
                     *       "uid": "550e8400-e29b-41d4-a716-446655440000",
                     *       "seq": 3,
                     *       "name": "Acme Corp",
                     *       "slug": "acme_corp",
                     *       "database": "org_acme_corp",
                     *       "generation": 1,
                     *       "status": "active",
                     *       "moving": false,
                     *       "plan": {
                     *         "id": "0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01",
                     *         "type": "basic"
                     *       },
                     *       "domain": "acmecorp.com",
                     *       "personal": false,
                     *       "settings": {
                     *         "theme": "dark"
                     *       },
                     *       "admin_id": "507f1f77bcf86cd799439011",
                     *       "created_at": "2026-01-30T12:00:00.000Z",
                     *       "updated_at": "2026-01-30T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["OrganizationViewDto"];
                };
            };
            /** @description Organization name is reserved · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1AuthStepUpRequiredOrImpersonationRefusedOrNotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            /** @description Organization already exists · Another change of this organization is in progress · The change could not be carried out and was undone */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            412: components["responses"]["V1ResourceChanged"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            /** @description The organization is being moved; try again · The service cannot take more organizations at the moment · Service temporarily unavailable */
            503: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
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
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plan": {
                     *         "id": "0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01",
                     *         "type": "basic"
                     *       },
                     *       "limits": {
                     *         "members": 10,
                     *         "requests_per_minute": 600,
                     *         "storage": 1073741824,
                     *         "collections": 10,
                     *         "api_keys": 2
                     *       },
                     *       "usage": {
                     *         "members": 3,
                     *         "collections": 2,
                     *         "storage_bytes": 49152,
                     *         "api_keys": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["OrganizationPlanDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    changeOrganizationPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                /** @description Id of the organization of the request (of the token, or of X-Org-Id), or `current` */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "plan": "basic"
                 *     }
                 */
                "application/json": components["schemas"]["ChoosePlanDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plan": {
                     *         "id": "0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01",
                     *         "type": "basic"
                     *       },
                     *       "limits": {
                     *         "members": 10,
                     *         "requests_per_minute": 600,
                     *         "storage": 1073741824,
                     *         "collections": 10,
                     *         "api_keys": 2
                     *       },
                     *       "usage": {
                     *         "members": 3,
                     *         "collections": 2,
                     *         "storage_bytes": 49152,
                     *         "api_keys": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["OrganizationPlanDto"];
                };
            };
            400: components["responses"]["V1PlanUnknownOrInvalidRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1AuthStepUpRequiredOrImpersonationRefusedOrNotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            409: components["responses"]["V1PlanTooSmall"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01",
                     *           "type": "basic",
                     *           "name": "Basic",
                     *           "limits": {
                     *             "members": 10,
                     *             "requests_per_minute": 600,
                     *             "storage": 1073741824,
                     *             "collections": 10,
                     *             "api_keys": 2
                     *           }
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["PlanViewListDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1TokenNotAccepted"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the previous page */
                cursor?: string;
                limit?: components["parameters"]["Limit"];
                /** @description Only this action */
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6912f0b1a4c1d20f4d8c2a11",
                     *           "seq": 2,
                     *           "at": "2026-01-30T12:00:00.000Z",
                     *           "action": "organization.plan_changed",
                     *           "actor_id": "507f1f77bcf86cd799439011",
                     *           "impersonator_id": null,
                     *           "organization_id": "507f1f77bcf86cd799439012",
                     *           "target_type": "organization",
                     *           "target_id": "507f1f77bcf86cd799439012",
                     *           "details": {
                     *             "from": null,
                     *             "type": "basic"
                     *           },
                     *           "request_id": "0f9a7b1e-58a2-4d0c-9e6b-1f6f3c5f7a10",
                     *           "ip": "203.0.113.7",
                     *           "hash": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["AuditListDto"];
                };
            };
            400: components["responses"]["V1QueryInvalid"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    verifyAudit: {
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "intact": true,
                     *       "entries": 12,
                     *       "head": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
                     *       "first_broken": null
                     *     }
                     */
                    "application/json": components["schemas"]["AuditVerificationDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "database": "org_acme_corp",
                     *           "reason": "unknown",
                     *           "mark": {
                     *             "registry_id": "5b0e6a2e-3f0c-4a44-9a57-0a2f3a0f8f11",
                     *             "this_registry": true,
                     *             "organization_id": "507f1f77bcf86cd799439012",
                     *             "generation": 1
                     *           },
                     *           "size": 8192,
                     *           "status": "open",
                     *           "first_seen": "2026-01-30T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null,
                     *       "open": 1
                     *     }
                     */
                    "application/json": components["schemas"]["LeftoverListDto"];
                };
            };
            400: components["responses"]["V1QueryInvalid"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    settleLeftover: {
        parameters: {
            query?: never;
            header?: {
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
                /**
                 * @example {
                 *       "action": "ignore",
                 *       "confirm": "org_acme_corp",
                 *       "organization_id": "507f1f77bcf86cd799439012",
                 *       "organization_name": "Acme Corp",
                 *       "owner_email": "jane@acmecorp.com"
                 *     }
                 */
                "application/json": components["schemas"]["SettleLeftoverDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "database": "org_acme_corp",
                     *       "status": "ignored",
                     *       "organization_id": null
                     *     }
                     */
                    "application/json": components["schemas"]["SettledLeftoverDto"];
                };
            };
            /** @description Organization name is reserved · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1AuthStepUpRequiredOrNotPermitted"];
            /** @description No such leftover database · Organization not found · User not found */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The database is marked by another registry · The database belongs to an organization · The database belongs to another organization · The present database of the organization has documents · Another change of this organization is in progress · Organization already exists · Already a member */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1ServiceUnavailable"];
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "507f1f77bcf86cd799439011",
                     *           "seq": 7,
                     *           "email": "jane@acmecorp.com",
                     *           "email_verified": true,
                     *           "name": "Jane Doe",
                     *           "status": "active",
                     *           "platform_operator": false,
                     *           "synthetic": false,
                     *           "organization_id": "507f1f77bcf86cd799439012",
                     *           "created_at": "2026-01-30T12:00:00.000Z",
                     *           "updated_at": "2026-01-30T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["PlatformAccountListDto"];
                };
            };
            400: components["responses"]["V1QueryInvalid"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439011",
                     *       "seq": 7,
                     *       "email": "jane@acmecorp.com",
                     *       "email_verified": true,
                     *       "name": "Jane Doe",
                     *       "status": "active",
                     *       "platform_operator": false,
                     *       "synthetic": false,
                     *       "organization_id": "507f1f77bcf86cd799439012",
                     *       "created_at": "2026-01-30T12:00:00.000Z",
                     *       "updated_at": "2026-01-30T12:00:00.000Z",
                     *       "organizations": [
                     *         {
                     *           "organization_id": "507f1f77bcf86cd799439012",
                     *           "role": "owner",
                     *           "status": "active"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["PlatformAccountDetailsDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1UserNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                /**
                 * @example {
                 *       "reason": "Invoice 4711 is overdue"
                 *     }
                 */
                "application/json": components["schemas"]["StatusReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1InvalidRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1UserNotFound"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                /**
                 * @example {
                 *       "reason": "Invoice 4711 is overdue"
                 *     }
                 */
                "application/json": components["schemas"]["StatusReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1InvalidRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1UserNotFound"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                /**
                 * @example {
                 *       "reason": "Invoice 4711 is overdue"
                 *     }
                 */
                "application/json": components["schemas"]["StatusReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1InvalidRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1UserNotFound"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                /**
                 * @example {
                 *       "reason": "Invoice 4711 is overdue"
                 *     }
                 */
                "application/json": components["schemas"]["StatusReasonDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439011",
                     *       "initial_secret": "Zk3v0pQm1t7yWc2xLr9sAa5E",
                     *       "initial_secret_expires_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["PlatformSecretDto"];
                };
            };
            400: components["responses"]["V1InvalidRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            /** @description The user controls this account and resets the password by e-mail · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            404: components["responses"]["V1UserNotFound"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1AuthHashingOverloadedOrUnavailable"];
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
                /** @description Only this action */
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "6912f0b1a4c1d20f4d8c2a11",
                     *           "seq": 2,
                     *           "at": "2026-01-30T12:00:00.000Z",
                     *           "action": "organization.plan_changed",
                     *           "actor_id": "507f1f77bcf86cd799439011",
                     *           "impersonator_id": null,
                     *           "organization_id": "507f1f77bcf86cd799439012",
                     *           "target_type": "organization",
                     *           "target_id": "507f1f77bcf86cd799439012",
                     *           "details": {
                     *             "from": null,
                     *             "type": "basic"
                     *           },
                     *           "request_id": "0f9a7b1e-58a2-4d0c-9e6b-1f6f3c5f7a10",
                     *           "ip": "203.0.113.7",
                     *           "hash": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["AuditListDto"];
                };
            };
            400: components["responses"]["V1QueryInvalid"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "intact": true,
                     *       "entries": 12,
                     *       "head": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
                     *       "first_broken": null
                     *     }
                     */
                    "application/json": components["schemas"]["AuditVerificationDto"];
                };
            };
            400: components["responses"]["V1QueryInvalid"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "507f1f77bcf86cd799439012",
                     *           "uid": "550e8400-e29b-41d4-a716-446655440000",
                     *           "seq": 3,
                     *           "name": "Acme Corp",
                     *           "slug": "acme_corp",
                     *           "database": "org_acme_corp",
                     *           "generation": 1,
                     *           "status": "active",
                     *           "moving": false,
                     *           "plan": {
                     *             "id": "0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01",
                     *             "type": "basic"
                     *           },
                     *           "domain": "acmecorp.com",
                     *           "personal": false,
                     *           "settings": {
                     *             "theme": "dark"
                     *           },
                     *           "admin_id": "507f1f77bcf86cd799439011",
                     *           "created_at": "2026-01-30T12:00:00.000Z",
                     *           "updated_at": "2026-01-30T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["PlatformOrganizationListDto"];
                };
            };
            /** @description Query is invalid · Invalid plan ID or type */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                id: components["parameters"]["OrganizationsId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439012",
                     *       "uid": "550e8400-e29b-41d4-a716-446655440000",
                     *       "seq": 3,
                     *       "name": "Acme Corp",
                     *       "slug": "acme_corp",
                     *       "database": "org_acme_corp",
                     *       "generation": 1,
                     *       "status": "active",
                     *       "moving": false,
                     *       "plan": {
                     *         "id": "0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01",
                     *         "type": "basic"
                     *       },
                     *       "domain": "acmecorp.com",
                     *       "personal": false,
                     *       "settings": {
                     *         "theme": "dark"
                     *       },
                     *       "admin_id": "507f1f77bcf86cd799439011",
                     *       "created_at": "2026-01-30T12:00:00.000Z",
                     *       "updated_at": "2026-01-30T12:00:00.000Z",
                     *       "status_reason": "Invoice 4711 is overdue",
                     *       "members": 3,
                     *       "owners": 1
                     *     }
                     */
                    "application/json": components["schemas"]["PlatformOrganizationDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    eraseOrganization: {
        parameters: {
            query?: never;
            header?: {
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                id: components["parameters"]["OrganizationsId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Gone */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1MalformedRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1AuthStepUpRequiredOrNotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1ServiceUnavailable"];
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
                id: components["parameters"]["OrganizationsId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Invoice 4711 is overdue"
                 *     }
                 */
                "application/json": components["schemas"]["StatusReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1InvalidRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                id: components["parameters"]["OrganizationsId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Invoice 4711 is overdue"
                 *     }
                 */
                "application/json": components["schemas"]["StatusReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1InvalidRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                id: components["parameters"]["OrganizationsId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "Invoice 4711 is overdue"
                 *     }
                 */
                "application/json": components["schemas"]["StatusReasonDto"];
            };
        };
        responses: {
            /** @description Done */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1InvalidRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    assignPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                id: components["parameters"]["OrganizationsId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "plan": "basic"
                 *     }
                 */
                "application/json": components["schemas"]["ChoosePlanDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "plan": {
                     *         "id": "0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a01",
                     *         "type": "basic"
                     *       },
                     *       "limits": {
                     *         "members": 10,
                     *         "requests_per_minute": 600,
                     *         "storage": 1073741824,
                     *         "collections": 10,
                     *         "api_keys": 2
                     *       },
                     *       "usage": {
                     *         "members": 3,
                     *         "collections": 2,
                     *         "storage_bytes": 49152,
                     *         "api_keys": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["OrganizationPlanDto"];
                };
            };
            400: components["responses"]["V1PlanUnknownOrInvalidRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1AuthStepUpRequiredOrNotPermitted"];
            404: components["responses"]["V1OrganizationNotFound"];
            409: components["responses"]["V1PlanTooSmall"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description Version of the catalogue */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "revision": 3,
                     *       "permissions": [
                     *         {
                     *           "key": "invoices.approve",
                     *           "description": "Approve invoices",
                     *           "group": "Invoices",
                     *           "default_roles": [
                     *             "admin",
                     *             "manager"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CatalogueDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
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
                "If-Match"?: string;
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
                /**
                 * @example {
                 *       "permissions": [
                 *         {
                 *           "key": "invoices.approve",
                 *           "description": "Approve invoices",
                 *           "group": "Invoices",
                 *           "default_roles": [
                 *             "admin",
                 *             "manager"
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ReplaceCatalogueDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    /** @description Version of the catalogue */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "revision": 3,
                     *       "permissions": [
                     *         {
                     *           "key": "invoices.approve",
                     *           "description": "Approve invoices",
                     *           "group": "Invoices",
                     *           "default_roles": [
                     *             "admin",
                     *             "manager"
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["CatalogueDto"];
                };
            };
            /** @description Query is invalid · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1AuthStepUpRequiredOrNotPermitted"];
            /** @description Custom roles hold a permission that is to be removed */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            412: components["responses"]["V1ResourceChanged"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1ServiceUnavailable"];
        };
    };
    previewInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "rwi_3vJr5bK0n0S1x7mY2cQ4tU6wZ8aB1dE3fG5hJ7kL9pN"
                 *     }
                 */
                "application/json": components["schemas"]["InvitationCodeDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "organization_name": "Acme Corp",
                     *       "inviter_name": "John Smith",
                     *       "role": "member",
                     *       "email": "jane@acmecorp.com",
                     *       "expires_at": "2024-12-19T10:30:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["OfferDto"];
                };
            };
            400: components["responses"]["V1AuthLinkInvalidOrInvalidRequest"];
            403: components["responses"]["V1OrganizationSuspended"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimited"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    acceptInvitation: {
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
                /**
                 * @example {
                 *       "code": "rwi_3vJr5bK0n0S1x7mY2cQ4tU6wZ8aB1dE3fG5hJ7kL9pN",
                 *       "password": "SecurePassword123!",
                 *       "name": "Jane Doe",
                 *       "user_name": "janedoe"
                 *     }
                 */
                "application/json": components["schemas"]["AcceptInvitationDto"];
            };
        };
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "organization_id": "507f1f77bcf86cd799439012",
                     *       "organization_name": "Acme Corp",
                     *       "user_id": "507f1f77bcf86cd799439014",
                     *       "email": "jane@acmecorp.com",
                     *       "role": "member"
                     *     }
                     */
                    "application/json": components["schemas"]["AcceptedDto"];
                };
            };
            /** @description The link is invalid, was used before or has expired · Password is too weak · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
            400: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            401: components["responses"]["V1AuthCredentialsInvalidOrAuthTokenInvalid"];
            /** @description The invitation is for another address; sign in with that account · The account is suspended or inactive · This is not allowed while acting as another user · Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            404: components["responses"]["V1RoleNotFound"];
            /** @description Already a member · The organization has reached the member limit of its plan · Email already registered · Username already exists · The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            422: components["responses"]["V1IdempotencyMismatch"];
            429: components["responses"]["V1RequestRateLimitedOrPlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1AuthHashingOverloadedOrUnavailable"];
        };
    };
    declineInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "code": "rwi_3vJr5bK0n0S1x7mY2cQ4tU6wZ8aB1dE3fG5hJ7kL9pN"
                 *     }
                 */
                "application/json": components["schemas"]["InvitationCodeDto"];
            };
        };
        responses: {
            /** @description Declined */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1AuthLinkInvalidOrInvalidRequest"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimited"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    listInvitations: {
        parameters: {
            query?: {
                status?: "open" | "accepted" | "declined" | "revoked" | "expired";
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
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "507f1f77bcf86cd799439013",
                     *           "email": "jane@acmecorp.com",
                     *           "role": "member",
                     *           "status": "open",
                     *           "invited_by": "507f1f77bcf86cd799439011",
                     *           "sends": 1,
                     *           "sent_at": "2024-12-12T10:30:00.000Z",
                     *           "expires_at": "2024-12-19T10:30:00.000Z",
                     *           "created_at": "2024-12-12T10:30:00.000Z",
                     *           "closed_at": null
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["InvitationListDto"];
                };
            };
            400: components["responses"]["V1QueryInvalid"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    createInvitation: {
        parameters: {
            query?: never;
            header?: {
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
                /**
                 * @example {
                 *       "email": "jane@acmecorp.com",
                 *       "role": "member"
                 *     }
                 */
                "application/json": components["schemas"]["InviteDto"];
            };
        };
        responses: {
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439013",
                     *       "email": "jane@acmecorp.com",
                     *       "role": "member",
                     *       "status": "open",
                     *       "invited_by": "507f1f77bcf86cd799439011",
                     *       "sends": 1,
                     *       "sent_at": "2024-12-12T10:30:00.000Z",
                     *       "expires_at": "2024-12-19T10:30:00.000Z",
                     *       "created_at": "2024-12-12T10:30:00.000Z",
                     *       "closed_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["InvitationDto"];
                };
            };
            400: components["responses"]["V1IdempotencyInvalidOrInvalidRequestEmail"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1RoleExceedsOrAuthStepUpRequiredOrImpersonationRefusedOrNotPermitted"];
            404: components["responses"]["V1RoleNotFound"];
            /** @description Already a member · This address is already invited · The limit of invitations is reached · The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            422: components["responses"]["V1IdempotencyMismatch"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    getInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                id: components["parameters"]["InvitationsId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439013",
                     *       "email": "jane@acmecorp.com",
                     *       "role": "member",
                     *       "status": "open",
                     *       "invited_by": "507f1f77bcf86cd799439011",
                     *       "sends": 1,
                     *       "sent_at": "2024-12-12T10:30:00.000Z",
                     *       "expires_at": "2024-12-19T10:30:00.000Z",
                     *       "created_at": "2024-12-12T10:30:00.000Z",
                     *       "closed_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["InvitationDto"];
                };
            };
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1NotPermitted"];
            404: components["responses"]["V1InvitationNotFound"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    revokeInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                id: components["parameters"]["InvitationsId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["V1MalformedRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1ImpersonationRefusedOrNotPermitted"];
            404: components["responses"]["V1InvitationNotFound"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    resendInvitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Password of the actor, required if REQUIRE_STEP_UP is on; percent-encoded if it contains characters other than ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Id of one of the actor’s organizations; the organization of the token if absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a retry safe: for 24 hours, a repeated request with the same key is executed once and gets the same response */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["InvitationsId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439013",
                     *       "email": "jane@acmecorp.com",
                     *       "role": "member",
                     *       "status": "open",
                     *       "invited_by": "507f1f77bcf86cd799439011",
                     *       "sends": 1,
                     *       "sent_at": "2024-12-12T10:30:00.000Z",
                     *       "expires_at": "2024-12-19T10:30:00.000Z",
                     *       "created_at": "2024-12-12T10:30:00.000Z",
                     *       "closed_at": null
                     *     }
                     */
                    "application/json": components["schemas"]["InvitationDto"];
                };
            };
            400: components["responses"]["V1IdempotencyInvalidOrMalformedRequest"];
            401: components["responses"]["V1AuthTokenInvalid"];
            403: components["responses"]["V1RoleExceedsOrAuthStepUpRequiredOrImpersonationRefusedOrNotPermitted"];
            /** @description Invitation not found · Role not found */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The limit of invitations is reached · Already a member · The request with this Idempotency-Key is still in progress · The request with this Idempotency-Key was completed, but its response was lost */
            409: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    "Retry-After": components["headers"]["RetryAfter"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            422: components["responses"]["V1IdempotencyMismatch"];
            429: components["responses"]["V1PlanRequestsUsed"];
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
    listKeptMails: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "507f1f77bcf86cd799439011",
                     *           "to": "admin@acme.com",
                     *           "template": "verify_email",
                     *           "subject": "Confirm your e-mail address",
                     *           "link": "http://localhost:8000/verify?token=mZ3v",
                     *           "text": "Hello,\n\nPlease confirm that …",
                     *           "html": "<!doctype html>…",
                     *           "created_at": "2026-01-30T12:00:00.000Z"
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["KeptMailListDto"];
                };
            };
            /** @description E-mails are not kept here */
            404: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            500: components["responses"]["V1Internal"];
            503: components["responses"]["V1Unavailable"];
        };
    };
}
