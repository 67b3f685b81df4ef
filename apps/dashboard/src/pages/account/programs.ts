import { T } from '../../texts/en.js';

/** The program and its system, as its User-Agent names them. */
export function sayProgram(agent: string | null): string {
  if (agent === null) return T.account.sessions.unknown;
  const program = /(Edg|OPR|Firefox|Chrome|Safari|curl|node)\/?([\d]*)/.exec(agent);
  const system = /(Windows|Macintosh|Android|iPhone|iPad|Linux)/.exec(agent)?.[1];
  if (program === null) return agent.slice(0, 60);
  const name = { Edg: 'Edge', OPR: 'Opera' }[program[1]] ?? program[1];
  return [`${name} ${program[2]}`.trim(), system === 'Macintosh' ? 'macOS' : system]
    .filter(Boolean)
    .join(', ');
}
