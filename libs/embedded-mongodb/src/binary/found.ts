/** Where a mongod came from, in the order in which they are tried. */
export type BinarySource = 'option' | 'path' | 'download' | 'npm';

/** A file that may be a usable mongod. */
export interface Candidate {
  path: string;
  /** What must be added to the environment of this mongod. */
  env: Record<string, string>;
  /** What it is and under which licence, behind its path, where nobody on this machine chose it. */
  about?: string;
}

/** A mongod that runs on this machine. */
export interface FoundBinary extends Candidate {
  source: BinarySource;
  version: string;
}

/** The command line that runs the binary with its environment; `env` replaces itself by the binary. */
export function withLibraries(binary: Candidate, args: string[]): [string, ...string[]] {
  const settings = Object.entries(binary.env).map(([name, value]) => `${name}=${value}`);
  return settings.length > 0 ? ['/usr/bin/env', ...settings, binary.path, ...args] : [binary.path, ...args];
}
