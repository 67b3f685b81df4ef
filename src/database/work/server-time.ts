/**
 * Expressions by the clock of the database server. Whatever several instances compare with the time is written and
 * read by it, so that their clocks need not agree.
 */
export const SERVER_NOW = '$$NOW';

/** The moment so many milliseconds from now. */
export const fromNow = (ms: number) => ({ $add: [SERVER_NOW, ms] });

/** The moment so many milliseconds ago. */
export const beforeNow = (ms: number) => ({ $subtract: [SERVER_NOW, ms] });

/** The moment has come; also where there is none. @param moment an expression, such as `$until` */
export const isPast = (moment: string) => ({ $lte: [moment, SERVER_NOW] });

/** The moment has not come yet. */
export const isAhead = (moment: string) => ({ $gt: [moment, SERVER_NOW] });
