import v8 from "node:v8"; for (const f of process.env.VFLAGS?.split(" ") ?? []) v8.setFlagsFromString(f);
import { monitorEventLoopDelay, PerformanceObserver, performance } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';
const RESOLUTION_MS = 5;
if (isMainThread) {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  let gcs = []; let elu = performance.eventLoopUtilization();
  new PerformanceObserver((l) => { for (const e of l.getEntries()) gcs.push([e.duration, e.detail.kind]); }).observe({ entryTypes: ['gc'] });
  process.on('message', () => {
    const ms = (n) => Math.max(0, n / 1e6 - RESOLUTION_MS);
    const d = gcs.map(([x]) => x).sort((a, b) => b - a);
    const u = performance.eventLoopUtilization(elu); elu = performance.eventLoopUtilization();
    const k = {}; for (const [x, kind] of gcs) k[kind] = (k[kind] ?? 0) + 1;
    process.stderr.write(`GC n=${d.length} total=${d.reduce((a, b) => a + b, 0).toFixed(0)} top=${d.slice(0, 10).map((x) => x.toFixed(1)).join(' ')} kinds=${JSON.stringify(k)} elu=${u.utilization.toFixed(2)}\n`);
    gcs = [];
    process.send({ p99: ms(delay.percentile(99)), max: ms(delay.max) });
    delay.reset();
  });
  process.channel.unref();
}
