import type { Timestamp } from 'mongodb';
import type { TestApp } from './app.js';
import { until } from './smtp.js';

type Organization = Awaited<ReturnType<TestApp['organization']>>;

export interface Operation {
  id: string;
  kind: string;
  phase: string;
  at: string | null;
  to: string;
  error: string | null;
}

/** The newest moment of the database, as the API takes it. */
export async function momentNow({ client }: TestApp): Promise<string> {
  const { operationTime } = await client.db('admin').command({ ping: 1 });
  const { t, i } = operationTime as Timestamp;
  return `${t}.${i}`;
}

/** Puts an organization back, and waits for the end of it. */
export async function undoTo(sut: TestApp, org: Organization, body: object): Promise<Operation> {
  const path = '/v1/organizations/current/undo';
  const begun = await sut.call<Operation>('POST', path, { token: org.token, body });
  expect([begun.status, begun.text]).toEqual([202, expect.any(String)]);
  expect(begun.headers.get('location')).toBe(`/v1/operations/${begun.body.id}`);
  return endOf(sut, org, begun.body.id);
}

/** What became of an operation. */
export async function endOf(sut: TestApp, { token }: Organization, id: string): Promise<Operation> {
  let operation!: Operation;
  const isOver = async (): Promise<boolean> => {
    ({ body: operation } = await sut.call<Operation>('GET', `/v1/operations/${id}`, { token }));
    return ['done', 'failed'].includes(operation.phase);
  };
  await until(isOver, 30_000, `the end of operation ${id}`);
  return operation;
}

export const many = <T>(length: number, make: (n: number) => T): T[] =>
  Array.from({ length }, (_, n) => make(n));
