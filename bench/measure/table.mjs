/**
 * A row is `{ name, contender, rate, p99, cpu, figure, target }`: `figure` is `{ value, unit }`, `target` is
 * `{ atLeast }` or `{ atMost }`; rows without a target are there to compare with.
 */
const HEAD = ['measured', 'contender', 'req/s', 'p99 ms', 'CPU µs/req', 'figure', 'target', ''];

/** The rows as a Markdown table, aligned for a terminal. */
export function table(rows) {
  const cells = [HEAD, HEAD.map(() => '---'), ...rows.map(cellsOf)];
  const widths = HEAD.map((_, i) => Math.max(...cells.map((row) => row[i].length)));
  return cells.map((row) => `| ${row.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |`).join('\n');
}

function cellsOf({ name, contender, rate, p99, cpu, figure, target }) {
  return [
    name,
    contender,
    number(rate),
    number(p99),
    number(cpu),
    figure === undefined ? '' : `${number(figure.value)} ${figure.unit}`,
    targetText(target, figure),
    verdict(target, figure),
  ];
}

function targetText(target, figure) {
  if (target === undefined) return '';
  return target.atLeast === undefined
    ? `≤ ${target.atMost} ${figure.unit}`
    : `≥ ${target.atLeast} ${figure.unit}`;
}

function verdict(target, figure) {
  if (target === undefined) return '';
  const { atLeast = -Infinity, atMost = Infinity } = target;
  return figure.value >= atLeast && figure.value <= atMost ? 'ok' : 'missed';
}

function number(value) {
  if (value === undefined) return '';
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}
