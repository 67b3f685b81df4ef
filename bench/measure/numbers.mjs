export function median(values) {
  return percentile(values, 50);
}

/** Nearest rank; undefined when a value is. */
export function percentile(values, percent) {
  if (values.length === 0 || values.includes(undefined)) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
}
