import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = 'docs/decisions';
const FIELD = (name) => new RegExp(`^[-*]? *\\**${name}:?\\**:? *(.+)$`, 'm');

/** What the head of a decision says; a test refuses one that lacks something of it. */
export function decisionOf(file, text) {
  const [, number = '', title = ''] = /^# ADR-(\d{4}): (.+)$/m.exec(text) ?? [];
  const field = (name) => FIELD(name).exec(text)?.[1].trim() ?? '';
  return {
    file,
    number,
    title,
    status: field('Status'),
    date: field('Date'),
    short: field('In short') || firstSentence(text),
  };
}

/** docs/decisions/README.md: every decision on one line. */
export function decisionsPage() {
  const rows = readdirSync(FOLDER)
    .filter((file) => /^ADR-\d{4}-.+\.md$/.test(file))
    .sort()
    .map((file) => decisionOf(file, readFileSync(join(FOLDER, file), 'utf8')))
    .map(
      ({ file, number, title, status, date, short }) =>
        `| [${number}](${file}) | ${title} | ${status} | ${date} | ${short} |`,
    );
  return [
    '# Decisions',
    '',
    'Why it is built this way: one page for each decision that a newcomer would question, with its context, what else was considered, and what it costs. Written by `npm run generate` from the heads of the pages; a decision that no longer holds keeps its page, and its status names the one that replaced it.',
    '',
    '| | decision | status | date | in short |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function firstSentence(text) {
  const [, decision = ''] = /^## Decision\n+([^\n]+)/m.exec(text) ?? [];
  return /^.*?[.:](?= |$)/.exec(decision)?.[0].replace(/:$/, '.') ?? '';
}
