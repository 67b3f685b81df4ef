/** docs/metrics.md: every metric that the service defines. */
export function metricsPage(metrics) {
  return [
    '# Metrics',
    '',
    'Written by `npm run generate` from the definitions beside what they measure. How they are served, and what to watch: [monitor](guides/monitor.md).',
    '',
    '| metric | type | labels | meaning |',
    '|---|---|---|---|',
    ...metrics.map(
      ({ name, type, labels, help, buckets }) =>
        `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help}${buckets ? `. Buckets: ${buckets.join(', ')}` : ''} |`,
    ),
    '',
    'The process itself is measured by [prom-client](https://github.com/siimon/prom-client#default-metrics): `process_cpu_seconds_total`, `process_resident_memory_bytes`, `process_open_fds`, `nodejs_eventloop_lag_seconds` and its quantiles (`nodejs_eventloop_lag_p99_seconds`), `nodejs_heap_size_used_bytes`, `nodejs_gc_duration_seconds` and their like.',
    '',
    'Labels have few values each: routes are patterns, codes and names are the service’s own. The id of an organization is a label of the metrics of those that use most alone, `METRICS_ORGANIZATIONS` of them at the most; no label has a name, an address or an id of a person.',
    '',
    'A counter begins at 0 with its instance. What is read of the database (`rowhouse_mail_waiting`, `rowhouse_moves_open`) is the same on every instance: take one, with `max`, and do not add them.',
    '',
  ].join('\n');
}
