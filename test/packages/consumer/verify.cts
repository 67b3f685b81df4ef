import { Verifier, VerifyError } from '@rowhouse/verify';
import { verifyRowhouse } from '@rowhouse/verify/express';

export { Verifier };

/** The code of a request without a token. */
export async function codeOfNothing(): Promise<string> {
  const options = { url: 'http://127.0.0.1:1', audience: 'shop' };
  // @ts-expect-error -- an audience is text: the options are typed, not any
  const wrong = () => verifyRowhouse({ url: 'http://127.0.0.1:1', audience: 1 });
  if (typeof wrong !== 'function') return 'nothing';
  try {
    await new Verifier(options).authenticate(undefined);
    return 'no error';
  } catch (error) {
    if (!(error instanceof VerifyError)) throw error;
    return error.code;
  }
}
