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
         * @description The documents are copied to the next generation of the database, `org_<name>_v<n>`, which then takes over. The organization is the one of the token; another `organization_name` renames it.
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
         * @description With the token of an owner or administrator of the company the user can sign in at once; without one, after an administrator has approved.
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
         * @description Each works once. For ten seconds the same successor is given again; later use of an exchanged token ends the session.
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
         * The users of the own tenant
         * @description Needs the permission `members.manage`.
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
         * @description Needs the permission `members.manage`.
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
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who the token speaks for */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
        /** Change the password; every other session ends */
        put: operations["changePassword"];
        post?: never;
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
    "/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The members of the own organization, a hundred at a time
         * @description Needs the permission `members.read`.
         */
        get: operations["listMembers"];
        put?: never;
        post?: never;
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
         * @description Needs the permission `members.manage`.
         */
        post: operations["approveMember"];
        delete?: never;
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
         * @description Pages follow each other by the values of the sort fields and `_id`, so documents written in between shift nothing. Different types sort in the order of MongoDB; fields that hold arrays cannot be sorted by.
         *
         *     Needs the permission `data.read`.
         */
        get: operations["listDocuments"];
        put?: never;
        /**
         * Create one document, or up to 1,000 at once
         * @description An object creates one document. An array creates all of them or none. The collection is made on its first write; an organization may have 20.
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
         * @description Applied by the database in one step: patches of different fields at once lose nothing. At most 20 levels.
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
         * Store a stream of NDJSON
         * @description Written in batches of at most 1,000 documents as they come; a client that goes away leaves whole batches. Lines of more than 1 MiB, and lines that cannot be stored, are reported and skipped.
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
    "/v1/dev/mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The newest 100 mails that were kept instead of sent
         * @description For development: it needs no token and shows links that sign people in. It answers 404 in production, and wherever MAIL_URL is set.
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
        AccountDto: {
            /** @example 507f1f77bcf86cd799439011 */
            id: string;
            /** @example 507f1f77bcf86cd799439012 */
            organization_id: string | null;
            /**
             * @example owner
             * @enum {string|null}
             */
            role: "owner" | "admin" | "manager" | "attendant" | "member" | null;
            /**
             * @description Runs the platform, belongs to no organization
             * @example false
             */
            platform_operator: boolean;
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
        MemberDto: {
            /** @example 507f1f77bcf86cd799439011 */
            id: string;
            /** @example jane@acmecorp.com */
            email: string;
            /**
             * @description Unique inside the organization
             * @example janedoe
             */
            user_name: string;
            /** @example Jane Doe */
            name: string | null;
            /**
             * @example member
             * @enum {string}
             */
            role: "owner" | "admin" | "manager" | "attendant" | "member";
            /**
             * @description `pending`: waits for approval, cannot sign in
             * @example pending
             * @enum {string}
             */
            status: "active" | "pending" | "inactive";
        };
        MemberListDto: {
            items: components["schemas"]["MemberDto"][];
            /** @example null */
            next_cursor: string | null;
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
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Says which part is down */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
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
            header?: never;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Organization already exists · Organization name is reserved · Email already registered · Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
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
                organization_name: string;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Organization not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
        };
    };
    updateOrganization: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Nothing to change: give a new name, email or password · Organization already exists · Organization name is reserved · Email already registered · Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Not authorized · Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Organization not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Another change of this organization is in progress */
            409: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description The organization is being moved; try again · Too many sign-ins at the moment · Service temporarily unavailable */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
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
                organization_name: string;
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Organization deleted */
            200: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Not authorized · Not authorized for this organization · Organization is suspended or inactive · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Organization not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Service temporarily unavailable */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Invalid credentials */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Organization is suspended or inactive */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrgFailure"];
                };
            };
        };
    };
    registerCompany: {
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Company name is reserved · Password is too weak · Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Email already registered · Company name already exists · Domain already registered */
            409: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
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
            header?: never;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Password is too weak · Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Domain not registered */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Email already registered · Username already exists */
            409: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisterFailure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
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
            header?: never;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Email already registered · Organization already exists · Password is too weak · Organization name is reserved · Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Invalid credentials */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Organization is suspended or inactive */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Invalid refresh token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Organization is suspended or inactive */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
        };
    };
    signOut: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            200: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Not authenticated */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
        };
    };
    createOwnOrganization: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Organization already exists · Organization name is reserved · Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Not authenticated */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
        };
    };
    countOrgRoleUsers: {
        parameters: {
            query?: {
                /** @description Members since: epoch milliseconds or ISO 8601 */
                from?: string;
                /** @description Members before */
                to?: string;
                status?: "active" | "inactive" | "pending";
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Not authenticated */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
        };
    };
    countRoleUsers: {
        parameters: {
            query?: {
                /** @description Members since: epoch milliseconds or ISO 8601 */
                from?: string;
                /** @description Members before */
                to?: string;
                status?: "active" | "inactive" | "pending";
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Not authenticated */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
        };
    };
    countOrgMembers: {
        parameters: {
            query?: {
                /** @description Members since: epoch milliseconds or ISO 8601 */
                from?: string;
                /** @description Members before */
                to?: string;
                status?: "active" | "inactive" | "pending";
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Not authenticated */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityFailure"];
                };
            };
        };
    };
    createTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description One-time secret, shown once */
                    "X-Initial-Secret"?: string;
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
            /** @description Schema name must be lowercase letters, numbers, and underscores only · Schema name must be at most 54 characters · Schema name is reserved · Invalid plan ID or type · Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Not authorized · Tenant is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Schema name already exists · Owner email already exists */
            409: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
        };
    };
    listTenantUsers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path: {
                /** @description UUID of the tenant */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The users */
            200: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Unauthorized */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Not authorized · Tenant is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Tenant not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
        };
    };
    createTenantUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path: {
                /** @description UUID of the tenant */
                id: string;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description One-time secret, shown once */
                    "X-Initial-Secret"?: string;
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
            /** @description Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Not authorized · Tenant is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Tenant not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Owner email already exists */
            409: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path: {
                /** @description UUID of the tenant */
                id: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The secret */
            200: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Unauthorized */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Not authorized · Tenant is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Tenant not found · User not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
        };
    };
    changeOwnPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Password is too weak · Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Invalid credentials · Unauthorized */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Tenant is suspended or inactive · Not authorized for this organization */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsV1Failure"];
                };
            };
        };
    };
    registerTenant: {
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Tenant already exists with this email */
            409: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Email and password are required · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Invalid email or password */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Tenant account is suspended or inactive */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
            /** @description Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantsFailure"];
                };
            };
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "507f1f77bcf86cd799439011",
                     *       "organization_id": "507f1f77bcf86cd799439012",
                     *       "role": "owner",
                     *       "platform_operator": false
                     *     }
                     */
                    "application/json": components["schemas"]["AccountDto"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Invalid credentials · Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization is suspended or inactive · Not authorized for this organization */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Too many sign-ins at the moment · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    listOperations: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    getOperation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Operation not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: {
                /** @description `next_cursor` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "507f1f77bcf86cd799439011",
                     *           "email": "jane@acmecorp.com",
                     *           "user_name": "janedoe",
                     *           "name": "Jane Doe",
                     *           "role": "member",
                     *           "status": "pending"
                     *         }
                     *       ],
                     *       "next_cursor": null
                     *     }
                     */
                    "application/json": components["schemas"]["MemberListDto"];
                };
            };
            /** @description Query is invalid */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Not authorized · Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    approveMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The member can sign in */
            204: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Not authorized · Organization is suspended or inactive · Not authorized for this organization · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description User not found · Organization not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    listCollections: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The collections by name */
            200: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    listDocuments: {
        parameters: {
            query?: {
                /** @description A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` reach inside. Values are text, numbers, true, false, null; `gt` and the like compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`. */
                filter?: string;
                /** @description Up to 4 fields, `-` for descending; `_id` breaks ties */
                sort?: string;
                limit?: number;
                /** @description `next_cursor` of the page before, with the same filter and sort */
                cursor?: string;
                /** @description The fields to show; `_id` and `_rev` always are */
                fields?: string;
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path: {
                collection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page */
            200: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
                            _id: string;
                            _rev?: string;
                        } & {
                            [key: string]: unknown;
                        })[];
                        /** @description Null on the last page */
                        next_cursor: string | null;
                    };
                };
            };
            /** @description Collection name is invalid · Query is invalid */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Collection is reserved · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The organization is being moved; try again · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    createDocuments: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path: {
                collection: string;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description The revision */
                    ETag?: string;
                    /** @description The document */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": ({
                        _id: string;
                        _rev?: string;
                    } & {
                        [key: string]: unknown;
                    }) | components["schemas"]["InsertedDto"];
                };
            };
            /** @description Collection name is invalid · Document is invalid · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Collection is reserved · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description A document with this _id already exists · The organization has as many collections as it may have */
            409: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Document is too large · Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The organization is being moved; try again · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    dropCollection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path: {
                collection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Dropped */
            204: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Collection name is invalid · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Collection is reserved · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization not found · Collection not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The organization is being moved; try again · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    countDocuments: {
        parameters: {
            query?: {
                /** @description A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` reach inside. Values are text, numbers, true, false, null; `gt` and the like compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`. */
                filter?: string;
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path: {
                collection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The number of documents that match */
            200: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Collection name is invalid · Query is invalid */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Collection is reserved · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The organization is being moved; try again · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    getDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description An ETag the caller has; 304 when it is still the one */
                "If-None-Match"?: string;
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path: {
                collection: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
                        _id: string;
                        _rev?: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Unchanged */
            304: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description The revision */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Collection name is invalid · Document is invalid · Validation error */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Collection is reserved · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization not found · Document not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The organization is being moved; try again · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    replaceDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the change was made from; another one is refused with 412 */
                "If-Match"?: string;
                /** @description `*`: create */
                "If-None-Match"?: "*";
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path: {
                collection: string;
                id: string;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
                        _id: string;
                        _rev?: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Created */
            201: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
                        _id: string;
                        _rev?: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Collection name is invalid · Document is invalid · Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Collection is reserved · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization not found · Document not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The organization has as many collections as it may have */
            409: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The document was changed by somebody else */
            412: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Document is too large · Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The organization is being moved; try again · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    deleteDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the change was made from; another one is refused with 412 */
                "If-Match"?: string;
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path: {
                collection: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted */
            204: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Collection name is invalid · Document is invalid · Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Collection is reserved · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization not found · Document not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The document was changed by somebody else */
            412: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The organization is being moved; try again · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    patchDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag the change was made from; another one is refused with 412 */
                "If-Match"?: string;
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path: {
                collection: string;
                id: string;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
                        _id: string;
                        _rev?: string;
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Collection name is invalid · Document is invalid · Validation error · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Collection is reserved · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization not found · Document not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The document was changed by somebody else */
            412: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Document is too large · Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The organization is being moved; try again · Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
    exportDocuments: {
        parameters: {
            query?: {
                /** @description A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` reach inside. Values are text, numbers, true, false, null; `gt` and the like compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`. */
                filter?: string;
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path: {
                collection: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One document per line */
            200: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    /** @example {"_id":"ada","name":"Ada","age":36,"address":{"city":"London"},"_rev":"3f2a9c0d1e4b"} */
                    "application/x-ndjson": string;
                };
            };
            /** @description Collection name is invalid · Query is invalid */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Collection is reserved · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The organization is being moved; try again · Service temporarily unavailable */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
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
            };
            header?: {
                /** @description Picks one of the caller’s organizations by its id; the token’s own when absent */
                "X-Org-Id"?: string;
            };
            path: {
                collection: string;
            };
            cookie?: never;
        };
        /** @description One JSON object per line */
        requestBody: {
            content: {
                /**
                 * @example {"_id":"ada","name":"Ada","age":36,"address":{"city":"London"}}
                 *     {"name":"Grace"}
                 */
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description What became of the lines */
            200: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
            /** @description Collection name is invalid · Query is invalid · Request body is not valid JSON · Request body is nested too deeply or has too many values */
            400: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Invalid token */
            401: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Bearer */
                    "WWW-Authenticate"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Collection is reserved · Organization is suspended or inactive · Not authorized for this organization · Not authorized · Password change required */
            403: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Organization not found */
            404: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The organization has as many collections as it may have */
            409: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Request body is too large */
            413: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Content-Type must be application/json */
            415: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description The organization is being moved; try again · Service temporarily unavailable */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
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
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Internal error */
            500: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
            /** @description Service temporarily unavailable · The request took too long; its outcome is unknown */
            503: {
                headers: {
                    /** @description Names the request in the log */
                    "X-Request-Id"?: string;
                    /** @description Seconds */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["V1Failure"];
                };
            };
        };
    };
}
