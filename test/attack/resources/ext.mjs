import { createRequire } from 'node:module'; import { mkdtempSync } from 'node:fs';
import { PerformanceObserver } from 'node:perf_hooks';
const { MongoClient } = createRequire(import.meta.url)('mongodb');
const { startEmbeddedMongodb } = await import('../../../dist/libs/embedded-mongodb/src/index.js');
const dir = mkdtempSync('/tmp/ext-');
const m = await startEmbeddedMongodb({ dataDir: dir, env: process.env, cacheSizeGB: 0.5 });
const c = await new MongoClient(m.uri).connect(); const col = c.db('x').collection('y');
for (let i = 0; i < 6; i++) await col.insertOne({ _id: `b${i}`, t: 'x'.repeat(3_900_000) });
let gcs=[]; new PerformanceObserver((l) => { for (const e of l.getEntries()) gcs.push([e.duration.toFixed(1), e.detail.kind].join(':')); }).observe({ entryTypes: ['gc'] });
for (let i = 0; i < 20; i++) {
  const a = process.memoryUsage(); let n=0;
  const cur = col.find({ _id: `b${i % 6}` }, { raw: true, batchSize: 1 }); await cur.hasNext(); for (const d of cur.readBufferedDocuments()) n += d.length; await cur.close();
  const b = process.memoryUsage();
  console.log(i, n, 'external', ((b.external - a.external) / 1e6).toFixed(1), 'ab', ((b.arrayBuffers - a.arrayBuffers) / 1e6).toFixed(1), 'total', (b.arrayBuffers/1e6).toFixed(0), gcs.join(' ')); gcs=[];
  await new Promise(r=>setTimeout(r,50));
}
await c.close(); await m.stop(); process.exit(0);
