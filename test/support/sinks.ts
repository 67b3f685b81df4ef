import type { ExportLine } from '@rowhouse/verify/audit-log';

/** A sink of an audit log as the API shows it. */
export interface Sink extends Record<string, unknown> {
  id: string;
  secret: string | null;
  position: number;
  lag: number;
  last_error: string | null;
}

/** Places of the entries in exported texts, in their order. */
export const seqs = (texts: readonly string[]): number[] =>
  texts.flatMap((text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ExportLine)
      .flatMap((line) => (line.type === 'entry' ? [line.seq] : [])),
  );

export const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
