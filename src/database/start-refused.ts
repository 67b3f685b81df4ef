/** The start cannot go on; the message is one message for the person at the terminal. */
export class StartRefused extends Error {
  override readonly name: string = 'StartRefused';
}
