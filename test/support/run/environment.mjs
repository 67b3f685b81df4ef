import { TestEnvironment as NodeEnvironment } from 'jest-environment-node';

// A worker whose Jest was killed would finish its spec file first, and keep its servers until then.
if (process.send) process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));

export { NodeEnvironment as TestEnvironment };
export default NodeEnvironment;
