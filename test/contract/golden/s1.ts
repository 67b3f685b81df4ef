import { readFileSync } from 'node:fs';

export type Body = Record<string, unknown>;

export interface Answer {
  message: string;
  data: Record<string, string>;
  detail?: string;
}

/** What S1 documents, byte for byte. */
export interface Golden {
  create: { request: Body; response: Body };
  get: { response: Body };
  update: { request: Body; response: Body };
  delete: { response: Body };
  login: { request: Body; response: Body };
  health: { response: Body };
  errors: Record<string, Body>;
  collections: Record<'organizations' | 'admin_users', string[]>;
  environment: Record<string, string>;
  curl: string[];
}

export const golden = JSON.parse(readFileSync(`${__dirname}/s1.json`, 'utf8')) as Golden;
