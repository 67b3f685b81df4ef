import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { filesOf, proseOf, textOf } from '../../support/repository.js';

const LINK = /!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)|<(?:a|img)\b[^>]*\b(?:href|src)="([^"]+)"/g;
const ELSEWHERE = /^(?:[a-z][a-z+.-]*:|\/\/)/i;

/** The anchors GitHub gives a page: those of its headings, and the ones it writes itself. */
function anchorsOf(markdown: string): Set<string> {
  const text = markdown.replace(/^( *)```[\s\S]*?^\1```/gm, '');
  const anchors = new Set([...text.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id]) => id));
  const seen = new Map<string, number>();
  for (const [, heading] of text.matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M} _-]/gu, '')
      .replace(/ /g, '-');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    anchors.add(before === 0 ? slug : `${slug}-${before}`);
  }
  return anchors;
}

/** What is wrong with a link of a page, or null. */
function faultOf(page: string, target: string): string | null {
  if (ELSEWHERE.test(target)) return null;
  const [path = '', anchor] = decodeURI(target).split('#');
  const file = path === '' ? page : normalize(join(dirname(page), path));
  if (file.startsWith('..') || !existsSync(file)) return 'no such file';
  if (anchor === undefined) return null;
  if (!file.endsWith('.md') || statSync(file).isDirectory()) return 'an anchor in what is no page';
  return anchorsOf(textOf(file)).has(anchor) ? null : 'no such anchor';
}

const linksOf = (markdown: string): string[] =>
  [...proseOf(markdown).matchAll(LINK)].map(([, markup, html]) => markup ?? html);

describe('links between the pages', () => {
  const pages = filesOf().filter((path) => path.endsWith('.md'));
  const links = pages.flatMap((page) => linksOf(textOf(page)).map((target) => ({ page, target })));

  it('lead to a file that is there, and to an anchor in it', () => {
    expect(links.length).toBeGreaterThan(100);
    const wrong = links
      .map((link) => ({ ...link, fault: faultOf(link.page, link.target) }))
      .filter(({ fault }) => fault !== null);
    expect(wrong).toEqual([]);
  });

  it('what a page calls a path of the repository is there', () => {
    const PATH = /`((?:src|test|libs|apps|docs|scripts|bench)\/[\w./-]+)`/g;
    const missing = pages
      .filter((page) => page !== 'CHANGELOG.md') // it tells of what was
      .flatMap((page) => [...textOf(page).matchAll(PATH)].map(([, path]) => ({ page, path: path })))
      .filter(({ path }) => !/\/[xX]($|\/)/.test(path) && !existsSync(path));
    expect(missing).toEqual([]);
  });

  it('each room of src/modules is in the tables of README and CONTRIBUTING, on its floor', () => {
    const rooms = readdirSync('src/modules');
    const shown = [...textOf('CONTRIBUTING.md').matchAll(/^\| (\d) \| `([a-z-]+)` \|/gm)];
    expect(shown.map(([, , room]) => room).sort()).toEqual([...rooms].sort());
    const held = [
      ...textOf('.dependency-cruiser.cjs')
        .split('const FLOORS = [')[1]
        .split('];')[0]
        .matchAll(/\[(.+)\]/g),
    ];
    for (const [, floor, room] of shown) expect(held[Number(floor) - 1][1]).toContain(`'${room}'`);
    const readme = textOf('README.md').split('## Where things live')[1];
    for (const room of rooms) expect(readme).toContain(`${room}/\``);
  });

  it('would be found when they lead nowhere', () => {
    expect(
      linksOf('[a](b.md#c "t") ![x](y.svg) <a href="z.md"> `[no](no.md)` [l](https://x.example)'),
    ).toEqual(['b.md#c', 'y.svg', 'z.md', 'https://x.example']);
    expect(faultOf('README.md', 'docs/nowhere.md')).toBe('no such file');
    expect(faultOf('docs/contracts.md', '#s0-99')).toBe('no such anchor');
    expect(faultOf('docs/contracts.md', 'security-decisions.md#d15')).toBeNull();
    expect(faultOf('README.md', '../elsewhere.md')).toBe('no such file');
  });

  it('every page of docs is reached from the README', () => {
    const reached = new Set(['README.md']);
    for (const page of reached) {
      for (const target of linksOf(textOf(page))) {
        if (ELSEWHERE.test(target)) continue;
        const path = decodeURI(target).split('#')[0];
        let file = path === '' ? page : normalize(join(dirname(page), path));
        if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'README.md');
        if (file.endsWith('.md') && existsSync(file)) reached.add(file);
      }
    }
    expect(pages.filter((page) => page.startsWith('docs/') && !reached.has(page))).toEqual([]);
  });
});
