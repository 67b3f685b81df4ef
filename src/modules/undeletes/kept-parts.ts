import { gunzipSync, gzipSync } from 'node:zlib';
import { BSON } from 'bson';
import { seal, unseal } from '../../common/sealed.js';
import type { KeptRows } from '../registry/organizations.types.js';

/** Bytes of rows in one part. A row has at most 16 MiB, and a packed part must fit into a document. */
const PART_BYTES = 4 * 1024 * 1024;

/** The room of those whom the certificate of an erasure is mailed to. */
export const OWNERS = 'owners';

interface KeptRow {
  room: string;
  row: BSON.Document;
}

/** @returns sealed parts of rows, with their types */
export function sealRows(key: Buffer, rows: ReadonlyMap<string, readonly object[]>): Buffer[] {
  const parts: Buffer[] = [];
  let open: KeptRow[] = [];
  let size = 0;
  const close = (): void => {
    if (open.length > 0) parts.push(seal(key, gzipSync(BSON.serialize({ rows: open }), { level: 1 })));
    [open, size] = [[], 0];
  };
  for (const [room, of] of rows) {
    for (const row of of) {
      const bytes = BSON.calculateObjectSize(row);
      if (size + bytes > PART_BYTES) close();
      open.push({ room, row });
      size += bytes;
    }
  }
  close();
  return parts;
}

/** @throws when a part was sealed with another key, or was altered */
export function openRows(key: Buffer, parts: readonly Uint8Array[]): KeptRows {
  const rows = new Map<string, BSON.Document[]>();
  for (const part of parts) {
    const { rows: some } = BSON.deserialize(gunzipSync(unseal(key, Buffer.from(part)))) as {
      rows: KeptRow[];
    };
    for (const { room, row } of some) rows.set(room, [...(rows.get(room) ?? []), row]);
  }
  return { of: <Row extends object>(room: string) => (rows.get(room) ?? []) as unknown as Row[] };
}
