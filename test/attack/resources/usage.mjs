// What processes take of the machine's cores, and how long their main threads wait for one. Linux only.
import { readFileSync } from 'node:fs';

/** Clock ticks of /proc/stat per second: 100 on every Linux that Node runs on. */
const TICKS = 100;

/**
 * @param processes pids by name
 * @returns at its call what each took since, in percent of one core; `strangers` is the rest of the machine, and a
 * figure measured beside much of it says little
 */
export function follow(processes) {
  const since = performance.now();
  const entries = Object.entries(processes).filter(([, pid]) => pid !== undefined);
  const before = new Map(entries.map(([name, pid]) => [name, look(pid)]));
  const machineBefore = machine();
  return () => {
    const seconds = (performance.now() - since) / 1000;
    const percent = (from, to) => Math.round(((to - from) / seconds) * 100);
    let rest = percent(machineBefore, machine());
    const parts = [];
    for (const [name, pid] of entries) {
      const [was, is] = [before.get(name), look(pid)];
      if (was === undefined || is === undefined) continue;
      const cpu = percent(was.cpu, is.cpu);
      rest -= cpu;
      parts.push(`${name} ${cpu}% (waits ${percent(was.wait, is.wait)}%)`);
    }
    return [...parts, `strangers ${rest}%`].join(', ');
  };
}

/** Seconds: all threads on a core, and the main thread ready but without one. */
function look(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [, wait] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ');
    return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS, wait: Number(wait) / 1e9 };
  } catch {
    return undefined;
  }
}

/** Seconds that the machine's cores were busy. */
function machine() {
  try {
    const [user, nice, system, , , irq, softirq] = readFileSync('/proc/stat', 'utf8')
      .split(/\s+/)
      .slice(1, 9);
    return [user, nice, system, irq, softirq].reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS;
  } catch {
    return NaN;
  }
}
