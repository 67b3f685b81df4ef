// Loaded before each contender: answers over the IPC channel what cannot be seen from outside. It is no part
// of the service, and idle while nobody asks.
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds between two looks at the clock; they are part of each figure it gives. */
const RESOLUTION_MS = 5;
let delay;

const answers = {
  heap: () => {
    for (let i = 0; i < 3; i++) globalThis.gc(); // weak references and finalizers need more than one
    return process.memoryUsage().heapUsed;
  },
  loop: () => {
    const seen = delay && { p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 };
    delay ??= monitorEventLoopDelay({ resolution: RESOLUTION_MS });
    delay.reset();
    delay.enable();
    return seen ?? {};
  },
};

process.on('message', (question) => process.send(answers[question]()));
process.channel?.unref();
