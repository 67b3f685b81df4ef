/** An option of a command: a parameter of the query, or a field of the body. */
export interface ApiOption {
  /** As the API calls it: `expires_at`; the option is `--expires-at`. */
  name: string;
  /** `list`: may be given several times. `json`: a value in JSON. */
  type: 'text' | 'number' | 'flag' | 'list' | 'json';
  required?: true;
  about?: string;
  choices?: readonly string[];
}

/** An operation of the native API as a command. */
export interface ApiCommand {
  /** Noun and verb. */
  name: string;
  /** Of openapi.json. */
  id: string;
  method: string;
  path: string;
  about: string;
  /** Placeholders of the path, in their order. */
  args: readonly string[];
  query: readonly ApiOption[];
  bodyType?: string;
  /** Empty for a body of any form, such as a document. */
  fields?: readonly ApiOption[];
  ifMatch?: true;
  /** The service may want the password of the account. */
  stepUp?: true;
  paged?: true;
  /** Media type of an answer that is no JSON. */
  streams?: string;
  /** Nobody needs to be signed in. */
  open?: true;
}
