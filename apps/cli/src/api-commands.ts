// Generated from the native API by npm run generate. Do not edit.
import type { ApiCommand } from './api-command.js';

export const API_COMMANDS: readonly ApiCommand[] = [
 {
  "name": "accounts create",
  "id": "addAccount",
  "method": "POST",
  "path": "/v1/accounts",
  "about": "Create an account, with or without an organization, and sign in",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "email",
    "type": "text",
    "required": true
   },
   {
    "name": "password",
    "type": "text",
    "required": true
   },
   {
    "name": "name",
    "type": "text",
    "about": "Name of the user"
   },
   {
    "name": "organization_name",
    "type": "text",
    "about": "Creates this organization too, owned by the account. Unique, case-insensitive"
   },
   {
    "name": "plan",
    "type": "text",
    "about": "Type or id of the organization’s plan; DEFAULT_PLAN if absent or with PLAN_CHANGE=platform"
   },
   {
    "name": "cookie",
    "type": "flag",
    "about": "Sends the refresh token in an httpOnly cookie instead of the body, for browsers"
   },
   {
    "name": "return_to",
    "type": "text",
    "about": "Where the page behind the mailed link leads on to: below an address that RETURN_ADDRESSES or the branding of the organization of the request allows"
   }
  ],
  "open": true
 },
 {
  "name": "audit export",
  "id": "exportAudit",
  "method": "GET",
  "path": "/v1/audit/export",
  "about": "Export the audit log of the organization",
  "args": [],
  "query": [
   {
    "name": "format",
    "type": "text",
    "about": "`ndjson`: can be verified offline with `rowhouse audit verify`; entries that the filter leaves out stand in it as their digests. `csv`: for spreadsheets; cells that would be formulas begin with an apostrophe",
    "choices": [
     "ndjson",
     "csv"
    ]
   },
   {
    "name": "action",
    "type": "text",
    "about": "Only entries with this action"
   },
   {
    "name": "from",
    "type": "text",
    "about": "Only entries at or after this day (UTC) or time"
   },
   {
    "name": "to",
    "type": "text",
    "about": "Only entries before this time; a day counts as a whole"
   }
  ],
  "streams": "application/x-ndjson"
 },
 {
  "name": "audit heads",
  "id": "listAuditHeads",
  "method": "GET",
  "path": "/v1/audit/heads",
  "about": "List the signed heads of an audit log, newest first",
  "args": [],
  "query": [
   {
    "name": "organization_id",
    "type": "text",
    "required": true,
    "about": "An organization’s id, or `platform`"
   },
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page"
   },
   {
    "name": "limit",
    "type": "number"
   },
   {
    "name": "from",
    "type": "text",
    "about": "Only heads signed at or after this day (UTC) or time"
   },
   {
    "name": "to",
    "type": "text",
    "about": "Only heads signed before this time; a day counts as a whole"
   }
  ],
  "paged": true,
  "open": true
 },
 {
  "name": "audit keys",
  "id": "getAuditKeys",
  "method": "GET",
  "path": "/v1/audit/keys",
  "about": "Get the public keys that heads of audit logs are signed with",
  "args": [],
  "query": [],
  "open": true
 },
 {
  "name": "audit list",
  "id": "listAudit",
  "method": "GET",
  "path": "/v1/audit",
  "about": "List the audit log of the organization, newest first",
  "args": [],
  "query": [
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page"
   },
   {
    "name": "limit",
    "type": "number"
   },
   {
    "name": "action",
    "type": "text",
    "about": "Only entries with this action"
   },
   {
    "name": "from",
    "type": "text",
    "about": "Only entries at or after this day (UTC) or time"
   },
   {
    "name": "to",
    "type": "text",
    "about": "Only entries before this time; a day counts as a whole"
   }
  ],
  "paged": true
 },
 {
  "name": "audit-sinks create",
  "id": "createAuditSink",
  "method": "POST",
  "path": "/v1/audit/sinks",
  "about": "Stream the audit log of the organization to an address or a bucket",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "url",
    "type": "text",
    "about": "Of kind `http`: https; a public host; port 443, or one of 1024 to 65535"
   },
   {
    "name": "endpoint",
    "type": "text",
    "about": "Of kind `s3`: where the bucket is; that of Amazon for the region when absent"
   },
   {
    "name": "region",
    "type": "text",
    "about": "Of kind `s3`"
   },
   {
    "name": "bucket",
    "type": "text",
    "about": "Of kind `s3`"
   },
   {
    "name": "prefix",
    "type": "text",
    "about": "Of kind `s3`: objects are named `<prefix>/<log>/<first entry>-<last entry>.ndjson`"
   },
   {
    "name": "access_key_id",
    "type": "text",
    "about": "Of kind `s3`"
   },
   {
    "name": "secret_access_key",
    "type": "text",
    "about": "Of kind `s3`. It is stored sealed, and not shown again"
   },
   {
    "name": "description",
    "type": "text"
   },
   {
    "name": "kind",
    "type": "text",
    "required": true,
    "choices": [
     "http",
     "s3"
    ]
   },
   {
    "name": "start",
    "type": "text",
    "about": "`now`: only entries that are made from now on",
    "choices": [
     "beginning",
     "now"
    ]
   }
  ],
  "stepUp": true
 },
 {
  "name": "audit-sinks delete",
  "id": "deleteAuditSink",
  "method": "DELETE",
  "path": "/v1/audit/sinks/{id}",
  "about": "Delete a sink of the audit log of the organization",
  "args": [
   "id"
  ],
  "query": [],
  "ifMatch": true
 },
 {
  "name": "audit-sinks get",
  "id": "getAuditSink",
  "method": "GET",
  "path": "/v1/audit/sinks/{id}",
  "about": "Get a sink of the audit log of the organization, with its position, lag and last error",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "audit-sinks list",
  "id": "listAuditSinks",
  "method": "GET",
  "path": "/v1/audit/sinks",
  "about": "List the sinks of the audit log of the organization",
  "args": [],
  "query": []
 },
 {
  "name": "audit-sinks rotate",
  "id": "rotateAuditSinkSecret",
  "method": "POST",
  "path": "/v1/audit/sinks/{id}/rotate",
  "about": "Rotate the secret of a sink of the audit log of the organization; the previous one also signs for some hours",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "overlap_hours",
    "type": "number",
    "about": "Hours that the secret before signs too; 0: it ends at once"
   }
  ],
  "ifMatch": true,
  "stepUp": true
 },
 {
  "name": "audit-sinks update",
  "id": "updateAuditSink",
  "method": "PATCH",
  "path": "/v1/audit/sinks/{id}",
  "about": "Change, enable or disable a sink of the audit log of the organization",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "url",
    "type": "text",
    "about": "Of kind `http`: https; a public host; port 443, or one of 1024 to 65535"
   },
   {
    "name": "endpoint",
    "type": "text",
    "about": "Of kind `s3`: where the bucket is; that of Amazon for the region when absent"
   },
   {
    "name": "region",
    "type": "text",
    "about": "Of kind `s3`"
   },
   {
    "name": "bucket",
    "type": "text",
    "about": "Of kind `s3`"
   },
   {
    "name": "prefix",
    "type": "text",
    "about": "Of kind `s3`: objects are named `<prefix>/<log>/<first entry>-<last entry>.ndjson`"
   },
   {
    "name": "access_key_id",
    "type": "text",
    "about": "Of kind `s3`"
   },
   {
    "name": "secret_access_key",
    "type": "text",
    "about": "Of kind `s3`. It is stored sealed, and not shown again"
   },
   {
    "name": "description",
    "type": "text"
   },
   {
    "name": "enabled",
    "type": "flag",
    "about": "Off: nothing is sent. On: it goes on behind the last entry that was accepted, at once"
   }
  ],
  "ifMatch": true,
  "stepUp": true
 },
 {
  "name": "backups copy-copies",
  "id": "copyBackup",
  "method": "POST",
  "path": "/v1/backups/{id}/copies",
  "about": "Restore a backup as a new organization",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "name",
    "type": "text",
    "required": true,
    "about": "Of the new organization"
   }
  ],
  "stepUp": true
 },
 {
  "name": "backups create",
  "id": "createBackup",
  "method": "POST",
  "path": "/v1/backups",
  "about": "Create a backup of the organization",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "note",
    "type": "text",
    "about": "For people"
   }
  ]
 },
 {
  "name": "backups create-links",
  "id": "createBackupLink",
  "method": "POST",
  "path": "/v1/backups/{id}/links",
  "about": "Create a link that downloads a backup",
  "args": [
   "id"
  ],
  "query": [],
  "stepUp": true
 },
 {
  "name": "backups delete",
  "id": "deleteBackup",
  "method": "DELETE",
  "path": "/v1/backups/{id}",
  "about": "Delete a backup",
  "args": [
   "id"
  ],
  "query": [],
  "stepUp": true
 },
 {
  "name": "backups delete-schedule",
  "id": "removeBackupSchedule",
  "method": "DELETE",
  "path": "/v1/backups/schedule",
  "about": "Remove the schedule of backups",
  "args": [],
  "query": []
 },
 {
  "name": "backups download",
  "id": "downloadBackup",
  "method": "GET",
  "path": "/v1/backups/downloads/{secret}",
  "about": "Download a backup as mongorestore reads it",
  "args": [
   "secret"
  ],
  "query": [
   {
    "name": "format",
    "type": "text",
    "choices": [
     "archive",
     "directory"
    ]
   }
  ],
  "streams": "application/gzip",
  "open": true
 },
 {
  "name": "backups get",
  "id": "getBackup",
  "method": "GET",
  "path": "/v1/backups/{id}",
  "about": "Get a backup and its progress",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "backups get-copies",
  "id": "getBackupCopy",
  "method": "GET",
  "path": "/v1/backups/copies/{id}",
  "about": "Get an organization that is made from a backup, and its progress",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "backups get-journal",
  "id": "getJournal",
  "method": "GET",
  "path": "/v1/backups/journal",
  "about": "Get which moments the organization can be put back to",
  "args": [],
  "query": []
 },
 {
  "name": "backups get-schedule",
  "id": "getBackupSchedule",
  "method": "GET",
  "path": "/v1/backups/schedule",
  "about": "Get the schedule of backups",
  "args": [],
  "query": []
 },
 {
  "name": "backups list",
  "id": "listBackups",
  "method": "GET",
  "path": "/v1/backups",
  "about": "List the backups of the organization, newest first",
  "args": [],
  "query": [
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page"
   },
   {
    "name": "limit",
    "type": "number"
   }
  ],
  "paged": true
 },
 {
  "name": "backups list-copies",
  "id": "listBackupCopies",
  "method": "GET",
  "path": "/v1/backups/copies",
  "about": "List the organizations that were made from backups, newest first",
  "args": [],
  "query": []
 },
 {
  "name": "backups preview-journal-restore",
  "id": "previewMomentRestore",
  "method": "POST",
  "path": "/v1/backups/journal/restore/preview",
  "about": "Show what a restore to a moment would use and change",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "at",
    "type": "text",
    "required": true,
    "about": "RFC 3339 with its zone: the beginning of that second, by the clock of the database; or an exact cluster time, such as `1769774400.17`"
   }
  ]
 },
 {
  "name": "backups preview-restore",
  "id": "previewRestore",
  "method": "POST",
  "path": "/v1/backups/{id}/restore/preview",
  "about": "Show what a restore would change",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "backups restore",
  "id": "restoreBackup",
  "method": "POST",
  "path": "/v1/backups/{id}/restore",
  "about": "Restore a backup",
  "args": [
   "id"
  ],
  "query": [],
  "stepUp": true
 },
 {
  "name": "backups restore-collection",
  "id": "restoreBackupCollection",
  "method": "POST",
  "path": "/v1/backups/{id}/restore/collection",
  "about": "Restore one collection of a backup",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "collection",
    "type": "text",
    "required": true,
    "about": "The collection, as it was called"
   },
   {
    "name": "as",
    "type": "text",
    "about": "Another name for it"
   },
   {
    "name": "confirm",
    "type": "text",
    "about": "The name that it gets, once more: a collection of this name is replaced"
   },
   {
    "name": "dry_run",
    "type": "flag",
    "about": "Say what would change, and change nothing"
   }
  ],
  "stepUp": true
 },
 {
  "name": "backups restore-document",
  "id": "restoreBackupDocument",
  "method": "POST",
  "path": "/v1/backups/{id}/restore/document",
  "about": "Restore one document of a backup",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "collection",
    "type": "text",
    "required": true
   },
   {
    "name": "document_id",
    "type": "json",
    "required": true,
    "about": "`_id`: text as in the path of a document, or extended JSON"
   },
   {
    "name": "dry_run",
    "type": "flag",
    "about": "Say what would change, and change nothing"
   }
  ],
  "stepUp": true
 },
 {
  "name": "backups restore-journal",
  "id": "restoreToMoment",
  "method": "POST",
  "path": "/v1/backups/journal/restore",
  "about": "Put the data of the organization back to a moment",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "at",
    "type": "text",
    "required": true,
    "about": "RFC 3339 with its zone: the beginning of that second, by the clock of the database; or an exact cluster time, such as `1769774400.17`"
   }
  ],
  "stepUp": true
 },
 {
  "name": "backups set-schedule",
  "id": "setBackupSchedule",
  "method": "PUT",
  "path": "/v1/backups/schedule",
  "about": "Set the schedule of backups",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "cron",
    "type": "text",
    "required": true,
    "about": "Minute, hour, day of the month, month, day of the week, as cron reads them"
   },
   {
    "name": "time_zone",
    "type": "text",
    "about": "IANA name of the time zone by whose wall clock the expression is read"
   },
   {
    "name": "keep_count",
    "type": "number",
    "about": "Scheduled backups that are kept"
   },
   {
    "name": "keep_days",
    "type": "number",
    "about": "Days that each of them is kept at most; absent: only their number counts"
   },
   {
    "name": "enabled",
    "type": "flag"
   }
  ]
 },
 {
  "name": "backups upload",
  "id": "uploadBackup",
  "method": "POST",
  "path": "/v1/backups/uploads",
  "about": "Upload a dump of mongodump as a backup",
  "args": [],
  "query": [
   {
    "name": "note",
    "type": "text"
   },
   {
    "name": "database",
    "type": "text",
    "about": "Which one, if the dump has several databases"
   }
  ],
  "bodyType": "application/octet-stream",
  "fields": [],
  "stepUp": true
 },
 {
  "name": "backups verify",
  "id": "verifyBackup",
  "method": "POST",
  "path": "/v1/backups/{id}/verification",
  "about": "Verify a backup by reading all of it",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "branches create",
  "id": "createBranch",
  "method": "POST",
  "path": "/v1/branches",
  "about": "Make a branch of the organization",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "name",
    "type": "text",
    "required": true,
    "about": "Of the organization that it becomes"
   },
   {
    "name": "at",
    "type": "text",
    "about": "RFC 3339 time with its zone, or a cluster time, within the snapshot window; now when absent"
   },
   {
    "name": "hours",
    "type": "number",
    "about": "Hours until it is deleted"
   },
   {
    "name": "masks",
    "type": "json"
   }
  ],
  "stepUp": true
 },
 {
  "name": "branches delete",
  "id": "deleteBranch",
  "method": "DELETE",
  "path": "/v1/branches/{id}",
  "about": "Delete a branch with its database",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "branches get",
  "id": "getBranch",
  "method": "GET",
  "path": "/v1/branches/{id}",
  "about": "Get a branch and its progress",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "branches list",
  "id": "listBranches",
  "method": "GET",
  "path": "/v1/branches",
  "about": "List the branches of the organization, newest first",
  "args": [],
  "query": []
 },
 {
  "name": "branding get",
  "id": "getBranding",
  "method": "GET",
  "path": "/v1/organizations/{id}/branding",
  "about": "Get the branding of an organization",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "branding update",
  "id": "changeBranding",
  "method": "PATCH",
  "path": "/v1/organizations/{id}/branding",
  "about": "Change the branding of an organization",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "product_name",
    "type": "text",
    "about": "In mails and on pages"
   },
   {
    "name": "home_url",
    "type": "text"
   },
   {
    "name": "logo_url",
    "type": "text"
   },
   {
    "name": "color",
    "type": "text",
    "about": "Of buttons"
   },
   {
    "name": "color_dark",
    "type": "text",
    "about": "Of buttons in a dark scheme"
   },
   {
    "name": "sender_name",
    "type": "text",
    "about": "Name before the address of the sender, which stays that of the installation"
   },
   {
    "name": "support_email",
    "type": "text"
   },
   {
    "name": "locale",
    "type": "text",
    "choices": [
     "en",
     "de"
    ]
   },
   {
    "name": "return_addresses",
    "type": "list",
    "about": "`return_to` may name these addresses and everything below their paths: https, or http on this machine; no query"
   }
  ],
  "ifMatch": true
 },
 {
  "name": "data collections",
  "id": "listCollections",
  "method": "GET",
  "path": "/v1/data",
  "about": "List the organization's collections",
  "args": [],
  "query": []
 },
 {
  "name": "data count",
  "id": "countDocuments",
  "method": "GET",
  "path": "/v1/data/{collection}/count",
  "about": "Count documents",
  "args": [
   "collection"
  ],
  "query": [
   {
    "name": "filter",
    "type": "text",
    "about": "A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` address nested fields. Values are strings, numbers, true, false, null, and extended JSON such as `{\"$date\":\"2026-01-30T12:00:00Z\"}`; a field named like an operator is written with a leading dot (`.not`); `gt`, `gte`, `lt` and `lte` compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`."
   },
   {
    "name": "json",
    "type": "text",
    "about": "How the filter is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical`",
    "choices": [
     "canonical",
     "relaxed",
     "plain"
    ]
   }
  ]
 },
 {
  "name": "data create",
  "id": "createDocuments",
  "method": "POST",
  "path": "/v1/data/{collection}",
  "about": "Create one document, or up to 1,000 at once",
  "args": [
   "collection"
  ],
  "query": [
   {
    "name": "json",
    "type": "text",
    "about": "How request and response bodies are written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical`",
    "choices": [
     "canonical",
     "relaxed",
     "plain"
    ]
   }
  ],
  "bodyType": "application/json",
  "fields": []
 },
 {
  "name": "data delete",
  "id": "deleteDocument",
  "method": "DELETE",
  "path": "/v1/data/{collection}/{id}",
  "about": "Delete a document",
  "args": [
   "collection",
   "id"
  ],
  "query": [
   {
    "name": "id_type",
    "type": "text",
    "about": "`json`: the id in the path is extended JSON and can be of any type: `7`, `\"count\"` in quotes, `{\"$oid\":\"507f1f77bcf86cd799439011\"}`",
    "choices": [
     "json"
    ]
   },
   {
    "name": "json",
    "type": "text",
    "about": "How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical`",
    "choices": [
     "canonical",
     "relaxed",
     "plain"
    ]
   }
  ],
  "ifMatch": true
 },
 {
  "name": "data drop",
  "id": "dropCollection",
  "method": "DELETE",
  "path": "/v1/data/{collection}",
  "about": "Drop a collection with all its documents",
  "args": [
   "collection"
  ],
  "query": []
 },
 {
  "name": "data get",
  "id": "getDocument",
  "method": "GET",
  "path": "/v1/data/{collection}/{id}",
  "about": "Get a document",
  "args": [
   "collection",
   "id"
  ],
  "query": [
   {
    "name": "id_type",
    "type": "text",
    "about": "`json`: the id in the path is extended JSON and can be of any type: `7`, `\"count\"` in quotes, `{\"$oid\":\"507f1f77bcf86cd799439011\"}`",
    "choices": [
     "json"
    ]
   },
   {
    "name": "json",
    "type": "text",
    "about": "How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical`",
    "choices": [
     "canonical",
     "relaxed",
     "plain"
    ]
   }
  ]
 },
 {
  "name": "data list",
  "id": "listDocuments",
  "method": "GET",
  "path": "/v1/data/{collection}",
  "about": "List documents by pages",
  "args": [
   "collection"
  ],
  "query": [
   {
    "name": "filter",
    "type": "text",
    "about": "A JSON object: field → value, or field → `{ eq, ne, gt, gte, lt, lte, in, nin, exists, prefix }`; `and` and `or` take arrays of filters, `not` a filter. Paths such as `address.city` address nested fields. Values are strings, numbers, true, false, null, and extended JSON such as `{\"$date\":\"2026-01-30T12:00:00Z\"}`; a field named like an operator is written with a leading dot (`.not`); `gt`, `gte`, `lt` and `lte` compare values of the same type only, `null` also matches a missing field. At most 50 conditions, 5 levels, 100 values in `in`."
   },
   {
    "name": "json",
    "type": "text",
    "about": "How the documents and the filter are written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical`",
    "choices": [
     "canonical",
     "relaxed",
     "plain"
    ]
   },
   {
    "name": "sort",
    "type": "text",
    "about": "Up to 4 fields, `-` for descending; equal values are ordered by `_id`"
   },
   {
    "name": "limit",
    "type": "number"
   },
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page, with the same filter and sort"
   },
   {
    "name": "fields",
    "type": "text",
    "about": "The fields to return; `_id` and `_rev` are always included"
   }
  ],
  "paged": true
 },
 {
  "name": "data patch",
  "id": "patchDocument",
  "method": "PATCH",
  "path": "/v1/data/{collection}/{id}",
  "about": "Change a document by a JSON Merge Patch (RFC 7396)",
  "args": [
   "collection",
   "id"
  ],
  "query": [
   {
    "name": "id_type",
    "type": "text",
    "about": "`json`: the id in the path is extended JSON and can be of any type: `7`, `\"count\"` in quotes, `{\"$oid\":\"507f1f77bcf86cd799439011\"}`",
    "choices": [
     "json"
    ]
   },
   {
    "name": "json",
    "type": "text",
    "about": "How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical`",
    "choices": [
     "canonical",
     "relaxed",
     "plain"
    ]
   }
  ],
  "bodyType": "application/merge-patch+json",
  "fields": [],
  "ifMatch": true
 },
 {
  "name": "data replace",
  "id": "replaceDocument",
  "method": "PUT",
  "path": "/v1/data/{collection}/{id}",
  "about": "Replace a document, or create it under an id",
  "args": [
   "collection",
   "id"
  ],
  "query": [
   {
    "name": "id_type",
    "type": "text",
    "about": "`json`: the id in the path is extended JSON and can be of any type: `7`, `\"count\"` in quotes, `{\"$oid\":\"507f1f77bcf86cd799439011\"}`",
    "choices": [
     "json"
    ]
   },
   {
    "name": "json",
    "type": "text",
    "about": "How the document is written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical`",
    "choices": [
     "canonical",
     "relaxed",
     "plain"
    ]
   }
  ],
  "bodyType": "application/json",
  "fields": [],
  "ifMatch": true
 },
 {
  "name": "dev mails",
  "id": "listKeptMails",
  "method": "GET",
  "path": "/v1/dev/mails",
  "about": "List the newest 100 e-mails that were kept instead of sent",
  "args": [],
  "query": [],
  "open": true
 },
 {
  "name": "email confirm-change",
  "id": "confirmNewEmail",
  "method": "POST",
  "path": "/v1/email/change",
  "about": "Confirm a new e-mail address with the code sent to it",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "code",
    "type": "text",
    "required": true,
    "about": "From the link of the e-mail"
   },
   {
    "name": "password",
    "type": "text",
    "about": "Password of the account, unless the request has its access token"
   }
  ],
  "open": true
 },
 {
  "name": "email undo-change",
  "id": "undoCredentialsChange",
  "method": "POST",
  "path": "/v1/credentials/undo",
  "about": "Undo a change of password or e-mail address with the code of the e-mail",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "code",
    "type": "text",
    "required": true,
    "about": "From the link of the e-mail"
   }
  ],
  "open": true
 },
 {
  "name": "email verify",
  "id": "verifyOwnEmail",
  "method": "POST",
  "path": "/v1/email/verify",
  "about": "Verify the e-mail address with the code of the e-mail",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "code",
    "type": "text",
    "required": true,
    "about": "From the link of the e-mail"
   },
   {
    "name": "password",
    "type": "text",
    "about": "Password of the account, unless the request has its access token"
   },
   {
    "name": "new_password",
    "type": "text",
    "about": "Instead of `password`: replaces the password of the account and ends every session"
   }
  ],
  "open": true
 },
 {
  "name": "erasures get-certificates",
  "id": "getErasureCertificateByLink",
  "method": "GET",
  "path": "/v1/erasures/certificates/{secret}",
  "about": "Download the certificate of an erasure with the link of the e-mail",
  "args": [
   "secret"
  ],
  "query": [],
  "open": true
 },
 {
  "name": "event-types list",
  "id": "listEventTypes",
  "method": "GET",
  "path": "/v1/event-types",
  "about": "List the types of events of webhooks and event streams",
  "args": [],
  "query": []
 },
 {
  "name": "events stream",
  "id": "streamEvents",
  "method": "GET",
  "path": "/v1/events",
  "about": "Follow the events of the organization, as a stream or a page at a time",
  "args": [],
  "query": [
   {
    "name": "types",
    "type": "text",
    "about": "Filters, separated by commas"
   },
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page"
   },
   {
    "name": "limit",
    "type": "number"
   }
  ],
  "paged": true
 },
 {
  "name": "impersonations end",
  "id": "endImpersonation",
  "method": "DELETE",
  "path": "/v1/platform/impersonations/{id}",
  "about": "End an impersonation and invalidate its token",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "impersonations list",
  "id": "listImpersonations",
  "method": "GET",
  "path": "/v1/platform/impersonations",
  "about": "List the impersonations of the last 90 days, newest first",
  "args": [],
  "query": [
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page"
   }
  ],
  "paged": true
 },
 {
  "name": "impersonations start",
  "id": "startImpersonation",
  "method": "POST",
  "path": "/v1/platform/impersonations",
  "about": "Impersonate a user for a limited time",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "user_id",
    "type": "text",
    "required": true
   },
   {
    "name": "organization_id",
    "type": "text",
    "about": "One of the account’s organizations; the default organization if absent"
   },
   {
    "name": "reason",
    "type": "text",
    "required": true,
    "about": "Written to the audit log"
   },
   {
    "name": "minutes",
    "type": "number"
   }
  ],
  "stepUp": true
 },
 {
  "name": "invitations accept",
  "id": "acceptInvitation",
  "method": "POST",
  "path": "/v1/invitations/accept",
  "about": "Accept an invitation",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "code",
    "type": "text",
    "required": true,
    "about": "The code of the link in the e-mail"
   },
   {
    "name": "password",
    "type": "text",
    "about": "Password of the new account, or of the account that has the address. Not required with the access token of that account."
   },
   {
    "name": "name",
    "type": "text",
    "about": "Name of the new account"
   },
   {
    "name": "user_name",
    "type": "text",
    "about": "Unique in the organization; the e-mail address if absent"
   }
  ],
  "open": true
 },
 {
  "name": "invitations create",
  "id": "createInvitation",
  "method": "POST",
  "path": "/v1/invitations",
  "about": "Invite an e-mail address",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "email",
    "type": "text",
    "required": true
   },
   {
    "name": "role",
    "type": "text",
    "required": true,
    "about": "Key of a role; its permissions must not exceed yours"
   },
   {
    "name": "return_to",
    "type": "text",
    "about": "Where the page behind the mailed link leads on to: below an address that RETURN_ADDRESSES or the branding of the organization of the request allows"
   }
  ],
  "stepUp": true
 },
 {
  "name": "invitations decline",
  "id": "declineInvitation",
  "method": "POST",
  "path": "/v1/invitations/decline",
  "about": "Decline an invitation and invalidate its code",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "code",
    "type": "text",
    "required": true,
    "about": "The code of the link in the e-mail"
   }
  ],
  "open": true
 },
 {
  "name": "invitations get",
  "id": "getInvitation",
  "method": "GET",
  "path": "/v1/invitations/{id}",
  "about": "Get an invitation",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "invitations list",
  "id": "listInvitations",
  "method": "GET",
  "path": "/v1/invitations",
  "about": "List the invitations of the organization, newest first",
  "args": [],
  "query": [
   {
    "name": "status",
    "type": "text",
    "choices": [
     "open",
     "accepted",
     "declined",
     "revoked",
     "expired"
    ]
   },
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page"
   }
  ],
  "paged": true
 },
 {
  "name": "invitations preview",
  "id": "previewInvitation",
  "method": "POST",
  "path": "/v1/invitations/preview",
  "about": "Preview an invitation",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "code",
    "type": "text",
    "required": true,
    "about": "The code of the link in the e-mail"
   }
  ],
  "open": true
 },
 {
  "name": "invitations resend",
  "id": "resendInvitation",
  "method": "POST",
  "path": "/v1/invitations/{id}/resend",
  "about": "Send an invitation again with a new code and expiry",
  "args": [
   "id"
  ],
  "query": [],
  "stepUp": true
 },
 {
  "name": "invitations revoke",
  "id": "revokeInvitation",
  "method": "DELETE",
  "path": "/v1/invitations/{id}",
  "about": "Revoke an invitation and invalidate its code",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "keys create",
  "id": "createApiKey",
  "method": "POST",
  "path": "/v1/api-keys",
  "about": "Create an API key of the organization",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "name",
    "type": "text",
    "required": true
   },
   {
    "name": "scopes",
    "type": "list",
    "required": true,
    "about": "Permissions that you have"
   },
   {
    "name": "expires_at",
    "type": "text",
    "about": "When the key ends; never if absent"
   },
   {
    "name": "allowed_addresses",
    "type": "list",
    "about": "Addresses and CIDR blocks the key may be used from; everywhere if absent or empty"
   }
  ],
  "stepUp": true
 },
 {
  "name": "keys get",
  "id": "getApiKey",
  "method": "GET",
  "path": "/v1/api-keys/{id}",
  "about": "Get an API key of the organization or of one of its members",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "keys get-current",
  "id": "getCurrentApiKey",
  "method": "GET",
  "path": "/v1/api-keys/current",
  "about": "Get the API key of this request",
  "args": [],
  "query": []
 },
 {
  "name": "keys list",
  "id": "listApiKeys",
  "method": "GET",
  "path": "/v1/api-keys",
  "about": "List the API keys of the organization and of its members, newest first",
  "args": [],
  "query": [
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page"
   },
   {
    "name": "limit",
    "type": "number"
   },
   {
    "name": "kind",
    "type": "text",
    "about": "organization or personal; both if absent"
   }
  ],
  "paged": true
 },
 {
  "name": "keys report-leaked",
  "id": "reportLeakedKeys",
  "method": "POST",
  "path": "/v1/api-keys/leaks",
  "about": "Report API keys that were found in public",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [],
  "open": true
 },
 {
  "name": "keys revoke",
  "id": "revokeApiKey",
  "method": "DELETE",
  "path": "/v1/api-keys/{id}",
  "about": "Revoke an API key of the organization or of one of its members",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "keys rotate",
  "id": "rotateApiKey",
  "method": "POST",
  "path": "/v1/api-keys/{id}/rotate",
  "about": "Rotate the secret of an API key of the organization",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "overlap_seconds",
    "type": "number",
    "about": "How long the secret before goes on"
   }
  ],
  "stepUp": true
 },
 {
  "name": "keys update",
  "id": "updateApiKey",
  "method": "PATCH",
  "path": "/v1/api-keys/{id}",
  "about": "Change an API key of the organization",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "name",
    "type": "text"
   },
   {
    "name": "scopes",
    "type": "list"
   },
   {
    "name": "expires_at",
    "type": "text",
    "about": "null: never"
   },
   {
    "name": "allowed_addresses",
    "type": "list",
    "about": "An empty list: everywhere"
   }
  ],
  "stepUp": true
 },
 {
  "name": "leftovers list",
  "id": "listLeftovers",
  "method": "GET",
  "path": "/v1/platform/leftovers",
  "about": "List databases that belong to no organization",
  "args": [],
  "query": [
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page"
   },
   {
    "name": "limit",
    "type": "number"
   },
   {
    "name": "status",
    "type": "text",
    "about": "`open` or `ignored`"
   }
  ],
  "paged": true
 },
 {
  "name": "leftovers settle",
  "id": "settleLeftover",
  "method": "POST",
  "path": "/v1/platform/leftovers/{name}",
  "about": "Adopt, drop or ignore a database that belongs to no organization",
  "args": [
   "name"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "action",
    "type": "text",
    "required": true,
    "choices": [
     "adopt",
     "drop",
     "ignore"
    ]
   },
   {
    "name": "confirm",
    "type": "text",
    "about": "For `drop`: the name of the database"
   },
   {
    "name": "organization_id",
    "type": "text",
    "about": "For `adopt`: an organization without documents that the database is assigned to. If absent: the organization the database was created for"
   },
   {
    "name": "organization_name",
    "type": "text",
    "about": "For `adopt`, if the organization no longer exists: the name of the new organization"
   },
   {
    "name": "owner_email",
    "type": "text",
    "about": "With `organization_name`: the account that owns it"
   }
  ],
  "stepUp": true
 },
 {
  "name": "me change-email",
  "id": "changeEmail",
  "method": "PUT",
  "path": "/v1/me/email",
  "about": "Request a change of your e-mail address",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "email",
    "type": "text",
    "required": true,
    "about": "Receives a link; using the link changes the address of the account"
   },
   {
    "name": "current_password",
    "type": "text",
    "required": true
   },
   {
    "name": "return_to",
    "type": "text",
    "about": "Where the page behind the mailed link leads on to: below an address that RETURN_ADDRESSES or the branding of the organization of the request allows"
   }
  ]
 },
 {
  "name": "me delete",
  "id": "deleteOwnAccount",
  "method": "DELETE",
  "path": "/v1/me",
  "about": "Delete your account",
  "args": [],
  "query": [],
  "stepUp": true
 },
 {
  "name": "me export",
  "id": "exportOwnAccount",
  "method": "GET",
  "path": "/v1/me/export",
  "about": "Export everything that is kept of you",
  "args": [],
  "query": []
 },
 {
  "name": "me get",
  "id": "getAccount",
  "method": "GET",
  "path": "/v1/me",
  "about": "Get your account, permissions and organizations",
  "args": [],
  "query": []
 },
 {
  "name": "me resend-verification",
  "id": "resendVerification",
  "method": "POST",
  "path": "/v1/me/email/verification",
  "about": "Send the verification e-mail again",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "return_to",
    "type": "text",
    "about": "Where the page behind the mailed link leads on to: below an address that RETURN_ADDRESSES or the branding of the organization of the request allows"
   }
  ]
 },
 {
  "name": "me update",
  "id": "updateAccount",
  "method": "PATCH",
  "path": "/v1/me",
  "about": "Update your name, phone, profile or settings",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "name",
    "type": "text",
    "about": "null removes it"
   },
   {
    "name": "phone",
    "type": "text",
    "about": "null removes it"
   },
   {
    "name": "locale",
    "type": "text",
    "about": "Language of e-mails; null: that of the request, or the default",
    "choices": [
     "en",
     "de"
    ]
   },
   {
    "name": "profile",
    "type": "json",
    "about": "Replaces the current value. At most 16 kB and 5 levels; keys are not empty and contain no $ or dot"
   },
   {
    "name": "settings",
    "type": "json",
    "about": "Replaces the current values. At most 16 kB and 5 levels; keys are not empty and contain no $ or dot"
   }
  ],
  "ifMatch": true
 },
 {
  "name": "members approve",
  "id": "approveMember",
  "method": "POST",
  "path": "/v1/members/{id}/approve",
  "about": "Approve a join request",
  "args": [
   "id"
  ],
  "query": [],
  "stepUp": true
 },
 {
  "name": "members confirm",
  "id": "confirmMailbox",
  "method": "POST",
  "path": "/v1/members/confirm",
  "about": "Confirm a join request with the code of the e-mail",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "code",
    "type": "text",
    "required": true,
    "about": "The part of the link after `#code=`"
   },
   {
    "name": "password",
    "type": "text",
    "required": true,
    "about": "The password the account was created with"
   }
  ],
  "open": true
 },
 {
  "name": "members create",
  "id": "createMember",
  "method": "POST",
  "path": "/v1/members",
  "about": "Create an account for a new member with a temporary password",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "email",
    "type": "text",
    "required": true
   },
   {
    "name": "name",
    "type": "text"
   },
   {
    "name": "user_name",
    "type": "text",
    "about": "Unique in the organization; the e-mail address if absent"
   },
   {
    "name": "role",
    "type": "text",
    "about": "`owner`, `admin`, `manager`, `attendant`, `member`, or a role of the organization; `member` when absent"
   }
  ],
  "stepUp": true
 },
 {
  "name": "members decline",
  "id": "declineMember",
  "method": "POST",
  "path": "/v1/members/{id}/decline",
  "about": "Decline a join request",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "members delete",
  "id": "removeMember",
  "method": "DELETE",
  "path": "/v1/members/{id}",
  "about": "Remove a member",
  "args": [
   "id"
  ],
  "query": [],
  "ifMatch": true,
  "stepUp": true
 },
 {
  "name": "members get",
  "id": "getMember",
  "method": "GET",
  "path": "/v1/members/{id}",
  "about": "Get a member",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "members list",
  "id": "listMembers",
  "method": "GET",
  "path": "/v1/members",
  "about": "List the members of the organization",
  "args": [],
  "query": [
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page"
   },
   {
    "name": "limit",
    "type": "number",
    "about": "Members on a page"
   },
   {
    "name": "role",
    "type": "text",
    "about": "Only members with this role"
   },
   {
    "name": "status",
    "type": "text",
    "choices": [
     "active",
     "pending",
     "inactive"
    ]
   },
   {
    "name": "q",
    "type": "text",
    "about": "Prefix of the name, e-mail address or user name, case-insensitive"
   }
  ],
  "paged": true
 },
 {
  "name": "members mail-confirmation",
  "id": "mailConfirmation",
  "method": "POST",
  "path": "/v1/members/confirm/link",
  "about": "Send the confirmation e-mail of a join request again",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "email",
    "type": "text",
    "required": true
   },
   {
    "name": "password",
    "type": "text",
    "required": true,
    "about": "The password the account was created with"
   },
   {
    "name": "return_to",
    "type": "text",
    "about": "Where the page behind the mailed link leads on to: below an address that RETURN_ADDRESSES or the branding of the organization of the request allows"
   }
  ],
  "open": true
 },
 {
  "name": "members reset-password",
  "id": "resetMemberPassword",
  "method": "POST",
  "path": "/v1/members/{id}/reset-password",
  "about": "Reset a member’s password to a temporary one and end their sessions",
  "args": [
   "id"
  ],
  "query": [],
  "stepUp": true
 },
 {
  "name": "members reset-second-factor",
  "id": "resetMemberFactor",
  "method": "DELETE",
  "path": "/v1/members/{id}/second-factor",
  "about": "Reset the second factor of a member and end their sessions",
  "args": [
   "id"
  ],
  "query": [],
  "stepUp": true
 },
 {
  "name": "members transfer-ownership",
  "id": "transferOwnership",
  "method": "POST",
  "path": "/v1/members/{id}/transfer-ownership",
  "about": "Transfer ownership to a member; the actor becomes an administrator",
  "args": [
   "id"
  ],
  "query": [],
  "stepUp": true
 },
 {
  "name": "members update",
  "id": "updateMember",
  "method": "PATCH",
  "path": "/v1/members/{id}",
  "about": "Change the role, status or user name of a member",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "role",
    "type": "text",
    "about": "`owner`, `admin`, `manager`, `attendant`, `member`, or a role of the organization"
   },
   {
    "name": "status",
    "type": "text",
    "choices": [
     "active",
     "inactive"
    ]
   },
   {
    "name": "user_name",
    "type": "text",
    "about": "Unique in the organization"
   }
  ],
  "ifMatch": true,
  "stepUp": true
 },
 {
  "name": "memberships get",
  "id": "getMembership",
  "method": "GET",
  "path": "/v1/me/memberships/{org_id}",
  "about": "Get your membership in an organization",
  "args": [
   "org_id"
  ],
  "query": []
 },
 {
  "name": "memberships join",
  "id": "joinOrganization",
  "method": "POST",
  "path": "/v1/me/memberships",
  "about": "Join the organization of your mail domain as a member",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "domain",
    "type": "text",
    "required": true,
    "about": "The mail domain of the organization and of your address"
   },
   {
    "name": "user_name",
    "type": "text",
    "about": "Unique in the organization; the e-mail address if absent"
   }
  ]
 },
 {
  "name": "memberships leave",
  "id": "leaveOrganization",
  "method": "DELETE",
  "path": "/v1/me/memberships/{org_id}",
  "about": "Leave an organization",
  "args": [
   "org_id"
  ],
  "query": [],
  "stepUp": true
 },
 {
  "name": "my-keys create",
  "id": "createOwnApiKey",
  "method": "POST",
  "path": "/v1/me/api-keys",
  "about": "Create an API key of your own in the organization",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "name",
    "type": "text",
    "required": true
   },
   {
    "name": "scopes",
    "type": "list",
    "required": true,
    "about": "Permissions that you have"
   },
   {
    "name": "expires_at",
    "type": "text",
    "about": "When the key ends; never if absent"
   },
   {
    "name": "allowed_addresses",
    "type": "list",
    "about": "Addresses and CIDR blocks the key may be used from; everywhere if absent or empty"
   }
  ],
  "stepUp": true
 },
 {
  "name": "my-keys get",
  "id": "getOwnApiKey",
  "method": "GET",
  "path": "/v1/me/api-keys/{id}",
  "about": "Get one of your API keys",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "my-keys list",
  "id": "listOwnApiKeys",
  "method": "GET",
  "path": "/v1/me/api-keys",
  "about": "List your API keys in the organization, newest first",
  "args": [],
  "query": [
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page"
   },
   {
    "name": "limit",
    "type": "number"
   }
  ],
  "paged": true
 },
 {
  "name": "my-keys revoke",
  "id": "revokeOwnApiKey",
  "method": "DELETE",
  "path": "/v1/me/api-keys/{id}",
  "about": "Revoke one of your API keys",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "my-keys rotate",
  "id": "rotateOwnApiKey",
  "method": "POST",
  "path": "/v1/me/api-keys/{id}/rotate",
  "about": "Rotate the secret of one of your API keys",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "overlap_seconds",
    "type": "number",
    "about": "How long the secret before goes on"
   }
  ],
  "stepUp": true
 },
 {
  "name": "my-keys update",
  "id": "updateOwnApiKey",
  "method": "PATCH",
  "path": "/v1/me/api-keys/{id}",
  "about": "Change one of your API keys",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "name",
    "type": "text"
   },
   {
    "name": "scopes",
    "type": "list"
   },
   {
    "name": "expires_at",
    "type": "text",
    "about": "null: never"
   },
   {
    "name": "allowed_addresses",
    "type": "list",
    "about": "An empty list: everywhere"
   }
  ],
  "stepUp": true
 },
 {
  "name": "operations get",
  "id": "getOperation",
  "method": "GET",
  "path": "/v1/operations/{id}",
  "about": "Get a move and its progress",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "operations list",
  "id": "listOperations",
  "method": "GET",
  "path": "/v1/operations",
  "about": "List the moves of the organization, newest first",
  "args": [],
  "query": []
 },
 {
  "name": "orgs change-plan",
  "id": "changeOrganizationPlan",
  "method": "PUT",
  "path": "/v1/organizations/{id}/plan",
  "about": "Change the plan of the organization",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "plan",
    "type": "text",
    "required": true,
    "about": "Type or id of a plan"
   }
  ],
  "stepUp": true
 },
 {
  "name": "orgs change-second-factor",
  "id": "changeFactorRequirement",
  "method": "PUT",
  "path": "/v1/organizations/{id}/second-factor",
  "about": "Require a second factor of the members, or end the requirement",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "required",
    "type": "flag",
    "required": true
   },
   {
    "name": "grace_days",
    "type": "number",
    "about": "Days from now in which members without a second factor work on"
   }
  ],
  "stepUp": true
 },
 {
  "name": "orgs create",
  "id": "addOrganization",
  "method": "POST",
  "path": "/v1/organizations",
  "about": "Create another organization that you own",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "name",
    "type": "text",
    "required": true,
    "about": "Unique, case-insensitive"
   },
   {
    "name": "slug",
    "type": "text",
    "about": "Used unchanged in the database name; derived from the name if absent"
   },
   {
    "name": "plan",
    "type": "text",
    "about": "Type or id of a plan; DEFAULT_PLAN if absent or with PLAN_CHANGE=platform"
   },
   {
    "name": "settings",
    "type": "json",
    "about": "At most 16 kB and 5 levels; keys are not empty and contain no $ or dot"
   }
  ]
 },
 {
  "name": "orgs delete",
  "id": "removeOrganization",
  "method": "DELETE",
  "path": "/v1/organizations/{id}",
  "about": "Delete the organization with its database",
  "args": [
   "id"
  ],
  "query": [],
  "stepUp": true
 },
 {
  "name": "orgs diff-current-history",
  "id": "diffCollection",
  "method": "GET",
  "path": "/v1/organizations/current/history/{collection}",
  "about": "List what changed in a collection between two moments",
  "args": [
   "collection"
  ],
  "query": [
   {
    "name": "json",
    "type": "text",
    "about": "How the documents are written (docs/values.md); also as a parameter of the media type, such as `application/json; json=canonical`",
    "choices": [
     "canonical",
     "relaxed",
     "plain"
    ]
   },
   {
    "name": "from",
    "type": "text",
    "required": true,
    "about": "The earlier moment"
   },
   {
    "name": "to",
    "type": "text",
    "about": "The later moment; now if absent"
   },
   {
    "name": "limit",
    "type": "number"
   },
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page, with its `from` and `to`"
   }
  ],
  "paged": true
 },
 {
  "name": "orgs drop-generations",
  "id": "dropGeneration",
  "method": "DELETE",
  "path": "/v1/organizations/{id}/generations/{generation}",
  "about": "Drop a kept generation before it expires",
  "args": [
   "id",
   "generation"
  ],
  "query": [],
  "stepUp": true
 },
 {
  "name": "orgs get",
  "id": "readOrganization",
  "method": "GET",
  "path": "/v1/organizations/{id}",
  "about": "Get the organization",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "orgs get-history",
  "id": "getHistory",
  "method": "GET",
  "path": "/v1/organizations/{id}/history",
  "about": "Get how far back the organization can be restored, and which generations are kept",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "orgs get-second-factor",
  "id": "getFactorRequirement",
  "method": "GET",
  "path": "/v1/organizations/{id}/second-factor",
  "about": "Get whether the organization requires a second factor",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "orgs list",
  "id": "listOrganizations",
  "method": "GET",
  "path": "/v1/organizations",
  "about": "List your organizations with your role in each",
  "args": [],
  "query": []
 },
 {
  "name": "orgs plan",
  "id": "getOrganizationPlan",
  "method": "GET",
  "path": "/v1/organizations/{id}/plan",
  "about": "Get the plan of the organization and its usage",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "orgs preview-undo",
  "id": "previewUndo",
  "method": "POST",
  "path": "/v1/organizations/{id}/undo/preview",
  "about": "Preview an undo without changing anything",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "at",
    "type": "text",
    "about": "RFC 3339 time with its zone, read as the beginning of its second, or a cluster time such as `1769774400.17`"
   },
   {
    "name": "generation",
    "type": "number",
    "about": "Number of a kept generation, instead of `at`: undoes the undo that replaced it"
   }
  ]
 },
 {
  "name": "orgs restore-undo-collection",
  "id": "restorePastCollection",
  "method": "POST",
  "path": "/v1/organizations/{id}/undo/collection",
  "about": "Restore one collection of an earlier moment",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "collection",
    "type": "text",
    "required": true,
    "about": "The collection, as it was called"
   },
   {
    "name": "as",
    "type": "text",
    "about": "Another name for it"
   },
   {
    "name": "confirm",
    "type": "text",
    "about": "The name that it gets, once more: a collection of this name is replaced"
   },
   {
    "name": "dry_run",
    "type": "flag",
    "about": "Say what would change, and change nothing"
   },
   {
    "name": "at",
    "type": "text",
    "required": true,
    "about": "RFC 3339 with a zone, or a cluster time; within the snapshot window"
   }
  ],
  "stepUp": true
 },
 {
  "name": "orgs restore-undo-document",
  "id": "restorePastDocument",
  "method": "POST",
  "path": "/v1/organizations/{id}/undo/document",
  "about": "Restore one document of an earlier moment",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "collection",
    "type": "text",
    "required": true
   },
   {
    "name": "document_id",
    "type": "json",
    "required": true,
    "about": "`_id`: text as in the path of a document, or extended JSON"
   },
   {
    "name": "dry_run",
    "type": "flag",
    "about": "Say what would change, and change nothing"
   },
   {
    "name": "at",
    "type": "text",
    "required": true,
    "about": "RFC 3339 with a zone, or a cluster time; within the snapshot window"
   }
  ],
  "stepUp": true
 },
 {
  "name": "orgs undo",
  "id": "undoOrganization",
  "method": "POST",
  "path": "/v1/organizations/{id}/undo",
  "about": "Put the data of the organization back to an earlier moment",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "at",
    "type": "text",
    "about": "RFC 3339 time with its zone, read as the beginning of its second, or a cluster time such as `1769774400.17`"
   },
   {
    "name": "generation",
    "type": "number",
    "about": "Number of a kept generation, instead of `at`: undoes the undo that replaced it"
   }
  ],
  "stepUp": true
 },
 {
  "name": "orgs update",
  "id": "patchOrganization",
  "method": "PATCH",
  "path": "/v1/organizations/{id}",
  "about": "Change the settings or the name of the organization",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "name",
    "type": "text",
    "about": "Moves the organization to the next generation of its database; must be the only field of the request"
   },
   {
    "name": "settings",
    "type": "json",
    "about": "At most 16 kB and 5 levels; keys are not empty and contain no $ or dot. Replaces the settings as a whole"
   },
   {
    "name": "personal",
    "type": "flag",
    "about": "Organization of a single user"
   }
  ],
  "ifMatch": true,
  "stepUp": true
 },
 {
  "name": "password-reset finish",
  "id": "resetOwnPassword",
  "method": "POST",
  "path": "/v1/password/reset",
  "about": "Reset the password with the code of the e-mail",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "code",
    "type": "text",
    "required": true,
    "about": "From the link of the e-mail"
   },
   {
    "name": "password",
    "type": "text",
    "required": true
   }
  ],
  "open": true
 },
 {
  "name": "password-reset request",
  "id": "forgotOwnPassword",
  "method": "POST",
  "path": "/v1/password/forgot",
  "about": "Request a link to reset the password",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "email",
    "type": "text",
    "required": true
   },
   {
    "name": "return_to",
    "type": "text",
    "about": "Where the page behind the mailed link leads on to: below an address that RETURN_ADDRESSES or the branding of the organization of the request allows"
   }
  ],
  "open": true
 },
 {
  "name": "permissions list",
  "id": "listPermissions",
  "method": "GET",
  "path": "/v1/permissions",
  "about": "List the permissions a role can have",
  "args": [],
  "query": []
 },
 {
  "name": "plans list",
  "id": "listPlanChoices",
  "method": "GET",
  "path": "/v1/plans",
  "about": "List the plans",
  "args": [],
  "query": []
 },
 {
  "name": "platform erase-deleted-organizations",
  "id": "eraseDeletedOrganization",
  "method": "DELETE",
  "path": "/v1/platform/deleted-organizations/{id}",
  "about": "Erase a deleted organization before its retention ends",
  "args": [
   "id"
  ],
  "query": [],
  "stepUp": true
 },
 {
  "name": "platform get-erasures",
  "id": "getErasure",
  "method": "GET",
  "path": "/v1/platform/erasures/{id}",
  "about": "Get an erasure",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "platform get-erasures-certificate",
  "id": "getErasureCertificate",
  "method": "GET",
  "path": "/v1/platform/erasures/{id}/certificate",
  "about": "Get the signed certificate of an erasure",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "platform get-status",
  "id": "getPlatformStatus",
  "method": "GET",
  "path": "/v1/platform/status",
  "about": "Get the capacity, the outboxes and the background work of the service",
  "args": [],
  "query": []
 },
 {
  "name": "platform list-deleted-organizations",
  "id": "listDeletedOrganizations",
  "method": "GET",
  "path": "/v1/platform/deleted-organizations",
  "about": "List deleted organizations that can be brought back, newest first",
  "args": [],
  "query": [
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page"
   },
   {
    "name": "limit",
    "type": "number"
   }
  ],
  "paged": true
 },
 {
  "name": "platform list-erasures",
  "id": "listErasures",
  "method": "GET",
  "path": "/v1/platform/erasures",
  "about": "List erasures of organizations, newest first",
  "args": [],
  "query": [
   {
    "name": "organization_id",
    "type": "text"
   },
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page"
   },
   {
    "name": "limit",
    "type": "number"
   }
  ],
  "paged": true
 },
 {
  "name": "platform list-operations",
  "id": "listAllOperations",
  "method": "GET",
  "path": "/v1/platform/operations",
  "about": "List updates, undos and restores under way, of all organizations",
  "args": [],
  "query": [
   {
    "name": "organization_id",
    "type": "text",
    "about": "Only of this organization"
   }
  ]
 },
 {
  "name": "platform list-usage",
  "id": "listPlatformUsage",
  "method": "GET",
  "path": "/v1/platform/usage",
  "about": "List what every organization used, by the hour",
  "args": [],
  "query": [
   {
    "name": "from",
    "type": "text",
    "about": "Only hours that begin at or after this day (UTC) or time"
   },
   {
    "name": "to",
    "type": "text",
    "about": "Only hours that begin before this time; a day counts as a whole"
   },
   {
    "name": "cursor",
    "type": "text",
    "about": "Only records behind the one with this id"
   },
   {
    "name": "limit",
    "type": "number"
   },
   {
    "name": "format",
    "type": "text",
    "about": "`csv`: lines of RFC 4180, with the next cursor in `X-Next-Cursor`; as `Accept: text/csv`",
    "choices": [
     "json",
     "csv"
    ]
   },
   {
    "name": "organization_id",
    "type": "text",
    "about": "Only records of this organization"
   }
  ],
  "paged": true
 },
 {
  "name": "platform undelete-deleted-organizations",
  "id": "undeleteOrganization",
  "method": "POST",
  "path": "/v1/platform/deleted-organizations/{id}/undelete",
  "about": "Bring a deleted organization back",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "name",
    "type": "text",
    "about": "Another name, when the one it had is taken"
   },
   {
    "name": "without_domain",
    "type": "flag",
    "about": "Without its mail domain, which another organization claims by now"
   }
  ],
  "stepUp": true
 },
 {
  "name": "platform-audit export",
  "id": "exportPlatformAudit",
  "method": "GET",
  "path": "/v1/platform/audit/export",
  "about": "Export the audit log of the platform or of an organization",
  "args": [],
  "query": [
   {
    "name": "organization_id",
    "type": "text",
    "about": "Only the log of this organization, which may be deleted; `platform`: entries of no organization (default)"
   },
   {
    "name": "format",
    "type": "text",
    "about": "`ndjson`: can be verified offline with `rowhouse audit verify`; entries that the filter leaves out stand in it as their digests. `csv`: for spreadsheets; cells that would be formulas begin with an apostrophe",
    "choices": [
     "ndjson",
     "csv"
    ]
   },
   {
    "name": "action",
    "type": "text",
    "about": "Only entries with this action"
   },
   {
    "name": "from",
    "type": "text",
    "about": "Only entries at or after this day (UTC) or time"
   },
   {
    "name": "to",
    "type": "text",
    "about": "Only entries before this time; a day counts as a whole"
   }
  ],
  "streams": "application/x-ndjson"
 },
 {
  "name": "platform-audit list",
  "id": "listPlatformAudit",
  "method": "GET",
  "path": "/v1/platform/audit",
  "about": "List the audit logs of the platform and its organizations, newest first",
  "args": [],
  "query": [
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page"
   },
   {
    "name": "limit",
    "type": "number"
   },
   {
    "name": "organization_id",
    "type": "text",
    "about": "Only the log of this organization, which may be deleted; `platform`: entries of no organization"
   },
   {
    "name": "action",
    "type": "text",
    "about": "Only entries with this action"
   },
   {
    "name": "from",
    "type": "text",
    "about": "Only entries at or after this day (UTC) or time"
   },
   {
    "name": "to",
    "type": "text",
    "about": "Only entries before this time; a day counts as a whole"
   }
  ],
  "paged": true
 },
 {
  "name": "platform-audit verify",
  "id": "verifyPlatformAudit",
  "method": "GET",
  "path": "/v1/platform/audit/verification",
  "about": "Verify an audit log by recomputing its hash chain",
  "args": [],
  "query": [
   {
    "name": "organization_id",
    "type": "text",
    "about": "Only the log of this organization, which may be deleted; `platform`: entries of no organization (default)"
   }
  ]
 },
 {
  "name": "platform-audit-sinks create",
  "id": "createPlatformAuditSink",
  "method": "POST",
  "path": "/v1/platform/audit/sinks",
  "about": "Stream the platform’s audit log to an address or a bucket",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "url",
    "type": "text",
    "about": "Of kind `http`: https; a public host; port 443, or one of 1024 to 65535"
   },
   {
    "name": "endpoint",
    "type": "text",
    "about": "Of kind `s3`: where the bucket is; that of Amazon for the region when absent"
   },
   {
    "name": "region",
    "type": "text",
    "about": "Of kind `s3`"
   },
   {
    "name": "bucket",
    "type": "text",
    "about": "Of kind `s3`"
   },
   {
    "name": "prefix",
    "type": "text",
    "about": "Of kind `s3`: objects are named `<prefix>/<log>/<first entry>-<last entry>.ndjson`"
   },
   {
    "name": "access_key_id",
    "type": "text",
    "about": "Of kind `s3`"
   },
   {
    "name": "secret_access_key",
    "type": "text",
    "about": "Of kind `s3`. It is stored sealed, and not shown again"
   },
   {
    "name": "description",
    "type": "text"
   },
   {
    "name": "kind",
    "type": "text",
    "required": true,
    "choices": [
     "http",
     "s3"
    ]
   },
   {
    "name": "start",
    "type": "text",
    "about": "`now`: only entries that are made from now on",
    "choices": [
     "beginning",
     "now"
    ]
   }
  ],
  "stepUp": true
 },
 {
  "name": "platform-audit-sinks delete",
  "id": "deletePlatformAuditSink",
  "method": "DELETE",
  "path": "/v1/platform/audit/sinks/{id}",
  "about": "Delete a sink of the platform’s audit log",
  "args": [
   "id"
  ],
  "query": [],
  "ifMatch": true
 },
 {
  "name": "platform-audit-sinks get",
  "id": "getPlatformAuditSink",
  "method": "GET",
  "path": "/v1/platform/audit/sinks/{id}",
  "about": "Get a sink of the platform’s audit log, with its position, lag and last error",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "platform-audit-sinks list",
  "id": "listPlatformAuditSinks",
  "method": "GET",
  "path": "/v1/platform/audit/sinks",
  "about": "List the sinks of the platform’s audit log",
  "args": [],
  "query": []
 },
 {
  "name": "platform-audit-sinks rotate",
  "id": "rotatePlatformAuditSinkSecret",
  "method": "POST",
  "path": "/v1/platform/audit/sinks/{id}/rotate",
  "about": "Rotate the secret of a sink of the platform’s audit log; the previous one also signs for some hours",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "overlap_hours",
    "type": "number",
    "about": "Hours that the secret before signs too; 0: it ends at once"
   }
  ],
  "ifMatch": true,
  "stepUp": true
 },
 {
  "name": "platform-audit-sinks update",
  "id": "updatePlatformAuditSink",
  "method": "PATCH",
  "path": "/v1/platform/audit/sinks/{id}",
  "about": "Change, enable or disable a sink of the platform’s audit log",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "url",
    "type": "text",
    "about": "Of kind `http`: https; a public host; port 443, or one of 1024 to 65535"
   },
   {
    "name": "endpoint",
    "type": "text",
    "about": "Of kind `s3`: where the bucket is; that of Amazon for the region when absent"
   },
   {
    "name": "region",
    "type": "text",
    "about": "Of kind `s3`"
   },
   {
    "name": "bucket",
    "type": "text",
    "about": "Of kind `s3`"
   },
   {
    "name": "prefix",
    "type": "text",
    "about": "Of kind `s3`: objects are named `<prefix>/<log>/<first entry>-<last entry>.ndjson`"
   },
   {
    "name": "access_key_id",
    "type": "text",
    "about": "Of kind `s3`"
   },
   {
    "name": "secret_access_key",
    "type": "text",
    "about": "Of kind `s3`. It is stored sealed, and not shown again"
   },
   {
    "name": "description",
    "type": "text"
   },
   {
    "name": "enabled",
    "type": "flag",
    "about": "Off: nothing is sent. On: it goes on behind the last entry that was accepted, at once"
   }
  ],
  "ifMatch": true,
  "stepUp": true
 },
 {
  "name": "platform-orgs activate",
  "id": "activateOrganization",
  "method": "POST",
  "path": "/v1/platform/organizations/{id}/activate",
  "about": "Activate an organization",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "reason",
    "type": "text",
    "about": "For the audit log"
   }
  ]
 },
 {
  "name": "platform-orgs assign-plan",
  "id": "assignPlan",
  "method": "PUT",
  "path": "/v1/platform/organizations/{id}/plan",
  "about": "Change the plan of an organization",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "plan",
    "type": "text",
    "required": true,
    "about": "Type or id of a plan"
   }
  ],
  "stepUp": true
 },
 {
  "name": "platform-orgs deactivate",
  "id": "deactivateOrganization",
  "method": "POST",
  "path": "/v1/platform/organizations/{id}/deactivate",
  "about": "Deactivate an organization",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "reason",
    "type": "text",
    "about": "For the audit log"
   }
  ]
 },
 {
  "name": "platform-orgs delete",
  "id": "eraseOrganization",
  "method": "DELETE",
  "path": "/v1/platform/organizations/{id}",
  "about": "Delete an organization with its database",
  "args": [
   "id"
  ],
  "query": [],
  "stepUp": true
 },
 {
  "name": "platform-orgs get",
  "id": "inspectOrganization",
  "method": "GET",
  "path": "/v1/platform/organizations/{id}",
  "about": "Get an organization with its counts",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "platform-orgs list",
  "id": "listAllOrganizations",
  "method": "GET",
  "path": "/v1/platform/organizations",
  "about": "List all organizations, newest first",
  "args": [],
  "query": [
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page"
   },
   {
    "name": "limit",
    "type": "number"
   },
   {
    "name": "q",
    "type": "text",
    "about": "Prefix of the name, case-insensitive"
   },
   {
    "name": "status",
    "type": "text",
    "about": "`active`, `inactive` or `suspended`"
   },
   {
    "name": "plan",
    "type": "text",
    "about": "Type or id of a plan"
   }
  ],
  "paged": true
 },
 {
  "name": "platform-orgs list-generations",
  "id": "listGenerations",
  "method": "GET",
  "path": "/v1/platform/organizations/{id}/generations",
  "about": "Get the generations of an organization’s database that exist",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "platform-orgs suspend",
  "id": "suspendOrganization",
  "method": "POST",
  "path": "/v1/platform/organizations/{id}/suspend",
  "about": "Suspend an organization",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "reason",
    "type": "text",
    "about": "For the audit log"
   }
  ]
 },
 {
  "name": "platform-permissions get",
  "id": "getPermissionCatalogue",
  "method": "GET",
  "path": "/v1/platform/permissions",
  "about": "Get the permissions of the product",
  "args": [],
  "query": []
 },
 {
  "name": "platform-permissions replace",
  "id": "replacePermissionCatalogue",
  "method": "PUT",
  "path": "/v1/platform/permissions",
  "about": "Register the permissions of the product; replaces the catalogue",
  "args": [],
  "query": [
   {
    "name": "cascade",
    "type": "text",
    "about": "`true` removes the permissions that the catalogue lacks from the custom roles that hold them",
    "choices": [
     "true",
     "false"
    ]
   }
  ],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "permissions",
    "type": "json",
    "required": true
   }
  ],
  "ifMatch": true,
  "stepUp": true
 },
 {
  "name": "platform-users activate",
  "id": "activateAccount",
  "method": "POST",
  "path": "/v1/platform/users/{id}/activate",
  "about": "Activate an account",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "reason",
    "type": "text",
    "about": "For the audit log"
   }
  ]
 },
 {
  "name": "platform-users deactivate",
  "id": "deactivateAccount",
  "method": "POST",
  "path": "/v1/platform/users/{id}/deactivate",
  "about": "Deactivate an account and invalidate its tokens",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "reason",
    "type": "text",
    "about": "For the audit log"
   }
  ]
 },
 {
  "name": "platform-users delete",
  "id": "deleteAccount",
  "method": "DELETE",
  "path": "/v1/platform/users/{id}",
  "about": "Delete the account of a person",
  "args": [
   "id"
  ],
  "query": [],
  "stepUp": true
 },
 {
  "name": "platform-users export",
  "id": "exportAccount",
  "method": "GET",
  "path": "/v1/platform/users/{id}/export",
  "about": "Export everything that is kept of a person",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "platform-users get",
  "id": "inspectAccount",
  "method": "GET",
  "path": "/v1/platform/users/{id}",
  "about": "Get an account and its organizations",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "platform-users initial-secret",
  "id": "issueInitialSecret",
  "method": "POST",
  "path": "/v1/platform/users/{id}/initial-secret",
  "about": "Reset the password of an account to a temporary one and end its sessions",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "reason",
    "type": "text",
    "about": "For the audit log"
   }
  ]
 },
 {
  "name": "platform-users list",
  "id": "listAccounts",
  "method": "GET",
  "path": "/v1/platform/users",
  "about": "List all accounts, ordered by e-mail address",
  "args": [],
  "query": [
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page"
   },
   {
    "name": "limit",
    "type": "number"
   },
   {
    "name": "q",
    "type": "text",
    "about": "Prefix of the e-mail address"
   }
  ],
  "paged": true
 },
 {
  "name": "platform-users reset-second-factor",
  "id": "resetFactor",
  "method": "DELETE",
  "path": "/v1/platform/users/{id}/second-factor",
  "about": "Reset the second factor of an account and end its sessions",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "reason",
    "type": "text",
    "about": "For the audit log"
   }
  ],
  "stepUp": true
 },
 {
  "name": "platform-users suspend",
  "id": "suspendAccount",
  "method": "POST",
  "path": "/v1/platform/users/{id}/suspend",
  "about": "Suspend an account and invalidate its tokens",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "reason",
    "type": "text",
    "about": "For the audit log"
   }
  ]
 },
 {
  "name": "roles create",
  "id": "createRole",
  "method": "POST",
  "path": "/v1/roles",
  "about": "Create a role with permissions that you have",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "key",
    "type": "text",
    "about": "Identifies the role and never changes; derived from the name if absent"
   },
   {
    "name": "name",
    "type": "text",
    "required": true
   },
   {
    "name": "description",
    "type": "text"
   },
   {
    "name": "permissions",
    "type": "list",
    "required": true
   }
  ],
  "stepUp": true
 },
 {
  "name": "roles delete",
  "id": "deleteRole",
  "method": "DELETE",
  "path": "/v1/roles/{key}",
  "about": "Delete a role that no member has",
  "args": [
   "key"
  ],
  "query": [],
  "ifMatch": true,
  "stepUp": true
 },
 {
  "name": "roles get",
  "id": "getRole",
  "method": "GET",
  "path": "/v1/roles/{key}",
  "about": "Get a role",
  "args": [
   "key"
  ],
  "query": []
 },
 {
  "name": "roles list",
  "id": "listRoles",
  "method": "GET",
  "path": "/v1/roles",
  "about": "List the built-in roles and the roles of the organization",
  "args": [],
  "query": []
 },
 {
  "name": "roles update",
  "id": "updateRole",
  "method": "PATCH",
  "path": "/v1/roles/{key}",
  "about": "Change a role; the permissions of its members change at once",
  "args": [
   "key"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "name",
    "type": "text"
   },
   {
    "name": "description",
    "type": "text"
   },
   {
    "name": "permissions",
    "type": "list"
   }
  ],
  "ifMatch": true,
  "stepUp": true
 },
 {
  "name": "second-factor confirm",
  "id": "confirmEnrolment",
  "method": "POST",
  "path": "/v1/me/second-factor/confirm",
  "about": "Confirm a second factor with its first code",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "code",
    "type": "text",
    "required": true,
    "about": "The code that the app shows"
   }
  ]
 },
 {
  "name": "second-factor delete",
  "id": "removeSecondFactor",
  "method": "DELETE",
  "path": "/v1/me/second-factor",
  "about": "Remove your second factor",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "current_password",
    "type": "text",
    "required": true
   },
   {
    "name": "code",
    "type": "text",
    "about": "Code of the present second factor, or a recovery code; required if the account has one and X-OTP is absent"
   }
  ]
 },
 {
  "name": "second-factor forget-device",
  "id": "forgetDevice",
  "method": "DELETE",
  "path": "/v1/me/second-factor/devices/{id}",
  "about": "Remove a remembered device; it asks for a code again",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "second-factor forget-devices",
  "id": "forgetDevices",
  "method": "DELETE",
  "path": "/v1/me/second-factor/devices",
  "about": "Remove all remembered devices; each asks for a code again",
  "args": [],
  "query": []
 },
 {
  "name": "second-factor get",
  "id": "getSecondFactor",
  "method": "GET",
  "path": "/v1/me/second-factor",
  "about": "Get the state of your second factor",
  "args": [],
  "query": []
 },
 {
  "name": "second-factor list-devices",
  "id": "listDevices",
  "method": "GET",
  "path": "/v1/me/second-factor/devices",
  "about": "List the devices that sign in without a code, newest first",
  "args": [],
  "query": []
 },
 {
  "name": "second-factor renew-recovery-codes",
  "id": "renewRecoveryCodes",
  "method": "POST",
  "path": "/v1/me/second-factor/recovery-codes",
  "about": "Get new recovery codes",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "current_password",
    "type": "text",
    "required": true
   },
   {
    "name": "code",
    "type": "text",
    "about": "Code of the present second factor, or a recovery code; required if the account has one and X-OTP is absent"
   }
  ]
 },
 {
  "name": "second-factor start",
  "id": "startEnrolment",
  "method": "POST",
  "path": "/v1/me/second-factor",
  "about": "Start to set up a second factor",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "current_password",
    "type": "text",
    "required": true
   },
   {
    "name": "code",
    "type": "text",
    "about": "Code of the present second factor, or a recovery code; required if the account has one and X-OTP is absent"
   }
  ]
 },
 {
  "name": "sessions end",
  "id": "endSession",
  "method": "DELETE",
  "path": "/v1/sessions/{id}",
  "about": "End one of your sessions",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "sessions end-all",
  "id": "endAllSessions",
  "method": "DELETE",
  "path": "/v1/sessions",
  "about": "End all your sessions",
  "args": [],
  "query": [
   {
    "name": "keep",
    "type": "text",
    "about": "`current`: keeps the session of this request",
    "choices": [
     "current"
    ]
   }
  ]
 },
 {
  "name": "sessions list",
  "id": "listSessions",
  "method": "GET",
  "path": "/v1/sessions",
  "about": "List your sessions, newest first",
  "args": [],
  "query": []
 },
 {
  "name": "tokens introspect",
  "id": "introspectToken",
  "method": "POST",
  "path": "/v1/introspect",
  "about": "Introspect an access token or an API key (RFC 7662)",
  "args": [],
  "query": [],
  "bodyType": "application/x-www-form-urlencoded",
  "fields": [
   {
    "name": "token",
    "type": "text",
    "required": true
   },
   {
    "name": "token_type_hint",
    "type": "text",
    "about": "Has no effect: access tokens and API keys are told apart"
   },
   {
    "name": "client_address",
    "type": "text",
    "about": "Where the API key was sent from, for one that is limited to addresses; without it the address of who asks"
   }
  ]
 },
 {
  "name": "undeletes preview",
  "id": "previewUndelete",
  "method": "POST",
  "path": "/v1/undeletes/preview",
  "about": "Show what the link of a deletion brings back",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "code",
    "type": "text",
    "required": true,
    "about": "The code of the e-mail"
   }
  ],
  "open": true
 },
 {
  "name": "undeletes undelete",
  "id": "undeleteByLink",
  "method": "POST",
  "path": "/v1/undeletes",
  "about": "Bring a deleted organization back with the code of the e-mail",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "name",
    "type": "text",
    "about": "Another name, when the one it had is taken"
   },
   {
    "name": "without_domain",
    "type": "flag",
    "about": "Without its mail domain, which another organization claims by now"
   },
   {
    "name": "code",
    "type": "text",
    "required": true,
    "about": "The code of the e-mail"
   }
  ],
  "open": true
 },
 {
  "name": "usage list",
  "id": "listUsage",
  "method": "GET",
  "path": "/v1/usage",
  "about": "List what the organization used, by the hour",
  "args": [],
  "query": [
   {
    "name": "from",
    "type": "text",
    "about": "Only hours that begin at or after this day (UTC) or time"
   },
   {
    "name": "to",
    "type": "text",
    "about": "Only hours that begin before this time; a day counts as a whole"
   },
   {
    "name": "cursor",
    "type": "text",
    "about": "Only records behind the one with this id"
   },
   {
    "name": "limit",
    "type": "number"
   },
   {
    "name": "format",
    "type": "text",
    "about": "`csv`: lines of RFC 4180, with the next cursor in `X-Next-Cursor`; as `Accept: text/csv`",
    "choices": [
     "json",
     "csv"
    ]
   }
  ],
  "paged": true
 },
 {
  "name": "webhooks create",
  "id": "createWebhook",
  "method": "POST",
  "path": "/v1/webhooks",
  "about": "Create a webhook; its secret is shown once",
  "args": [],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "url",
    "type": "text",
    "required": true,
    "about": "https; a public host; port 443, or one of 1024 to 65535"
   },
   {
    "name": "description",
    "type": "text"
   },
   {
    "name": "event_types",
    "type": "list",
    "required": true,
    "about": "Events that are sent: `*`, a kind such as `member.*`, or one such as `member.removed`"
   },
   {
    "name": "ordered",
    "type": "flag",
    "about": "One event after the other, each when the one before was delivered or given up"
   },
   {
    "name": "enabled",
    "type": "flag",
    "about": "Off: no events are sent"
   }
  ],
  "stepUp": true
 },
 {
  "name": "webhooks delete",
  "id": "deleteWebhook",
  "method": "DELETE",
  "path": "/v1/webhooks/{id}",
  "about": "Delete a webhook with its deliveries",
  "args": [
   "id"
  ],
  "query": [],
  "ifMatch": true
 },
 {
  "name": "webhooks get",
  "id": "getWebhook",
  "method": "GET",
  "path": "/v1/webhooks/{id}",
  "about": "Get a webhook",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "webhooks get-deliveries",
  "id": "getDelivery",
  "method": "GET",
  "path": "/v1/webhooks/{id}/deliveries/{delivery}",
  "about": "Get a delivery with its tries",
  "args": [
   "id",
   "delivery"
  ],
  "query": []
 },
 {
  "name": "webhooks list",
  "id": "listWebhooks",
  "method": "GET",
  "path": "/v1/webhooks",
  "about": "List the webhooks of the organization",
  "args": [],
  "query": []
 },
 {
  "name": "webhooks list-deliveries",
  "id": "listDeliveries",
  "method": "GET",
  "path": "/v1/webhooks/{id}/deliveries",
  "about": "List the deliveries of the last 30 days, newest first",
  "args": [
   "id"
  ],
  "query": [
   {
    "name": "cursor",
    "type": "text",
    "about": "`next_cursor` of the previous page"
   },
   {
    "name": "limit",
    "type": "number"
   },
   {
    "name": "state",
    "type": "text",
    "about": "Only deliveries in this state"
   },
   {
    "name": "type",
    "type": "text",
    "about": "Only events of this type"
   }
  ],
  "paged": true
 },
 {
  "name": "webhooks replay",
  "id": "replayWebhook",
  "method": "POST",
  "path": "/v1/webhooks/{id}/replay",
  "about": "Send the events of a period again, up to 1,000 at a time",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "from",
    "type": "text",
    "required": true,
    "about": "Events at or after this time, within 30 days"
   },
   {
    "name": "to",
    "type": "text",
    "about": "Events before this time; now if absent"
   },
   {
    "name": "event_types",
    "type": "list",
    "about": "Other filters than those of the webhook"
   },
   {
    "name": "missing_only",
    "type": "flag",
    "about": "Only those that were not delivered"
   },
   {
    "name": "after",
    "type": "number",
    "about": "`next_after` of the answer before"
   }
  ]
 },
 {
  "name": "webhooks replay-deliveries",
  "id": "replayDelivery",
  "method": "POST",
  "path": "/v1/webhooks/{id}/deliveries/{delivery}/replay",
  "about": "Send an event again",
  "args": [
   "id",
   "delivery"
  ],
  "query": []
 },
 {
  "name": "webhooks rotate",
  "id": "rotateWebhookSecret",
  "method": "POST",
  "path": "/v1/webhooks/{id}/rotate",
  "about": "Rotate the secret of a webhook; the previous one also signs for some hours",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "overlap_hours",
    "type": "number",
    "about": "Hours that the secret before signs too; 0: it ends at once"
   }
  ],
  "ifMatch": true,
  "stepUp": true
 },
 {
  "name": "webhooks test",
  "id": "testWebhook",
  "method": "POST",
  "path": "/v1/webhooks/{id}/test",
  "about": "Send a test event (`webhook.test`)",
  "args": [
   "id"
  ],
  "query": []
 },
 {
  "name": "webhooks update",
  "id": "updateWebhook",
  "method": "PATCH",
  "path": "/v1/webhooks/{id}",
  "about": "Change, enable or disable a webhook",
  "args": [
   "id"
  ],
  "query": [],
  "bodyType": "application/json",
  "fields": [
   {
    "name": "url",
    "type": "text",
    "about": "https; a public host; port 443, or one of 1024 to 65535"
   },
   {
    "name": "description",
    "type": "text"
   },
   {
    "name": "event_types",
    "type": "list",
    "about": "Events that are sent: `*`, a kind such as `member.*`, or one such as `member.removed`"
   },
   {
    "name": "ordered",
    "type": "flag",
    "about": "One event after the other, each when the one before was delivered or given up"
   },
   {
    "name": "enabled",
    "type": "flag",
    "about": "Off: no events are sent"
   }
  ],
  "ifMatch": true,
  "stepUp": true
 }
];
