// Generated from openapi.json by npm run generate. Do not edit.

export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The process answers */
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
        /** The service can work: database, change feed and lease are up */
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
         * @description One transaction makes the organization, its administrator and the database `org_<name>` with the collection `data`. When another organization has that database already, `_2` or the next free number is added.
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
         * @description With ORG_PUBLIC_READ=off a token is needed.
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
         * @description The documents are copied to the next generation of the database, `org_<name>_v<n>`, which then takes over. The organization is the one of the token; another `organization_name` renames it. Email and password change at once, end every other session, and stay changed if the copy fails; the former address is mailed a link that undoes them for 72 hours. A 503 with `Operation-Location` means that another instance goes on: the operation there tells how it ended.
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
         * @description Only the token's own organization. The name can be created again, and is then empty.
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
        /** Sign an administrator in */
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
        /** Tell that the service is up */
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
        /** Register a company and its administrator, who can sign in at once */
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
         * @description With the token of an owner or administrator of the company the user can sign in at once. Without one the user waits, and gets a mail: its link together with the password (POST /v1/members/confirm) lets them in, or an administrator does.
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
        /** Whether a company name and an e-mail address are free */
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
        /** Make an account and the organization it owns */
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
         * @description Each works once. For ten seconds after its exchange a token is answered with the newest successor, however many exchanges lie between; later use of it ends the session.
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
        /** End the session: its refresh token and its access tokens */
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
        /** Make another organization; the caller becomes its owner */
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
        /** Prove the mailbox with the code of the mailed link */
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
         * Ask for a link that sets a new password
         * @description The answer is the same whether or not an account has the address.
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
         * Set a new password with the code of the mailed link
         * @description Every session and every other link of the account end; the mailbox counts as proved.
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
         * Users by organization and role
         * @description Of the organizations the caller owns or administers; a platform operator sees all.
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
         * Users by role
         * @description Of the organizations the caller owns or administers; a platform operator sees all.
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
         * Members by organization
         * @description Of the organizations the caller owns or administers; a platform operator sees all.
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
         * @description For platform operators, and outside `TENANT_PROVISIONING=platform` for owners and administrators. The owner is `owner@<schema with hyphens>.com`; the first password is the documented one or the secret of the header, and must be changed.
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
        /** The plans and their limits */
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
         * The users of the own tenant, in the order of their ids
         * @description At most 100; `Link` leads to the next ones, and is absent at the end.
         *
         *     Needs the permission `members.manage`.
         */
        get: operations["listTenantUsers"];
        put?: never;
        /**
         * Create a manager or an attendant, who starts with a one-time secret
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
         * Replace a user’s password by a one-time secret; their sessions end
         * @description Not for owners, and not for accounts with a place in another organization.
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
        /** Change the own password; also with a token that can do nothing else */
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
         * Register a tenant and sign it in
         * @description The name need not be unique; the e-mail address is, over all dialects.
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
        /** Sign a tenant in */
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
         * The public keys of the access tokens
         * @description Empty while ALGORITHM is HS256: such tokens can be verified by the service alone.
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
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who the token speaks for, what they may do, and where else they have a place */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change the own name, phone, profile or settings */
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
        /** Change the password; every other session ends, and the mailbox is told */
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
         * Ask for another e-mail address
         * @description A link goes to the new address. When it is used, the account has the address, the old one is told, and every session but this one ends.
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
         * Mail the link again that proves the mailbox
         * @description At most once a minute. The link before it stops working; a mailbox that was proved since the password was set gets none.
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
         * Prove the mailbox with the code of the mailed link
         * @description Together with an access token of the account or its password, so that nobody vouches for a stranger who made the account with their address. Whoever has neither sends a new password: the account gets it, and every session and every other link of it end.
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
         * Give the account its new address with the code of the link mailed there
         * @description Together with an access token of the account or its password.
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
         * Undo a change of password or e-mail address with the code of the mailed link
         * @description The account has its former address again, every session and every other link of it end, and a link that sets a new password is mailed there. The former password works again only when the change did not ask for it. The link works for 72 hours, whatever was changed since.
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
         * Ask for a link that sets a new password
         * @description The answer is the same whether or not an account has the address.
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
         * Set a new password with the code of the mailed link
         * @description Every session and every other link of the account end; the mailbox counts as proved.
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
         * Make an account, alone or with an organization that it owns, and sign in
         * @description A link that proves the mailbox is mailed. An account without an organization can accept an invitation, join by its mail domain, or make an organization later. With `cookie`, an Origin header that is sent must be the service’s own or one of CORS_ORIGINS; an answer that is repeated for an Idempotency-Key sets no cookie.
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
        /** Where the own account is signed in, the newest first */
        get: operations["listSessions"];
        put?: never;
        /**
         * Sign in
         * @description With `cookie`, an Origin header that is sent must be the service’s own or one of CORS_ORIGINS.
         */
        post: operations["openSession"];
        /** Sign out everywhere */
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
         * Exchange a refresh token, of the body or of the cookie
         * @description Each works once. For ten seconds after its exchange a token is answered with the newest successor, however many exchanges lie between; later use of it ends the session.
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
         * End one of the own sessions
         * @description `current` is the session of this request. Its tokens stop working at once, on every instance.
         */
        delete: operations["endSession"];
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
         * Moves of the own organization, newest first, with their progress
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
         * One move and its progress
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
         * Who acts and acted as whom in the last 90 days, newest first, a hundred at a time
         * @description Needs the permission `platform.impersonate`.
         */
        get: operations["listImpersonations"];
        put?: never;
        /**
         * Act as a user for a short time, on the record
         * @description The token speaks for the user; answers to it carry `X-Impersonated-By`. It changes no credentials, no ownership and no organization’s life, and both ends of its time are in the audit log.
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
         * End an impersonation; its token is refused at once
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
         * The members of the organization
         * @description Needs the permission `members.read`.
         */
        get: operations["listMembers"];
        put?: never;
        /**
         * Make an account for somebody, who starts with a one-time secret
         * @description The secret is shown here once, for the caller to hand over; nothing is mailed. Somebody who has an account is invited instead.
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
         * One member
         * @description Needs the permission `members.read`.
         */
        get: operations["getMember"];
        put?: never;
        post?: never;
        /**
         * Remove a member
         * @description Their tokens for this organization are refused at once. The account stays; its mail domain alone does not let it in again.
         *
         *     Needs the permission `members.manage`.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /**
         * Change the role, the status or the user name of a member
         * @description Nobody changes a member whose role allows more than their own, or gives such a role: an admin cannot touch owners nor make one. It acts on every instance at once.
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
         * Make a member an owner; the calling owner becomes an administrator
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
         * Prove the mailbox of a request to join: the member is in without an approval
         * @description The code of the mailed link together with the password of the account, so that nobody lets a stranger in who used their address.
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
         * Mail the link of a request to join once more; an older one is dead
         * @description At most one a minute. An account that does not wait gets no mail, and the same answer.
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
         * Let somebody in who asked to join through the company’s mail domain
         * @description `email_verified` says whether they have proved their mailbox.
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
         * Turn somebody away who asked to join
         * @description An account that only this request made is removed, so that its address is free again.
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
         * Replace a member’s password by a one-time secret; their sessions end
         * @description Shown once, for the caller to hand over; the member’s mailbox is told that it happened. Not for owners, and only for accounts that this organization made and nobody made their own since: whoever registered, proved the mailbox or has a place elsewhere asks for a new password by mail.
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
         * Join the organization of your own mail domain, as a member
         * @description Both your address and one of an owner at this domain must be proved.
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
        /** Your place in an organization */
        get: operations["getMembership"];
        put?: never;
        post?: never;
        /** Leave an organization; the account stays */
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
         * @description Pages follow each other by the values of the sort fields and `_id`, so documents written in between shift nothing. Different types sort in the order of MongoDB; fields that hold arrays cannot be sorted by. A page ends at about 1 MB of documents, whatever its limit.
         *
         *     Needs the permission `data.read`.
         */
        get: operations["listDocuments"];
        put?: never;
        /**
         * Create one document, or up to 1,000 at once
         * @description An object creates one document. An array creates all of them or none. The collection is made on its first write; an organization may have 20, or fewer by its plan.
         *
         *     Needs the permission `data.write`.
         */
        post: operations["createDocuments"];
        /**
         * Drop a collection with all its documents
         * @description `data` is there again at once, empty.
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
         * @description With `If-None-Match: *` it only creates, without it only replaces.
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
         * @description Applied by the database in one step: patches of different fields at once lose nothing. At most 20 levels, 500 objects and 10,000 keys.
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
         * @description In the order of `_id`, as they are when their turn comes: not a snapshot.
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
         * Store a stream of documents
         * @description Written in batches of at most 1,000 documents as they come; a client that goes away leaves whole batches. Lines of more than 16 MiB, and lines that cannot be stored, are reported and skipped. With `json=canonical` documents are stored as they are: with their `_rev` or without one, and with keys of any kind.
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
         * What a role may hold
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
         * The built-in roles, then those the organization made
         * @description Needs the permission `roles.read`.
         */
        get: operations["listRoles"];
        put?: never;
        /**
         * Make a role; nobody puts into it what they may not do themselves
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
         * One role
         * @description Needs the permission `roles.read`.
         */
        get: operations["getRole"];
        put?: never;
        post?: never;
        /**
         * Remove a role that nobody has
         * @description Needs the permission `roles.manage`.
         */
        delete: operations["deleteRole"];
        options?: never;
        head?: never;
        /**
         * Change a role; its members have the new permissions at once
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
        /** The organizations the caller belongs to, with the role in each */
        get: operations["listOrganizations"];
        put?: never;
        /** Make another organization with a database of its own; the caller owns it */
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
         * The own organization
         * @description Needs the permission `organization.read`.
         */
        get: operations["readOrganization"];
        put?: never;
        post?: never;
        /**
         * Delete the own organization with its database
         * @description Needs the permission `organization.delete`.
         */
        delete: operations["removeOrganization"];
        options?: never;
        head?: never;
        /**
         * Change settings, or the name
         * @description A new name moves the organization to the next generation of its database while it is in use; the answer comes when it lives there. GET /v1/operations shows how far it is.
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
         * The plan of the own organization, and how much of it is used
         * @description Needs the permission `organization.read`.
         */
        get: operations["getOrganizationPlan"];
        /**
         * Change the plan of the own organization
         * @description While PLAN_CHANGE is the platform’s (the default in production), only its operators may.
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
        /** The plans an organization can have */
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
         * What happened in the own organization, newest first
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
         * Read the whole log and recompute its chain
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
         * Databases that the registry does not account for
         * @description Databases of the server that begin with DATABASE_PREFIX and that no organization accounts for: restored dumps, databases of another registry on the same MongoDB, those of organizations that a restored master has forgotten. Nothing drops them by itself.
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
         * Adopt, drop or ignore such a database
         * @description `ignore` keeps it in the list, quietly. `drop` needs the name again in `confirm`. `adopt` gives it to the organization it was made for, to another one without documents, or to one that is made again under its old id, with an owner.
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
         * Every account, in the order of the addresses
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
         * One account and its organizations
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
         * Keep an account out everywhere; its tokens end at once
         * @description Every instance knows within a tenth of a second. Doing it again changes nothing; data are untouched.
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
         * Keep an account out that is not used any more; its tokens end at once
         * @description Every instance knows within a tenth of a second. Doing it again changes nothing; data are untouched.
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
         * Let an account in again; it signs in anew
         * @description Every instance knows within a tenth of a second. Doing it again changes nothing; data are untouched.
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
         * Replace the password by a one-time secret; the sessions of the account end
         * @description For the owner of a new tenant who lost theirs, above all. Shown once; the organization’s log has it. Only for accounts whose mailbox nobody proved: everybody else asks for a new password by mail.
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
         * What happened on the platform and in its organizations, newest first
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
         * Read a whole log and recompute its chain
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
         * Every organization, newest first
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
         * One organization, with its counts
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
         * Keep everybody of an organization out
         * @description Every instance knows within a tenth of a second. Doing it again changes nothing; data are untouched.
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
         * Keep everybody out of an organization that is not used any more
         * @description Every instance knows within a tenth of a second. Doing it again changes nothing; data are untouched.
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
         * Let the people of an organization in again
         * @description Every instance knows within a tenth of a second. Doing it again changes nothing; data are untouched.
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
         * Give an organization another plan
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
    "/v1/invitations/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a mailed code offers */
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
         * Take the offered seat
         * @description An address without an account gets one, with the password that is sent. An address with an account takes its access token or its password: the code alone signs nobody in. Either way the address counts as confirmed.
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
        /** Turn the offer down; the code is dead */
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
         * The invitations of the organization, the newest first, a hundred at a time
         * @description Needs the permission `invitations.manage`.
         */
        get: operations["listInvitations"];
        put?: never;
        /**
         * Invite an address by mail
         * @description The code of the link is in the mail and nowhere else.
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
         * One invitation
         * @description Needs the permission `invitations.manage`.
         */
        get: operations["getInvitation"];
        put?: never;
        post?: never;
        /**
         * Take an invitation back; its code is dead
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
         * Mail another code, with a new expiry; the code before is dead
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
         * The newest 100 mails that were kept instead of sent
         * @description For development: it needs no token and shows links that sign people in. It answers 404 in production, wherever MAIL_URL is set, and to other machines than the service’s own.
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
             * @description Unique without regard to case
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
             * @description Unique without regard to case
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
             * @description Unique without regard to case
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
             * @description Unique without regard to case
             * @example Acme Corp
             */
            company_name: string;
            /** @example John Doe */
            admin_name: string;
            /**
             * Format: email
             * @description Its domain becomes the company’s, unless it is a free mail provider’s
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
             * @description Unique without regard to case
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
             * @description Unique without regard to case
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
             * @description Unique without regard to case
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
             * @description Unique without regard to case
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
             * @description From the link of the mail
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
             * @description From the link of the mail
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
             * @description Lower-case letters, digits and underscores; made from the name when absent
             * @example acme_fuels
             */
            schema?: string;
            /**
             * @description Another word for schema
             * @example acme_fuels
             */
            schemaName?: string;
            /**
             * @description `basic`, `pro`, `premium`, or the UUID of a plan; one of the two is required
             * @example premium
             */
            planType?: Record<string, never>;
            /**
             * @description `basic`, `pro`, `premium`, or the UUID of a plan; one of the two is required
             * @example 0b9c4c5e-8f3b-4f6e-9a51-6d0d5c1f0a03
             */
            planId?: Record<string, never>;
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
            /** @description null = without limit */
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
            initialSecret: string;
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
             * @description Unique over all dialects
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
             * @description Unique over all dialects
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
             * @description Unique over all dialects
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
            kty: "OKP";
            /**
             * @example Ed25519
             * @enum {string}
             */
            crv: "Ed25519";
            /**
             * @description The public key
             * @example 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo
             */
            x: string;
            /**
             * @description Names the key in the header of a token
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
            alg: "EdDSA";
        };
        JwksDto: {
            keys: components["schemas"]["JwkDto"][];
        };
        PlaceDto: {
            /** @example 507f1f77bcf86cd799439012 */
            id: string;
            /** @example 550e8400-e29b-41d4-a716-446655440000 */
            uid: string;
            /** @example Acme Corp */
            name: string;
            /**
             * @description A built-in role, or one of the organization’s own
             * @example owner
             */
            role: string;
            /**
             * @description Of the organization; nobody works in one that is not active
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
             * @description Runs the platform, belongs to no organization
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
             * @description What the role allows there, or a platform operator may do
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
             * @description Null takes it away
             * @example Jane Doe
             */
            name?: string | null;
            /**
             * @description Null takes it away
             * @example +1-555-1234
             */
            phone?: string | null;
            /**
             * @description Takes the place of the present one. At most 16 kB and 5 levels; no key is empty or has $ or a dot in it
             * @example {
             *       "title": "Head of data"
             *     }
             */
            profile?: {
                [key: string]: unknown;
            };
            /**
             * @description Takes the place of the present ones. At most 16 kB and 5 levels; no key is empty or has $ or a dot in it
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
             * @description The present password, or the one-time secret
             * @example SecurePassword123!
             */
            current_password: string;
            /** @example AnotherSecurePassword1! */
            new_password: string;
        };
        ChangeEmailDto: {
            /**
             * Format: email
             * @description Gets a link; the account has it when the link is used
             * @example jane@acme.example
             */
            email: string;
            /** @example SecurePassword123! */
            current_password: string;
        };
        EmailChangePendingDto: {
            /**
             * @description Where the link was mailed to
             * @example jane@acme.example
             */
            email: string;
            /**
             * @description Seconds the link works
             * @example 86400
             */
            expires_in: number;
        };
        VerifyOwnEmailDto: {
            /**
             * @description From the link of the mail
             * @example rwc_Xb1…
             */
            code: string;
            /**
             * @description Of the account, unless its access token is sent
             * @example SecurePassword123!
             */
            password?: string;
            /**
             * @description Instead of the password: the account gets this one, and every session of it ends
             * @example AnotherSecurePassword1!
             */
            new_password?: string;
        };
        CodeDto: {
            /**
             * @description From the link of the mail
             * @example rwc_Xb1…
             */
            code: string;
            /**
             * @description Of the account, unless its access token is sent
             * @example SecurePassword123!
             */
            password?: string;
        };
        UndoChangeDto: {
            /**
             * @description From the link of the mail
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
             * @description From the link of the mail
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
             * @description Of the person
             * @example Jane Doe
             */
            name?: string;
            /**
             * @description Makes this organization too, with a database of its own; the account owns it. Unique without regard to case
             * @example Acme Corp
             */
            organization_name?: string;
            /**
             * @description Type or id of the organization’s plan; DEFAULT_PLAN when absent, and while PLAN_CHANGE is the platform’s
             * @example basic
             */
            plan?: string;
            /**
             * @description The refresh token goes into an httpOnly cookie instead of the body, for browsers
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
             * @description The one the token is for; X-Org-Id picks another one for a request
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
             * @description One of the account’s organizations; without it the home organization, or another that is open
             * @example 507f1f77bcf86cd799439012
             */
            organization_id?: string;
            /**
             * @description The refresh token goes into an httpOnly cookie instead of the body, for browsers
             * @example false
             */
            cookie?: boolean;
        };
        RefreshV1Dto: {
            /**
             * @description Works once; without it the cookie is read
             * @example rwr_f5wk5S8xSg6dD2sfCjydEQAAAAE…
             */
            refresh_token?: string;
        };
        SessionDto: {
            /** @example 7f9c24e5-2f31-4a0e-9d0f-6b1f0a3c9d11 */
            id: string;
            /**
             * @description `impersonation`: a platform operator acts as the account, until it ends or is ended here
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
             * @description When it was opened or refreshed last
             * @example 2026-01-30T12:00:00.000Z
             */
            last_used_at: string;
            /**
             * @description When it ends unless it is refreshed
             * @example 2026-03-01T12:00:00.000Z
             */
            expires_at: string;
            /** @example Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0 */
            user_agent: string | null;
            /**
             * @description When it was used last
             * @example 203.0.113.7
             */
            ip_address: string | null;
            /**
             * @description The organization that was chosen at sign-in
             * @example null
             */
            organization_id: string | null;
        };
        SessionListDto: {
            items: components["schemas"]["SessionDto"][];
            /**
             * @description Always null: at most 100 are shown
             * @example null
             */
            next_cursor: string | null;
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
             * @description The database that is left
             * @example org_acme_corp
             */
            from: string;
            /**
             * @description The next generation
             * @example org_acme_corp_v2
             */
            to: string;
            /**
             * @description Documents to copy, as counted at the start
             * @example 60000
             */
            documents_total: number;
            /** @example 42000 */
            documents_done: number;
            /**
             * @description Part of the copy that is done, 0 to 1
             * @example 0.7
             */
            progress: number;
            /**
             * @description Milliseconds that writers waited
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
             * @description One of the account’s organizations; its home when absent
             * @example 507f1f77bcf86cd799439012
             */
            organization_id?: string;
            /**
             * @description Goes into the audit log
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
             * @description `ended`: before its time, by an operator or by the account itself
             * @example active
             * @enum {string}
             */
            status: "active" | "ended" | "expired";
            /** @example 2026-01-30T12:00:00.000Z */
            created_at: string;
            /** @example 2026-01-30T12:15:00.000Z */
            expires_at: string;
            /**
             * @description When an operator ended it before its time
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
             * @description `ended`: before its time, by an operator or by the account itself
             * @example active
             * @enum {string}
             */
            status: "active" | "ended" | "expired";
            /** @example 2026-01-30T12:00:00.000Z */
            created_at: string;
            /** @example 2026-01-30T12:15:00.000Z */
            expires_at: string;
            /**
             * @description When an operator ended it before its time
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
             * @description The mailbox was proved
             * @example true
             */
            email_verified: boolean;
            /**
             * @description Unique inside the organization
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
             * @description `pending`: waits for approval; `inactive`: switched off. Neither can enter
             * @example active
             * @enum {string}
             */
            status: "active" | "pending" | "inactive";
            /**
             * @description When the place was given or asked for
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
             * @description Unique inside the organization; the address when absent
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
             * @description The mailbox was proved
             * @example true
             */
            email_verified: boolean;
            /**
             * @description Unique inside the organization
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
             * @description `pending`: waits for approval; `inactive`: switched off. Neither can enter
             * @example active
             * @enum {string}
             */
            status: "active" | "pending" | "inactive";
            /**
             * @description When the place was given or asked for
             * @example 2026-01-30T12:00:00.000Z
             */
            created_at: string;
            /**
             * @description Shown once; must be changed at the first sign-in
             * @example Zk3v0pQm1t7yWc2xLr9sAa5E
             */
            initial_secret: string;
            /**
             * @description It stops working then
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
             * @description Unique inside the organization
             * @example janedoe
             */
            user_name?: string;
        };
        ConfirmMailboxDto: {
            /**
             * @description The part of the mailed link behind `#code=`
             * @example rwc_9fJq1l0mHn7t2cXy4VbK8sPzR6wEaU3dGiTo5NkQhLg
             */
            code: string;
            /**
             * @description The password the account was made with
             * @example SecurePass123!
             */
            password: string;
        };
        WaitingDto: {
            /**
             * @description The mailbox is proved; an owner or administrator decides
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
             * @description The password the account was made with
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
             * @description It stops working then
             * @example 2026-01-31T12:00:00.000Z
             */
            initial_secret_expires_at: string;
        };
        JoinOrganizationDto: {
            /**
             * @description The mail domain of the organization, and of your own address
             * @example acmecorp.com
             */
            domain: string;
            /**
             * @description Unique inside the organization; the address when absent
             * @example janedoe
             */
            user_name?: string;
        };
        MembershipDto: {
            /** @example 507f1f77bcf86cd799439012 */
            organization_id: string;
            /**
             * @description Unique inside the organization
             * @example janedoe
             */
            user_name: string;
            /**
             * @description `owner`, `admin`, `manager`, `attendant`, `member`, or a role of the organization
             * @example member
             */
            role: string;
            /**
             * @description `pending`: waits for approval; `inactive`: switched off. Neither can enter
             * @example active
             * @enum {string}
             */
            status: "active" | "pending" | "inactive";
            /**
             * @description When the place was given or asked for
             * @example 2026-01-30T12:00:00.000Z
             */
            created_at: string;
        };
        CollectionDto: {
            /** @example customers */
            name: string;
            /**
             * @description Estimated: exact except after a crash of the database
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
             * @description Documents that were there before, in mode upsert
             * @example 0
             */
            replaced: number;
            /**
             * @description Lines that were not stored
             * @example 1
             */
            failed: number;
            /** @description The first 100 of them */
            errors: components["schemas"]["ImportErrorDto"][];
        };
        PermissionDto: {
            /**
             * @example data.read
             * @enum {string}
             */
            key: "organization.read" | "organization.update" | "organization.delete" | "organization.transfer" | "plan.change" | "members.read" | "members.manage" | "invitations.manage" | "roles.read" | "roles.manage" | "stats.read" | "data.read" | "data.write" | "data.drop" | "data.export" | "tenants.create" | "audit.read";
            /** @example Read documents */
            description: string;
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
            permissions: ("organization.read" | "organization.update" | "organization.delete" | "organization.transfer" | "plan.change" | "members.read" | "members.manage" | "invitations.manage" | "roles.read" | "roles.manage" | "stats.read" | "data.read" | "data.write" | "data.drop" | "data.export" | "tenants.create" | "audit.read")[];
            /**
             * @description Members who have it, whatever their status
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
             * @description Stands in memberships and never changes; made from the name when absent
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
            permissions: ("organization.read" | "organization.update" | "organization.delete" | "organization.transfer" | "plan.change" | "members.read" | "members.manage" | "invitations.manage" | "roles.read" | "roles.manage" | "stats.read" | "data.read" | "data.write" | "data.drop" | "data.export" | "tenants.create" | "audit.read")[];
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
            permissions?: ("organization.read" | "organization.update" | "organization.delete" | "organization.transfer" | "plan.change" | "members.read" | "members.manage" | "invitations.manage" | "roles.read" | "roles.manage" | "stats.read" | "data.read" | "data.write" | "data.drop" | "data.export" | "tenants.create" | "audit.read")[];
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
             * @description The integer id other dialects show
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
             * @description Raised by each move
             * @example 1
             */
            generation: number;
            /**
             * @example active
             * @enum {string}
             */
            status: "active" | "inactive" | "suspended";
            /**
             * @description It is being moved, and in use as always: GET /v1/operations
             * @example false
             */
            moving: boolean;
            /** @description null: no plan, no limits */
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
             * @description Unique without regard to case
             * @example Acme Labs
             */
            name: string;
            /**
             * @description Exactly this part of the database name; made from the name when absent
             * @example acme_labs
             */
            slug?: string;
            /**
             * @description Type or id of a plan; DEFAULT_PLAN when absent, and while PLAN_CHANGE is the platform’s
             * @example basic
             */
            plan?: string;
            /**
             * @description At most 16 kB and 5 levels; no key is empty or has $ or a dot in it
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
             * @description The integer id other dialects show
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
             * @description Raised by each move
             * @example 1
             */
            generation: number;
            /**
             * @example active
             * @enum {string}
             */
            status: "active" | "inactive" | "suspended";
            /**
             * @description It is being moved, and in use as always: GET /v1/operations
             * @example false
             */
            moving: boolean;
            /** @description null: no plan, no limits */
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
             * @description Moves the organization to the next generation of its database; alone in its request
             * @example Acme Research
             */
            name?: string;
            /**
             * @description At most 16 kB and 5 levels; no key is empty or has $ or a dot in it. Replaces the settings as a whole
             * @example {
             *       "theme": "dark"
             *     }
             */
            settings?: {
                [key: string]: unknown;
            };
            /**
             * @description One person’s own
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
            /** @description null: no plan, no limits */
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
            /** @description null = without limit */
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
            /** @description null = without limit */
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
             * @description Place in its chain, from 1
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
             * @description No entry was edited, removed or put in
             * @example true
             */
            intact: boolean;
            /** @example 12 */
            entries: number;
            /**
             * @description Hash of the newest entry; kept elsewhere, it shows a log that was written anew as a whole
             * @example 5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef
             */
            head: string | null;
            /**
             * @description `seq` of the first that is wrong
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
             * @description This registry made the database
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
             * @description `unknown`: the registry has no row of it; `returned`: dropped once, and there again; `mark_missing`, `mark_differs`: to be dropped, but not provably ours; `replaced`: its organization lives in an adopted one
             * @example unknown
             * @enum {string}
             */
            reason: "unknown" | "returned" | "mark_missing" | "mark_differs" | "replaced";
            /** @description Who made it; null: nobody says */
            mark: {
                /**
                 * Format: uuid
                 * @example 5b0e6a2e-3f0c-4a44-9a57-0a2f3a0f8f11
                 */
                registry_id: string;
                /**
                 * @description This registry made the database
                 * @example true
                 */
                this_registry: boolean;
                /** @example 507f1f77bcf86cd799439012 */
                organization_id: string;
                /** @example 1 */
                generation: number;
            } | null;
            /**
             * @description Bytes of documents and indexes when it was seen first
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
             * @description How many wait for an operator, on all pages
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
             * @description For `drop`: the name of the database once more
             * @example org_acme_corp
             */
            confirm?: string;
            /**
             * @description For `adopt`: an organization without documents that gets the database. Absent: the one the database was made for
             * @example 507f1f77bcf86cd799439012
             */
            organization_id?: string;
            /**
             * @description For `adopt`, when its organization is gone as well: the name it is made again with
             * @example Acme Corp
             */
            organization_name?: string;
            /**
             * @description With it: the account that owns it
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
             * @description Who lives in it, once adopted
             * @example null
             */
            organization_id: string | null;
        };
        PlatformAccountDto: {
            /** @example 507f1f77bcf86cd799439011 */
            id: string;
            /**
             * @description The integer id other dialects show
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
             * @description The address was made up for a new tenant, and is never mailed
             * @example false
             */
            synthetic: boolean;
            /**
             * @description Home organization
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
             * @description The integer id other dialects show
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
             * @description The address was made up for a new tenant, and is never mailed
             * @example false
             */
            synthetic: boolean;
            /**
             * @description Home organization
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
             * @description It stops working then
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
             * @description The integer id other dialects show
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
             * @description Raised by each move
             * @example 1
             */
            generation: number;
            /**
             * @example active
             * @enum {string}
             */
            status: "active" | "inactive" | "suspended";
            /**
             * @description It is being moved, and in use as always: GET /v1/operations
             * @example false
             */
            moving: boolean;
            /** @description null: no plan, no limits */
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
        InvitationCodeDto: {
            /**
             * @description The code in the mailed link
             * @example rwi_3vJr5bK0n0S1x7mY2cQ4tU6wZ8aB1dE3fG5hJ7kL9pN
             */
            code: string;
        };
        OfferDto: {
            /** @example Acme Corp */
            organization_name: string;
            /**
             * @description Name of who invited, or their address
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
             * @description The code in the mailed link
             * @example rwi_3vJr5bK0n0S1x7mY2cQ4tU6wZ8aB1dE3fG5hJ7kL9pN
             */
            code: string;
            /**
             * @description Of the account to be made, or of the one the address has. Not needed with that account’s access token.
             * @example SecurePassword123!
             */
            password?: string;
            /**
             * @description Of the account to be made
             * @example Jane Doe
             */
            name?: string;
            /**
             * @description Unique inside the organization; the address when absent
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
             * @description Key of a role; nobody gives more than they may do
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
             * @description `expired`: was open until `expires_at`; it can be sent again
             * @example open
             * @enum {string}
             */
            status: "open" | "accepted" | "declined" | "revoked" | "expired";
            /**
             * @description Account of who invited
             * @example 507f1f77bcf86cd799439011
             */
            invited_by: string;
            /**
             * @description Mails that were written, five at most
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
             * @description When it was answered or revoked
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
             * @description Where the button of the mail leads
             * @example http://localhost:8000/verify?token=mZ3v
             */
            link: string | null;
            /**
             * @description The plain part
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
            /** @description A sentence for each field */
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
            /** @description A sentence for each field */
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
        /** @description The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
        /** @description Confirm your password in X-Confirm-Password · Nobody can do this for somebody else · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
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
        /** @description Send the password of the account, a new one, or a token of it with the code · Not authorized · Password change required · Nobody can do this for somebody else */
        V1AuthConfirmationIncompleteOrAuthForbiddenOrAuthPasswordChangeRequiredOrImpersonationRefused: {
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
        /** @description Confirm your password in X-Confirm-Password · Nobody can do this for somebody else · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
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
        /** @description The organization has as many collections as it may have */
        V1CollectionLimitReached: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Collection name is invalid · Document is invalid · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
        V1CollectionNameInvalidOrDocumentInvalidOrInvalidRequest: {
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
        /** @description The document was changed by somebody else */
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
        /** @description The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
        /** @description Nobody can do this for somebody else · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
        V1ImpersonationRefusedOrNotPermitted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Nobody can do this for somebody else · Organization is suspended or inactive · Not authorized for this organization · Password change required */
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
        /** @description It was changed by somebody else */
        V1ResourceChanged: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description A built-in role cannot be changed · Nobody can give more than they may do themselves · Confirm your password in X-Confirm-Password · Nobody can do this for somebody else · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
        V1RoleBuiltInOrRoleExceedsOrAuthStepUpRequiredOrImpersonationRefusedOrNotPermitted: {
            headers: {
                "X-Request-Id": components["headers"]["XRequestId"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["V1Failure"];
            };
        };
        /** @description Nobody can give more than they may do themselves · Confirm your password in X-Confirm-Password · Nobody can do this for somebody else · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
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
        /** @description The organization is being moved; try again · The organization has too many requests under way · The service cannot take more organizations at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
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
        /** @description The organization is being moved; try again · The organization has too many requests under way · Service temporarily unavailable · The request took too long; its outcome is unknown · The request could not be carried out in time; nothing was changed */
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
        /** @description At or after this day (UTC) or moment */
        AuditFrom: string;
        /** @description Before this moment; a day is the whole day */
        AuditTo: string;
        Collection: string;
        /** @description The `_id` as text; 24 hexadecimal digits are an ObjectId */
        DataId: string;
        /** @description The ETag the change was made from; another one is refused with 412 */
        DataIfMatch: string;
        /** @description How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
        DataJson: "canonical" | "relaxed" | "plain";
        /** @description A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` reach inside. Values are text, numbers, true, false, null, and extended JSON such as `{"$date":"2026-01-30T12:00:00Z"}`; a field that is called like a word is written with a dot before it (`.not`); `gt` and the like compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`. */
        Filter: string;
        /** @description Members since: epoch milliseconds, a day (UTC) or a moment with its zone (ISO 8601) */
        From: string;
        /** @description `json`: the id in the path is extended JSON, so that it can be of any type: `7`, `"count"` in quotes, `{"$oid":"507f1f77bcf86cd799439011"}` */
        IdType: "json";
        /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
        IdempotencyKey: string;
        InvitationsId: string;
        Key: string;
        Limit: number;
        MembersId: string;
        /** @description The ETag that was read; another version is refused with 412 */
        MembersIfMatch: string;
        OrgId: string;
        /** @description Exactly as the organization is called */
        OrganizationName: string;
        OrganizationsId: string;
        /** @description The ETag that was read */
        RolesIfMatch: string;
        /** @description UUID of the tenant */
        TenantsId: string;
        /** @description Members before; a day is the whole day */
        To: string;
        UsersId: string;
        /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
        XConfirmPassword: string;
        /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
        XOrgId: string;
    };
    requestBodies: never;
    headers: {
        /** @description `true`: the answer that the first request with this Idempotency-Key got */
        IdempotencyReplayed: "true";
        /** @description What is left of it, such as "sign-in";r=0;t=42 */
        RateLimit: string;
        /** @description What is allowed, such as "sign-in";q=30;w=60 */
        RateLimitPolicy: string;
        /** @description Seconds */
        RetryAfter: number;
        /** @description The refresh token, when `cookie` was asked for */
        SetCookie: string;
        /** @description Bearer */
        WWWAuthenticate: string;
        /** @description One-time secret, shown once */
        XInitialSecret: string;
        /** @description Names the request in the log */
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
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
            /** @description The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
                /** @description Exactly as the organization is called */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Exactly as the organization is called */
                organization_name: components["parameters"]["OrganizationName"];
            };
            header?: {
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
            /** @description Email already registered · Company name already exists · Domain already registered · The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
            /** @description Organization is suspended or inactive · Confirm your password in X-Confirm-Password · Nobody can do this for somebody else */
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
            /** @description Email already registered · Username already exists · The organization has as many members as its plan allows · The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
            /** @description The answer */
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
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
            /** @description Nobody can do this for somebody else · Not authorized for this organization · Password change required */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
            /** @description Nobody can do this for somebody else · Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
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
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
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
            /** @description Nobody can do this for somebody else */
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
            429: components["responses"]["IdentityRequestRateLimited"];
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
                /** @description Members since: epoch milliseconds, a day (UTC) or a moment with its zone (ISO 8601) */
                from?: components["parameters"]["From"];
                /** @description Members before; a day is the whole day */
                to?: components["parameters"]["To"];
                /** @description As a word, or as a number: 1, 0, 2 and 3 */
                status?: "active" | "inactive" | "suspended" | "pending";
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Members since: epoch milliseconds, a day (UTC) or a moment with its zone (ISO 8601) */
                from?: components["parameters"]["From"];
                /** @description Members before; a day is the whole day */
                to?: components["parameters"]["To"];
                /** @description As a word, or as a number: 1, 0, 2 and 3 */
                status?: "active" | "inactive" | "suspended" | "pending";
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Members since: epoch milliseconds, a day (UTC) or a moment with its zone (ISO 8601) */
                from?: components["parameters"]["From"];
                /** @description Members before; a day is the whole day */
                to?: components["parameters"]["To"];
                /** @description As a word, or as a number: 1, 0, 2 and 3 */
                status?: "active" | "inactive" | "suspended" | "pending";
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
            /** @description Nobody can do this for somebody else · Tenant is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Schema name already exists · Owner email already exists · The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
                /** @description The id of the user before the first one */
                after?: string;
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
            /** @description Confirm your password in X-Confirm-Password · Nobody can do this for somebody else · Tenant is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
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
            /** @description The organization has as many members as its plan allows · Email already exists · Username already exists · The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
            /** @description The secret */
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
                     *       "initialSecret": "Zk3v0pQm1t7yWc2xLr9sAa5E",
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
            /** @description The account is its owner’s own: they ask for a new password by mail · Confirm your password in X-Confirm-Password · Nobody can do this for somebody else · Tenant is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
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
            /** @description The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
            /** @description Nobody can do this for somebody else · Tenant is suspended or inactive · Not authorized for this organization */
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
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
            /** @description Tenant already exists with this email · The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
    getAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                    /** @description The version of the account */
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
                /** @description The ETag the change was made from; another one is refused with 412 */
                "If-Match"?: string;
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                    /** @description The version of the account */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
            /** @description Nobody can do this for somebody else · Organization is suspended or inactive · Not authorized for this organization */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
            /** @description The link is on its way */
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
            /** @description The account has this e-mail address · Validation error · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description On its way, unless the mailbox is proved */
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
            /** @description The e-mail address was made up; choose your own first */
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
            401: components["responses"]["V1AuthCredentialsInvalid"];
            403: components["responses"]["V1AuthConfirmationIncompleteOrAuthForbiddenOrAuthPasswordChangeRequiredOrImpersonationRefused"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimited"];
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
            401: components["responses"]["V1AuthCredentialsInvalid"];
            403: components["responses"]["V1AuthConfirmationIncompleteOrAuthForbiddenOrAuthPasswordChangeRequiredOrImpersonationRefused"];
            409: components["responses"]["V1UserEmailTaken"];
            413: components["responses"]["V1RequestTooLarge"];
            415: components["responses"]["V1UnsupportedMediaType"];
            429: components["responses"]["V1RequestRateLimited"];
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
            /** @description If an account has the address, a link is on its way */
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
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
            /** @description Made and signed in */
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
            /** @description Email already registered · Organization already exists · The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description `current`: every session but this one */
                keep?: "current";
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
            /** @description Nobody can do this for somebody else · Not authorized for this organization · Password change required */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
            /** @description Nobody can do this for somebody else · Not authorized for this organization */
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
    listOperations: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
                    /** @description Its path */
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
            /** @description Nobody can act as a platform operator · The account is suspended or inactive · The membership waits for approval · Confirm your password in X-Confirm-Password · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description `next_cursor` of the page before */
                cursor?: string;
                /** @description Members on a page */
                limit?: number;
                /** @description Only members with this role */
                role?: string;
                status?: "active" | "pending" | "inactive";
                /** @description How the name, the address or the user name begins, without regard to case */
                q?: string;
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
                    /** @description Names this version of the member */
                    ETag?: string;
                    /** @description The new one */
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
            /** @description The organization has as many members as its plan allows · Email already registered · Username already exists · The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                    /** @description Names this version of the member */
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
                /** @description The ETag that was read; another version is refused with 412 */
                "If-Match"?: components["parameters"]["MembersIfMatch"];
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description The ETag that was read; another version is refused with 412 */
                "If-Match"?: components["parameters"]["MembersIfMatch"];
                /** @description The caller’s password, while REQUIRE_STEP_UP is on and the body has role or status; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: string;
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                    /** @description Names this version of the member */
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
            /** @description Nobody can give more than they may do themselves · The membership waits for approval · Confirm your password in X-Confirm-Password · Nobody can do this for somebody else · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
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
            /** @description An organization needs at least one owner · The organization has as many members as its plan allows · Username already exists */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
                    /** @description Names this version of the member */
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
            /** @description The mailbox is proved, but no owner has proved one of this domain: the request waits */
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
            /** @description The organization has as many members as its plan allows */
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
            /** @description Whoever waits has mail */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                id: components["parameters"]["MembersId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The member can sign in, and is told by mail */
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
            /** @description The organization has as many members as its plan allows · The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
            /** @description The account is its owner’s own: they ask for a new password by mail · Confirm your password in X-Confirm-Password · Nobody can do this for somebody else · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
                    /** @description The new one */
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
            /** @description Confirm your e-mail address first · Not authorized · Nobody can do this for somebody else · Organization is suspended or inactive · Not authorized for this organization · Password change required */
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
            /** @description Already a member · The organization has as many members as its plan allows · Username already exists · The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
            /** @description Confirm your password in X-Confirm-Password · Nobody can do this for somebody else · Not authorized for this organization · Password change required */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` reach inside. Values are text, numbers, true, false, null, and extended JSON such as `{"$date":"2026-01-30T12:00:00Z"}`; a field that is called like a word is written with a dot before it (`.not`); `gt` and the like compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`. */
                filter?: components["parameters"]["Filter"];
                /** @description How the documents and the filter are written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: "canonical" | "relaxed" | "plain";
                /** @description Up to 4 fields, `-` for descending; `_id` breaks ties */
                sort?: string;
                limit?: components["parameters"]["Limit"];
                /** @description `next_cursor` of the page before, with the same filter and sort */
                cursor?: string;
                /** @description The fields to show; `_id` and `_rev` always are */
                fields?: string;
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                            /** @description Text, or any other type in documents that others wrote */
                            _id: unknown;
                            /** @description Text, or whatever others wrote */
                            _rev?: unknown;
                        } & {
                            [key: string]: unknown;
                        })[];
                        /** @description Null on the last page */
                        next_cursor: string | null;
                        /** @description By their index, where the documents are whose `_id` does not do as a path; absent when there are none */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
                        /** @description Text, or any other type in documents that others wrote */
                        _id: unknown;
                        /** @description Text, or whatever others wrote */
                        _rev?: unknown;
                    } & {
                        [key: string]: unknown;
                    }) | components["schemas"]["InsertedDto"];
                };
            };
            /** @description Collection name is invalid · Document is invalid · Request body is not valid JSON · Request body contains a NUL character or an unpaired surrogate · Request body is nested too deeply or has too many values · Idempotency-Key must be 1 to 128 letters, digits, - or _ */
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
            /** @description A document with this _id already exists · The organization has as many collections as it may have · The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
            /** @description Collection is reserved · Nobody can do this for somebody else · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
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
                /** @description A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` reach inside. Values are text, numbers, true, false, null, and extended JSON such as `{"$date":"2026-01-30T12:00:00Z"}`; a field that is called like a word is written with a dot before it (`.not`); `gt` and the like compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`. */
                filter?: components["parameters"]["Filter"];
                /** @description How the filter is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: "canonical" | "relaxed" | "plain";
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description `json`: the id in the path is extended JSON, so that it can be of any type: `7`, `"count"` in quotes, `{"$oid":"507f1f77bcf86cd799439011"}` */
                id_type?: components["parameters"]["IdType"];
                /** @description How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: components["parameters"]["DataJson"];
            };
            header?: {
                /** @description An ETag the caller has; 304 when it is still the one */
                "If-None-Match"?: string;
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                collection: components["parameters"]["Collection"];
                /** @description The `_id` as text; 24 hexadecimal digits are an ObjectId */
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
                        /** @description Text, or any other type in documents that others wrote */
                        _id: unknown;
                        /** @description Text, or whatever others wrote */
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
            /** @description Collection name is invalid · Document is invalid · Validation error */
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
                /** @description `json`: the id in the path is extended JSON, so that it can be of any type: `7`, `"count"` in quotes, `{"$oid":"507f1f77bcf86cd799439011"}` */
                id_type?: components["parameters"]["IdType"];
                /** @description How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: components["parameters"]["DataJson"];
            };
            header?: {
                /** @description The ETag the change was made from; another one is refused with 412 */
                "If-Match"?: components["parameters"]["DataIfMatch"];
                /** @description `*`: create */
                "If-None-Match"?: "*";
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                collection: components["parameters"]["Collection"];
                /** @description The `_id` as text; 24 hexadecimal digits are an ObjectId */
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
                        /** @description Text, or any other type in documents that others wrote */
                        _id: unknown;
                        /** @description Text, or whatever others wrote */
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
                        /** @description Text, or any other type in documents that others wrote */
                        _id: unknown;
                        /** @description Text, or whatever others wrote */
                        _rev?: unknown;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["V1CollectionNameInvalidOrDocumentInvalidOrInvalidRequest"];
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
                /** @description `json`: the id in the path is extended JSON, so that it can be of any type: `7`, `"count"` in quotes, `{"$oid":"507f1f77bcf86cd799439011"}` */
                id_type?: components["parameters"]["IdType"];
                /** @description How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: components["parameters"]["DataJson"];
            };
            header?: {
                /** @description The ETag the change was made from; another one is refused with 412 */
                "If-Match"?: components["parameters"]["DataIfMatch"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                collection: components["parameters"]["Collection"];
                /** @description The `_id` as text; 24 hexadecimal digits are an ObjectId */
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
            400: components["responses"]["V1CollectionNameInvalidOrDocumentInvalidOrInvalidRequest"];
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
                /** @description `json`: the id in the path is extended JSON, so that it can be of any type: `7`, `"count"` in quotes, `{"$oid":"507f1f77bcf86cd799439011"}` */
                id_type?: components["parameters"]["IdType"];
                /** @description How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: components["parameters"]["DataJson"];
            };
            header?: {
                /** @description The ETag the change was made from; another one is refused with 412 */
                "If-Match"?: components["parameters"]["DataIfMatch"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                collection: components["parameters"]["Collection"];
                /** @description The `_id` as text; 24 hexadecimal digits are an ObjectId */
                id: components["parameters"]["DataId"];
            };
            cookie?: never;
        };
        /** @description Fields to set; null removes */
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
            /** @description The document now */
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
                        /** @description Text, or any other type in documents that others wrote */
                        _id: unknown;
                        /** @description Text, or whatever others wrote */
                        _rev?: unknown;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            400: components["responses"]["V1CollectionNameInvalidOrDocumentInvalidOrInvalidRequest"];
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
                /** @description A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` reach inside. Values are text, numbers, true, false, null, and extended JSON such as `{"$date":"2026-01-30T12:00:00Z"}`; a field that is called like a word is written with a dot before it (`.not`); `gt` and the like compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`. */
                filter?: components["parameters"]["Filter"];
                /** @description How the documents are written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: "canonical" | "relaxed" | "plain";
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
            /** @description The organization is being moved; try again · The organization has too many requests under way · Service temporarily unavailable */
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
                /** @description `upsert` replaces the documents that are there */
                mode?: "insert" | "upsert";
                /** @description How the documents are written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical` */
                json?: "canonical" | "relaxed" | "plain";
                /** @description Of text/csv: how cells are read; `numbers` makes numbers of those that are JSON numbers */
                csv?: "text" | "numbers";
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                collection: components["parameters"]["Collection"];
            };
            cookie?: never;
        };
        /** @description One JSON object per line; as application/json also an array of them, or objects behind one another; as text/csv records under a header, in which dots reach inside */
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
            /** @description What became of the lines */
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
            /** @description The organization is being moved; try again · The organization has too many requests under way · The service cannot take more organizations at the moment · Service temporarily unavailable */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                     *           "description": "Read documents"
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
                    /** @description Names the version of name, description and permissions */
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
            /** @description Role already exists · The organization has as many roles as it may have · The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                    /** @description Names the version of name, description and permissions */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                    /** @description Names the version of name, description and permissions */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
                    /** @description The new one */
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
            /** @description Not authorized · Nobody can do this for somebody else · Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    "X-Request-Id": components["headers"]["XRequestId"];
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization already exists · Schema name already exists · The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                /** @description The organization the request is about (the token’s, or the one X-Org-Id picks), or `current` */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                /** @description The organization the request is about (the token’s, or the one X-Org-Id picks), or `current` */
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
                /** @description The ETag that was read; another version is refused with 412 */
                "If-Match"?: string;
                /** @description The caller’s password, while REQUIRE_STEP_UP is on and the body has name; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: string;
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                /** @description The organization the request is about (the token’s, or the one X-Org-Id picks), or `current` */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                /** @description The organization the request is about (the token’s, or the one X-Org-Id picks), or `current` */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
            };
            path: {
                /** @description The organization the request is about (the token’s, or the one X-Org-Id picks), or `current` */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description `next_cursor` of the page before */
                cursor?: string;
                limit?: components["parameters"]["Limit"];
                /** @description Only this action */
                action?: string;
                /** @description At or after this day (UTC) or moment */
                from?: components["parameters"]["AuditFrom"];
                /** @description Before this moment; a day is the whole day */
                to?: components["parameters"]["AuditTo"];
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description `next_cursor` of the page before */
                cursor?: string;
                limit?: components["parameters"]["Limit"];
                /** @description open or ignored */
                status?: string;
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
            /** @description The database carries the mark of another registry · The registry accounts for this database · The database belongs to another organization · The organization has documents of its own · Another change of this organization is in progress · Organization already exists · Already a member */
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
                /** @description `next_cursor` of the page before */
                cursor?: string;
                limit?: components["parameters"]["Limit"];
                /** @description How the address begins */
                q?: string;
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
            /** @description The account is its owner’s own: they ask for a new password by mail · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
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
                /** @description `next_cursor` of the page before */
                cursor?: string;
                limit?: components["parameters"]["Limit"];
                /** @description Only the log of this organization, which may be deleted meanwhile; `platform`: what belongs to none */
                organization_id?: string;
                /** @description Only this action */
                action?: string;
                /** @description At or after this day (UTC) or moment */
                from?: components["parameters"]["AuditFrom"];
                /** @description Before this moment; a day is the whole day */
                to?: components["parameters"]["AuditTo"];
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Only the log of this organization, which may be deleted meanwhile; `platform`: what belongs to none, as without the parameter */
                organization_id?: string;
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description `next_cursor` of the page before */
                cursor?: string;
                limit?: components["parameters"]["Limit"];
                /** @description How the name begins, without regard to case */
                q?: string;
                /** @description active, inactive or suspended */
                status?: string;
                /** @description Type or id of a plan */
                plan?: string;
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
            401: components["responses"]["V1AuthCredentialsInvalid"];
            /** @description The invitation is for another address: sign in with the account that has it · Password change required · Organization is suspended or inactive · The account is suspended or inactive · Nobody can do this for somebody else */
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
            /** @description Already a member · The organization has as many members as its plan allows · Email already registered · Username already exists · The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
            /** @description Already a member · This address is invited already · No more invitations can be sent for now · The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
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
                /** @description The caller’s password, while REQUIRE_STEP_UP is on; percent-encoded when it has characters beyond ASCII */
                "X-Confirm-Password"?: components["parameters"]["XConfirmPassword"];
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: components["parameters"]["XOrgId"];
                /** @description Makes a repeat safe: for 24 hours the same request with the same key is done once and answered alike */
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
            /** @description No more invitations can be sent for now · Already a member · The request with this Idempotency-Key is being worked on · The request with this Idempotency-Key was done, but its answer was lost */
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
            /** @description Mails are not shown here */
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
