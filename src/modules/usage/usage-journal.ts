import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { InstanceUsage } from './usage.types.js';

/** `sums organization hour requests documents bytes`: what the instance counted in the hour so far. */
const SUMS = /^s ([0-9a-f]{24}) (\d+) (\d+) (\d+) (\d+)$/;
/** `member organization hour user`. */
const MEMBER = /^m ([0-9a-f]{24}) (\d+) ([0-9a-f]{24})$/;
/** Name of a file: the instance, and which of its two files. */
const NAME = /^([0-9a-f-]{36})\.[01]$/;

/**
 * What an instance counted and the database does not have yet, in a file of this machine: it is there when the process
 * is killed. A line tells all that was counted in an hour, so that lines may be read twice, and in any order. Two
 * files take turns: one is emptied when the database has what is in it.
 */
export class UsageJournal {
  private readonly files: { path: string; fd: number; isFilled: boolean }[];
  private current = 0;

  /** @throws when the folder cannot be made or written to */
  constructor(folder: string, instance: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.files = [0, 1].map((n) => {
      const path = join(folder, `${instance}.${n}`);
      return { path, fd: openSync(path, 'a', 0o600), isFilled: false };
    });
  }

  /** Written when it returns: the kernel has it, and keeps it whatever becomes of the process. */
  append(lines: string): void {
    const file = this.files[this.current];
    writeSync(file.fd, lines);
    file.isFilled = true;
  }

  /** What was counted so far is about to be told. @returns to be called when it was */
  turn(): () => void {
    const before = this.files[this.current];
    const other = this.files[1 - this.current];
    // A file whose content was not told yet is kept, and the one in use goes on growing.
    if (other.isFilled) return () => empty(other);
    this.current = 1 - this.current;
    return () => empty(before);
  }

  /** Everything was told. */
  end(): void {
    for (const { path, fd } of this.files) {
      closeSync(fd);
      rmSync(path, { force: true });
    }
  }
}

function empty(file: { fd: number; isFilled: boolean }): void {
  ftruncateSync(file.fd);
  file.isFilled = false;
}

export const sumsLine = ({
  organizationId,
  hour,
  requests,
  documents,
  bytes,
}: Omit<InstanceUsage, 'users'>): string => `s ${organizationId} ${hour} ${requests} ${documents} ${bytes}\n`;

export const memberLine = (organizationId: string, hour: number, user: string): string =>
  `m ${organizationId} ${hour} ${user}\n`;

/** Instances that have left files in the folder. */
export function journalsIn(folder: string): string[] {
  return [...new Set(namesIn(folder).map((name) => NAME.exec(name)![1]))];
}

/** What an instance that is no more had counted. A line that was cut off in the middle is none. */
export function readJournal(folder: string, instance: string): InstanceUsage[] {
  const found = new Map<string, InstanceUsage & { users: string[] }>();
  const at = (organizationId: string, hour: string) => {
    const key = `${organizationId} ${hour}`;
    const made = { organizationId, hour: Number(hour), requests: 0, documents: 0, bytes: 0, users: [] };
    return found.get(key) ?? found.set(key, made).get(key)!;
  };
  for (const line of filesOf(folder, instance).flatMap((path) =>
    readFileSync(path, 'utf8').split('\n').slice(0, -1),
  )) {
    const sums = SUMS.exec(line);
    if (sums) {
      const usage = at(sums[1], sums[2]);
      usage.requests = Math.max(usage.requests, Number(sums[3]));
      usage.documents = Math.max(usage.documents, Number(sums[4]));
      usage.bytes = Math.max(usage.bytes, Number(sums[5]));
    }
    const member = MEMBER.exec(line);
    if (member) at(member[1], member[2]).users.push(member[3]);
  }
  return [...found.values()];
}

export function removeJournal(folder: string, instance: string): void {
  for (const path of filesOf(folder, instance)) rmSync(path, { force: true });
}

const filesOf = (folder: string, instance: string): string[] =>
  namesIn(folder)
    .filter((name) => name.startsWith(`${instance}.`))
    .map((name) => join(folder, name));

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => NAME.test(name));
  } catch {
    return []; // there is no folder
  }
}
