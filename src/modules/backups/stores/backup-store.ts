/** Keeps objects by their keys: `a/b/c` of letters, digits, `-` and `.`. Objects are written once and not changed. */
export interface BackupStore {
  /** As people name it; without secrets. */
  readonly name: string;
  /** All of it or nothing is there afterwards, also when the machine dies. @throws StoreFailure */
  put(key: string, bytes: Buffer): Promise<void>;
  /** @throws StoreFailure `missing` when it is not there */
  get(key: string): Promise<Buffer>;
  /** Takes it away; one that is not there is no error. @throws StoreFailure */
  remove(key: string): Promise<void>;
}

/** `missing`: no such object; `full`: no room for it; `away`: the store does not answer, or refuses this service. */
export type StoreFailureKind = 'missing' | 'full' | 'away';

export class StoreFailure extends Error {
  constructor(
    readonly kind: StoreFailureKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'StoreFailure';
  }
}
