import type { TestApp } from './app.js';
import { SEED_PASSWORD, type SeedOrganization } from './seed-master.js';

export interface Answer {
  message: string;
  detail?: string;
  data: Record<string, string>;
}

const naive = (time: Date): string => time.toISOString().slice(0, 19);

export const get = (sut: TestApp, name: string) =>
  sut.call<Answer>('GET', `/org/get?organization_name=${encodeURIComponent(name)}`);
export const login = (sut: TestApp, email: string, password = SEED_PASSWORD) =>
  sut.call<Answer>('POST', '/admin/login', { body: { email, password } });

/** The two answers that need no token, as the seed's service gave them. */
export async function expectAsBefore(sut: TestApp, org: SeedOrganization): Promise<string> {
  const found = await get(sut, org.name);
  expect([found.status, found.body]).toEqual([
    200,
    {
      message: 'Organization retrieved successfully',
      data: {
        organization_name: org.name,
        collection_name: org.database,
        admin_id: org.adminId.toHexString(),
        created_at: naive(org.createdAt),
      },
    },
  ]);
  const signedIn = await login(sut, org.email);
  expect([signedIn.status, signedIn.body]).toEqual([
    200,
    {
      message: 'Login successful',
      data: {
        access_token: expect.any(String),
        token_type: 'bearer',
        admin_id: org.adminId.toHexString(),
        organization_id: org.id.toHexString(),
        organization_name: org.name,
      },
    },
  ]);
  return signedIn.body.data['access_token'];
}
