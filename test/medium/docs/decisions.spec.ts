import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../../support/repository.js';

const FOLDER = 'docs/decisions';
const SECTIONS = ['Context', 'Decision', 'Alternatives', 'Consequences'];
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const files = readdirSync(FOLDER).filter((name) => name !== 'README.md');
/** `- Status: Accepted`, under the title. */
const fieldOf = (text: string, name: string): string =>
  new RegExp(`^- ${name}: (.+)$`, 'm').exec(text.split('\n## ')[0])?.[1] ?? '';

describe('decisions', () => {
  it('each has its number in name and title, a status, a date, and is said in one line', () => {
    const numbers = files.map((name) => /^ADR-(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]);
    expect(numbers.length).toBeGreaterThan(30);
    expect(new Set(numbers).size).toBe(files.length);
    for (const [i, name] of files.entries()) {
      const text = textOf(join(FOLDER, name));
      expect([name, text.startsWith(`# ADR-${numbers[i]}: `)]).toEqual([name, true]);
      expect([name, fieldOf(text, 'Status')]).toEqual([
        name,
        expect.stringMatching(/^(Accepted|Superseded)/),
      ]);
      expect([name, fieldOf(text, 'Date')]).toEqual([name, expect.stringMatching(DAY)]);
      expect([name, fieldOf(text, 'In short')]).toEqual([name, expect.stringMatching(/^[A-Z`].{20,}\.$/)]);
    }
  });

  it.each(files)('%s says what was decided, what else was considered, and what it costs', (name) => {
    const text = textOf(join(FOLDER, name));
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings.filter((heading) => SECTIONS.includes(heading))).toEqual(SECTIONS);
    for (const section of SECTIONS) {
      const body = text.split(`\n## ${section}\n`)[1].split('\n## ')[0].trim();
      expect([section, body.length > 40]).toEqual([section, true]);
    }
  });

  it('the index has a line for each, with its title, status and date', () => {
    const rows = [...textOf(join(FOLDER, 'README.md')).matchAll(/^\| \[(\d{4})\]\(([^)]+)\) \|.*$/gm)];
    expect(rows.map(([, , file]) => file)).toEqual([...files].sort());
    for (const [row, number, file] of rows) {
      const text = textOf(join(FOLDER, file));
      const title = text.slice(0, text.indexOf('\n')).replace(/^# ADR-\d+: /, '');
      for (const part of [number, title, fieldOf(text, 'Status'), fieldOf(text, 'Date')])
        expect(row).toContain(part);
    }
  });
});
