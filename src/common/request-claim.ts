import type { Claim } from './fair-queue.js';
import { networkShare } from './network-share.js';
import { requestScope } from './request-scope.js';

/**
 * The claim of the request that is served: for its organization, else for its network; for the service itself where
 * no request is.
 */
export function requestClaim(): Claim {
  const scope = requestScope();
  if (scope === undefined) return { key: 'service', deadline: Infinity };
  const { deadline, signal, source } = scope;
  const { organizationId, ip } = source;
  const key = organizationId === undefined ? `network:${networkShare(ip)}` : `organization:${organizationId}`;
  return { key, deadline, signal };
}
