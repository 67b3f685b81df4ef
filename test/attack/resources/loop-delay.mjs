// Preloaded into the service: tells its parent how long the event loop was held, in milliseconds, and writes profiles.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

const RESOLUTION_MS = 5;
const SAMPLE_US = 250;

if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let session;
  const profileFrom = async () => {
    session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_US });
    await session.post('Profiler.start');
  };
  const profileTo = async (file) => {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    writeFileSync(file, JSON.stringify(profile));
  };
  const tell = () => {
    const ms = (nanoseconds) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS);
    const told = { p99: ms(delay.percentile(99)), max: ms(delay.max) };
    delay.reset();
    return told;
  };
  process.on('message', async ({ begin, end }) => {
    if (end) await profileTo(end);
    const told = tell();
    if (begin) await profileFrom();
    process.send(told);
  });
  process.channel.unref();
}
