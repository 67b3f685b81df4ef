import { startService } from '../measure/processes.mjs';
import { takeTurns } from '../measure/load.mjs';
import { documentOf, insertOf } from './requests.mjs';

/** What metrics, and metering, cost a request: the service with them against the same without, in turns. */
export async function telemetry(run) {
  const rows = [];
  const organizations = run.organizations.slice(0, 100);
  for (const [name, requestOf] of [
    ['read', documentOf],
    ['insert', insertOf],
  ]) {
    const services = [];
    try {
      services.push(await startService(run));
      services.push({ ...(await startService(run, { METRICS_PORT: '0' })), name: 'with metrics' });
      const results = await takeTurns(services, organizations.map(requestOf), run);
      const [plain, measured] = results;
      const unit = '× without';
      rows.push({ name: `metrics, ${name}`, ...plain, figure: { value: 1, unit } });
      rows.push({
        name: `metrics, ${name}`,
        ...measured,
        figure: { value: measured.cpu / plain.cpu, unit: '× CPU without' },
        target: { atMost: 1.02 },
      });
    } finally {
      await Promise.all(services.map((service) => service.stop()));
    }
  }
  return rows;
}
