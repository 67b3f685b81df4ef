import { TestEnvironment as NodeEnvironment } from 'jest-environment-node';

// A worker whose Jest was killed would finish its spec file first, and keep its servers until then.
if (process.send) process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));

/** Jest's message to a worker that has nothing more to do (CHILD_MESSAGE_END of jest-worker). */
const END = 2;

// The server of the worker would keep it alive until Jest kills it and warns of a leak.
if (process.send) process.on('message', ([type]) => type === END && setImmediate(() => process.exit()));

class Forgetting extends NodeEnvironment {
  handleTestEvent(event, state) {
    if (event.name === 'teardown') forget(state.rootDescribeBlock);
  }
}

/**
 * What lives on after a spec file (a socket that is kept alive, the mongod of the worker) remembers the test it was
 * made in. Through the functions of that test it would hold every module of the file, some 40 MB.
 */
function forget(block) {
  for (const hook of block.hooks) hook.fn = undefined;
  for (const child of block.children) {
    if (child.type === 'describeBlock') forget(child);
    else child.fn = undefined;
  }
}

export { Forgetting as TestEnvironment };
export default Forgetting;
