export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogOptions {
  level: LogLevel;
  /** One JSON object a line, or lines for people. */
  format: 'json' | 'pretty';
  /** Escape codes of a terminal, in pretty lines. */
  colours: boolean;
  /** Links of mails that were kept are shown: they hold codes. */
  links: boolean;
}
