/** The start cannot go on; the message is one message for the person at the terminal. */
export class StartRefused extends Error {
  override readonly name: string = 'StartRefused';
}

/** The start cannot go on with this database; the message is for the person at the terminal. */
export class DatabaseUnusable extends Error {}
