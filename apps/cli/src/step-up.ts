import { RowhouseError } from '@rowhouse/api-client';
import { askCode, isTerminal, secret } from './questions.js';

/**
 * Does what the service may want the password again for (its setting `REQUIRE_STEP_UP`), or a code of the second
 * factor, and asks for it only then.
 * Without a terminal the error of the service stands.
 */
export async function withStepUp<T>(act: (headers: Record<string, string>) => Promise<T>): Promise<T> {
  try {
    return await act({});
  } catch (error) {
    if (isSecondFactor(error) && isTerminal()) return act({ 'X-OTP': await askCode() });
    if (!isStepUp(error) || !isTerminal()) throw error;
    return act({ 'X-Confirm-Password': encodeURIComponent(await secret({})) });
  }
}

const isSecondFactor = (error: unknown): boolean =>
  error instanceof RowhouseError &&
  error.status === 403 &&
  ((error.code as string | undefined) === 'auth.second_factor_required' || error.message.includes('X-OTP'));

/** The surfaces without codes have the message. */
const isStepUp = (error: unknown): boolean =>
  error instanceof RowhouseError &&
  error.status === 403 &&
  (error.code === 'auth.step_up_required' || error.message.includes('X-Confirm-Password'));
