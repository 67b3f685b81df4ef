import type { Reply, TestApp } from './app.js';

/** The five surfaces an organization can come in through. */
export const SURFACES = ['S0', 'S1', 'S2', 'S3', 'S4'] as const;
export type SurfaceKey = (typeof SURFACES)[number];

export const PASSWORD = 'SecurePassword123!';

export interface NewOrganization {
  name: string;
  /** S3 invents its own: `owner@<schema>.com`. */
  email: string;
  /** S3 only; made from the name when absent. */
  schema?: string;
  /** Not at S3. */
  password?: string;
}

/** Creates an organization as the surface documents it. @param provider token of somebody who may create at S3 */
export function createAt(
  sut: Pick<TestApp, 'call'>,
  surface: SurfaceKey,
  { name, email, schema, password = PASSWORD }: NewOrganization,
  provider: string,
): Promise<Reply> {
  const post = (path: string, body: object, token?: string) => sut.call('POST', path, { body, token });
  switch (surface) {
    case 'S0':
      return post('/api/register', {
        company_name: name,
        admin_name: 'Ada',
        email,
        password,
        phone: '555-1234',
      });
    case 'S1':
      return post('/org/create', { organization_name: name, email, password });
    case 'S2':
      return post('/signup', { email, password, organization_name: name });
    case 'S3':
      return post('/api/v1/tenants', { name, planType: 'pro', ...(schema ? { schema } : {}) }, provider);
    case 'S4':
      return post('/api/tenants/register', { name, email, password });
  }
}

/** The address of the owner that S3 makes for a schema. */
export const ownerOf = (schema: string): string => `owner@${schema.replaceAll('_', '-')}.com`;

/** What each surface documents for a name that is taken; S3 and S4 let names be shared (C-04). */
export const NAME_TAKEN: Record<SurfaceKey, [number, object] | undefined> = {
  S0: [409, { status: 'error', message: 'Company name already exists' }],
  S1: [400, { detail: 'Organization already exists' }],
  S2: [400, { detail: 'Organization already exists' }],
  S3: undefined,
  S4: undefined,
};

export const EMAIL_TAKEN: Record<SurfaceKey, [number, object]> = {
  S0: [409, { status: 'error', message: 'Email already registered' }],
  S1: [400, { detail: 'Email already registered' }],
  S2: [400, { detail: 'Email already registered' }],
  S3: [409, { error: 'Owner email already exists' }],
  S4: [409, { success: false, message: 'Tenant already exists with this email' }],
};

export const SCHEMA_TAKEN: [number, object] = [409, { error: 'Schema name already exists' }];
