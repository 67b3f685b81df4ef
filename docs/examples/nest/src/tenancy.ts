import type { TenancyOptions } from '@rowhouse/tenancy';
import type { Caller } from '@rowhouse/verify';
import type { Connection } from 'mongoose';

/** Which organization has which database: stored, so that it may be another one some day. */
interface Organization {
  _id: string;
  database: string;
}

export function tenancyOptions(connection: Connection): TenancyOptions {
  const organizations = connection.db!.collection<Organization>('organizations');
  return {
    connection,
    // Not org_…: databases of that name on the same MongoDB are Rowhouse's own.
    databaseName: /^invoices_[0-9a-f]{24}$/,
    // Of the token, which the guard has verified; never of a header or a body.
    keyFromRequest: (request: unknown) =>
      (request as { rowhouse?: Caller }).rowhouse?.organizationId ?? undefined,
    // Rowhouse vouches for the organization: its first request makes its database.
    resolve: (key: string) =>
      organizations.findOneAndUpdate(
        { _id: key },
        { $setOnInsert: { database: `invoices_${key}` } },
        { upsert: true, returnDocument: 'after' },
      ),
    // Indexes are there before the first request of an organization is served.
    setup: { onOpen: true },
  };
}
