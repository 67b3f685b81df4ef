import type { LogLevel, LogOptions } from '../common/logging/log-options.js';
import type { Env } from './env.js';

/** How the log is written. Colours, and links of mails that were kept, are for a terminal only. */
export function logOptionsOf(env: Env): LogOptions {
  const isTerminal = process.stdout.isTTY === true;
  const format = env.LOG_FORMAT === 'auto' ? (isTerminal ? 'pretty' : 'json') : env.LOG_FORMAT;
  const isPrettyTerminal = isTerminal && format === 'pretty';
  return {
    level: levelOf(env),
    format,
    colours: isPrettyTerminal,
    links: isPrettyTerminal && !env.production,
  };
}

function levelOf(env: Env): LogLevel {
  if (env.LOG_LEVEL !== 'auto') return env.LOG_LEVEL;
  if (env.DEBUG) return 'debug';
  return env.NODE_ENV === 'test' ? 'error' : 'info';
}
