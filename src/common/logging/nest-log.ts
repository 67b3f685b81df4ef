import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** Those of Nest itself: a line for each module and route at every start. */
const FRAMEWORK = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/**
 * Hands the lines of Nest's `Logger` to the one log. An object behind the message gives fields of the line, and
 * `link` only shows in a terminal: `log.warn('mail kept', { link })`.
 */
export class NestLog implements LoggerService {
  constructor(private readonly out: Log) {}

  log(message: unknown, ...rest: unknown[]): void {
    const isFramework = FRAMEWORK.has(rest.at(-1) as string);
    this.write(isFramework ? 'debug' : 'info', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  /** @param rest fields, the stack of an error, and last the context, which Nest's Logger appends */
  private write(level: Level, message: unknown, rest: unknown[]): void {
    if (!this.out.isLevelEnabled(level)) return;
    const context = typeof rest.at(-1) === 'string' ? rest.at(-1) : undefined;
    const fields: Record<string, unknown> = { context };
    for (const one of context === undefined ? rest : rest.slice(0, -1)) {
      if (one instanceof Error) fields['err'] = one;
      else if (typeof one === 'object') Object.assign(fields, one);
      else if (typeof one === 'string') fields['err'] = fromStack(one);
    }
    if (message instanceof Error) fields['err'] = message;
    this.out[level](fields, textOf(message));
    if (level === 'error' || level === 'fatal') this.out.flush();
  }
}

/** Nest gives the stack as a text at times. */
function fromStack(stack: string): Error {
  const [, name, message] = /^(\w+): (.*)/.exec(stack) ?? [];
  return Object.assign(new Error(message ?? stack.split('\n', 1)[0]), { name: name ?? 'Error', stack });
}

function textOf(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}
