import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders at any depth that hold nothing of ours, or what a build or a run left. */
const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', '.git', '.data', '.husky']);

/** Paths of the files of the repository, with `/`, from its top. */
export function filesOf(folder = '.'): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = folder === '.' ? entry.name : join(folder, entry.name);
    if (entry.isDirectory()) return filesOf(path);
    return entry.isFile() ? [path] : [];
  });
}

export const textOf = (path: string): string => readFileSync(path, 'utf8');

/** A page of Markdown without its code: fences, and what stands between backticks. */
export const proseOf = (markdown: string): string =>
  markdown.replace(/^( *)```[\s\S]*?^\1```/gm, '').replace(/`[^`\n]*`/g, '');

/** Comments of a source, and the titles of its tests. */
export function wordsOfSource(source: string): string {
  const comments = source.match(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm) ?? [];
  const titles = [...source.matchAll(/\b(?:describe|it|test)(?:\.\w+)*\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs)];
  // Behind `it.each([…])(` comes the title of its cases.
  const titlesOfCases = [...source.matchAll(/\]\)\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gs)];
  return [...comments, ...[...titles, ...titlesOfCases].map(([, , title]) => title)].join('\n');
}
