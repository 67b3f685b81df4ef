import { Injectable } from '@nestjs/common';
import { InjectConnection } from '@nestjs/mongoose';
import type { Document } from 'mongodb';
import type { Connection } from 'mongoose';
import type { ServerRoom } from './room.js';

/** Milliseconds; a server that takes longer is asked again next time. */
const MAX_MS = 2000;
/** Descriptors that are neither a file of a collection nor a connection: logs, the journal, the catalog, sockets. */
const OTHER_FILES = 32;

/** What mongod has left. A question the database user may not ask, or this server does not answer, stays open. */
@Injectable()
export class ServerRoomRepository {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  /** @throws the driver's error when the server does not answer at all */
  async read(): Promise<ServerRoom> {
    const db = this.connection.db!;
    const [stats, status, host] = await Promise.all([
      this.ask(db.command({ dbStats: 1, maxTimeMS: MAX_MS })),
      this.ask(
        db
          .admin()
          .command({ serverStatus: 1, metrics: 0, locks: 0, repl: 0, tcmalloc: 0, maxTimeMS: MAX_MS }),
      ),
      this.ask(db.admin().command({ hostInfo: 1, maxTimeMS: MAX_MS })),
    ]);
    const open = Math.max(
      numberIn(status, 'wiredTiger', 'connection', 'files currently open'),
      filesOf(status),
    );
    const connections = numberIn(status, 'connections', 'current');
    const most = numberIn(host, 'extra', 'maxOpenFiles');
    const [diskUsed, diskTotal] = [numberIn(stats, 'fsUsedSize'), numberIn(stats, 'fsTotalSize')];
    return {
      files:
        open && connections && most ? { used: open + connections + OTHER_FILES, total: most } : undefined,
      disk: diskUsed && diskTotal ? { used: diskUsed, total: diskTotal } : undefined,
    };
  }

  private async ask(question: Promise<Document>): Promise<Document> {
    try {
      return await question;
    } catch (error) {
      if ((error as Error).name !== 'MongoServerError') throw error;
      return {};
    }
  }
}

/**
 * Every collection and every index of the server is a file. Not all are open at a moment, above all after a start,
 * but requests may open them all, and no guard stands before a read.
 */
function filesOf(status: Document): number {
  const collections = numberIn(status, 'catalogStats', 'collections');
  // The server does not count the indexes of its own collections; each has one.
  const internal = 2 * numberIn(status, 'catalogStats', 'internalCollections');
  return collections + internal + numberIn(status, 'indexStats', 'count');
}

/** 0 for what is not there. */
function numberIn(document: Document, ...path: string[]): number {
  const value = path.reduce<unknown>((part, key) => (part as Document | undefined)?.[key], document);
  return Number(value ?? 0);
}
