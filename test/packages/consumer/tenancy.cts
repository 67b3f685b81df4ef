import { TenancyError, TenantConnectionFactory, UnknownTenantError } from '@rowhouse/tenancy';
import { createConnection } from 'mongoose';

export { TenantConnectionFactory };

/** The sentence of the error for a tenant that nobody knows. */
export async function unknownTenant(): Promise<string> {
  const connection = createConnection();
  const tenants = new TenantConnectionFactory({ connection, resolve: () => null });
  try {
    // @ts-expect-error -- a mode is 'read' or 'write': the options are typed, not any
    await tenants.run('nobody', (db) => db.name, { mode: 'neither' });
    return 'no error';
  } catch (error) {
    if (!(error instanceof UnknownTenantError && error instanceof TenancyError)) throw error;
    return error.code;
  } finally {
    await tenants.close();
    await connection.close();
  }
}
