export {
  RowhouseProvider,
  useClient,
  useImpersonation,
  useIsConnectionLost,
  useRowhouse,
  useSessionState,
} from './hooks.js';
export { type AccountRead, useAccount } from './account.js';
export { Live, type LiveEvent } from './live.js';
export { type Read, type ReadOptions, useRead } from './read.js';
export {
  type Account,
  type Impersonation,
  type NewAccount,
  Rowhouse,
  type SessionState,
} from './rowhouse.js';
