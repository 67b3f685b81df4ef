import { spawn, type ChildProcess } from 'node:child_process';
import { open, stat } from 'node:fs/promises';
import type { Socket } from 'node:net';
import type { Access } from './access.js';
import type { FoundBinary } from './binary/found.js';
import { withLibraries } from './binary/found.js';
import { isAtLeast } from './binary/probe.js';
import type { DataDir } from './data-dir.js';
import { signal } from './processes.js';

/** The name of the one-node replica set. */
export const REPLICA_SET = 'rowhouse';

/**
 * The shell forks the watcher, then becomes mongod, so mongod never runs unwatched. The watcher reads a
 * pipe from this process: "bye" means that mongod ended, end of file means that this process died.
 * The soft limit of open files is raised because mongod aborts when it runs out of them.
 */
const SCRIPT = `
(
  trap '' INT TERM HUP
  exec </dev/null >/dev/null 2>&1
  read -r bye <&3 && exit 0
  kill -TERM $$ || exit 0
  for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    sleep 0.1
    kill -0 $$ || exit 0
    # Where nobody reaps it (a container without init), an ended mongod stays as a zombie.
    case "$(cat /proc/$$/stat)" in *') Z '*) exit 0 ;; esac
  done
  kill -KILL $$
) &
exec 3<&-
ulimit -n "$(ulimit -Hn)" 2>/dev/null
exec "$@"
`;

/** An index build writes its keys to disk; those of the small databases this is for are smaller. */
const INDEX_BUILD_FREE_MB = 50;
/** How long what was overwritten or dropped can be read at an earlier time (default 300). The price is disk. */
const HISTORY_SECONDS = 3600;

/** How a mongod ended. */
export interface MongodExit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** The shell or the binary could not even be run. */
  error?: Error;
}

/** What one mongod is started with. */
export interface MongodSettings {
  binary: FoundBinary;
  dir: DataDir;
  port: number;
  cacheSizeGB: number;
  env?: NodeJS.ProcessEnv;
  /** Absent: every client that reaches the port may do everything. */
  access?: Access | undefined;
}

/** The command line of mongod. */
export function mongodArguments({ binary, dir, port, cacheSizeGB, access }: MongodSettings): string[] {
  return [
    ...['--dbpath', dir.dbPath, '--port', String(port), '--bind_ip', '127.0.0.1', '--nounixsocket'],
    ...['--replSet', REPLICA_SET, '--oplogSize', '512', '--wiredTigerCacheSizeGB', String(cacheSizeGB)],
    // CVE-2025-14847: before 8.2.3 a zlib-compressed message can leak memory.
    ...['--networkMessageCompressors', 'disabled', '--noscripting'],
    // The transaction of a killed client blocks the names it touched until this runs out (default 60).
    ...['--setParameter', 'transactionLifetimeLimitSeconds=5'],
    ...['--setParameter', `minSnapshotHistoryWindowInSeconds=${HISTORY_SECONDS}`],
    ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    // By default no index is made with less than 500 MB free, not even on an empty collection.
    ...(isAtLeast(binary.version, '8.0')
      ? ['--setParameter', `indexBuildMinAvailableDiskSpaceMB=${INDEX_BUILD_FREE_MB}`]
      : []),
    ...['--quiet', '--logpath', dir.logPath, '--logappend', '--logRotate', 'reopen'],
    ...['--pidfilepath', dir.pidPath],
    ...(access ? ['--auth', '--keyFile', access.keyFile] : []),
    // Without this the first client of a new database makes itself its administrator.
    ...(access ? ['--setParameter', 'enableLocalhostAuthBypass=false'] : []),
  ];
}

/** One life of mongod. */
export class MongodProcess {
  readonly exited: Promise<MongodExit>;
  /** Set when it has ended. */
  exit?: MongodExit;

  private constructor(
    private readonly child: ChildProcess,
    /** Where in the log this life begins. */
    readonly logOffset: number,
  ) {
    const pipe = child.stdio[3] as Socket;
    // The pipe breaks when the watcher is killed; mongod itself is not affected.
    pipe.on('error', () => undefined);
    // Neither keeps a program alive that has nothing else to do: its end stops mongod.
    pipe.unref();
    child.unref();
    this.exited = new Promise((settle) => {
      child.once('error', (error) => settle({ code: null, signal: null, error }));
      child.once('exit', (code, name) => settle({ code, signal: name }));
    });
    void this.exited.then((exit) => {
      this.exit = exit;
      pipe.end('bye\n');
    });
  }

  /** Starts mongod and its watcher, in a session of their own so that Ctrl-C reaches only this process. */
  static async spawn(settings: MongodSettings): Promise<MongodProcess> {
    const { binary, dir } = settings;
    const logOffset = await stat(dir.logPath).then(
      (file) => file.size,
      () => 0,
    );
    const out = await open(dir.outPath, 'w');
    try {
      const [command, ...args] = withLibraries(binary, mongodArguments(settings));
      const child = spawn('/bin/sh', ['-c', SCRIPT, 'rowhouse-mongod', command, ...args], {
        cwd: dir.path,
        detached: true,
        stdio: ['ignore', out.fd, out.fd, 'pipe'],
        ...(settings.env ? { env: settings.env } : {}),
      });
      return new MongodProcess(child, logOffset);
    } finally {
      await out.close();
    }
  }

  get pid(): number | undefined {
    return this.exit ? undefined : this.child.pid;
  }

  /** Asks mongod to go on in a new log file. */
  reopenLog(): void {
    if (this.pid) signal(this.pid, 'SIGUSR1');
  }

  /** SIGTERM, then SIGKILL after `graceMs`. */
  async end(graceMs: number): Promise<void> {
    if (!this.pid) return;
    signal(this.pid, 'SIGTERM');
    const timer = setTimeout(() => this.pid && signal(this.pid, 'SIGKILL'), graceMs);
    await this.exited;
    clearTimeout(timer);
  }
}
