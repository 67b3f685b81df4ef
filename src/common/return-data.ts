import { type ReturnTo, servedRequest } from './request-scope.js';

/** What is kept beside the code of a mail, of where its reader is led back to. */
export interface ReturnData {
  readonly return_to?: string;
  readonly return_org?: string;
}

/** Of the request that asks for the mail, unless it is given. */
export function returnData(to: ReturnTo | undefined = servedRequest()?.returnTo): Record<string, string> {
  if (to === undefined) return {};
  return { return_to: to.address, ...(to.orgId === undefined ? {} : { return_org: to.orgId }) };
}

/** The code was used: the answer names the address, if it is still allowed. See LeadsBack. */
export function leadBack({ return_to: address, return_org: orgId }: ReturnData): void {
  const request = servedRequest();
  if (request && address !== undefined) request.leadsTo = { address, orgId };
}
