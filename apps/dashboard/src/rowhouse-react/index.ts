export {
  RowhouseProvider,
  useClient,
  useImpersonation,
  useIsConnectionLost,
  useRowhouse,
  useSessionState,
} from './hooks.js';
export { Live } from './live.js';
export { type Impersonation, type NewAccount, Rowhouse, type SessionState } from './rowhouse.js';
