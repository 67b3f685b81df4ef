/** How often a value of `a` is above one of `b`, ties half: 0.5 when nobody can tell them apart. */
export function areaUnderCurve(a: number[], b: number[]): number {
  const all = [...a.map((value) => ({ value, ofA: true })), ...b.map((value) => ({ value, ofA: false }))];
  all.sort((x, y) => x.value - y.value);
  let rankSum = 0;
  for (let from = 0; from < all.length;) {
    let to = from;
    while (to < all.length && all[to].value === all[from].value) to++;
    const rank = (from + 1 + to) / 2;
    rankSum += rank * all.slice(from, to).filter(({ ofA }) => ofA).length;
    from = to;
  }
  return (rankSum - (a.length * (a.length + 1)) / 2) / (a.length * b.length);
}

/** Two standard deviations of the area when both sides are the same. */
export const twoSigma = (n: number): number => 2 * Math.sqrt((2 * n + 1) / (12 * n * n));

export function median(values: number[]): number {
  const sorted = [...values].sort((x, y) => x - y);
  return sorted[Math.floor(sorted.length / 2)];
}
