export {
  RowhouseProvider,
  useClient,
  useImpersonation,
  useIsConnectionLost,
  useRowhouse,
  useSessionState,
} from './hooks.js';
export { type Impersonation, type NewAccount, Rowhouse, type SessionState } from './rowhouse.js';
