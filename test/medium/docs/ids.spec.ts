import { basename } from 'node:path';
import { filesOf, proseOf, textOf, wordsOfSource } from '../../support/repository.js';

const PAGES = ['docs/contracts.md', 'docs/security-decisions.md'];
const DEFINITION = /^<a id="([^"]+)"><\/a>\*\*([A-Z]\w?-?\d+)\*\* (.*)$/gm;

/** Written from the code, or not text. */
const GENERATED =
  /^(package-lock\.json|openapi\.json|docs\/postman_collection\.json|libs\/api-client\/src\/schema\.ts)$/;
const SOURCE = /\.(ts|mjs|cjs)$/;

/** Rules (`S0-07`, `C-04`, `K-08`); `S0-01..03` is all of them. */
const RULES = /(?<![\w./#-])(S[0-4]-|C-|K-)(\d{2})(?:\.\.(\d{2}))?(?![\w-])/g;
/** Decisions, trials and findings (`D15`, `G1`, `S11`); S0 to S4 are surfaces. An ADR's number is no such id. */
const SHORT = /(?<![\w.,%/#-])(?!S[0-4]\b)([A-IRS]\d{1,2})(?![\w%-]|\.\d)/g;
/** A page of Markdown, as a comment names it. */
const PAGE = /(?<![\w*])([\w./-]*[\w-]\.md)\b/g;

interface Definition {
  id: string;
  anchor: string;
  text: string;
}

const definitions: Definition[] = PAGES.flatMap((page) =>
  [...textOf(page).matchAll(DEFINITION)].map(([, anchor, id, text]) => ({
    id: id,
    anchor: anchor,
    text: text,
  })),
);
const files = filesOf().filter((path) => !GENERATED.test(path));
const sources = files.filter((path) => SOURCE.test(path));
const pages = files.filter((path) => path.endsWith('.md'));

function* idsIn(words: string): Generator<string> {
  for (const [, kind, first, last] of words.matchAll(RULES)) {
    for (let n = Number(first); n <= Number(last ?? first); n++) yield `${kind}${String(n).padStart(2, '0')}`;
  }
  for (const [, id] of words.matchAll(SHORT)) yield id;
}

const wordsOf = (path: string): string =>
  SOURCE.test(path) ? wordsOfSource(textOf(path)) : proseOf(textOf(path));

describe('ids and pages that the repository names', () => {
  it('each id is defined once, at an anchor of its name, with a text', () => {
    const ids = definitions.map(({ id }) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    expect(ids.length).toBeGreaterThan(180);
    for (const { id, anchor, text } of definitions) {
      expect([id, anchor]).toEqual([id, id.toLowerCase()]);
      expect([id, text.length > 20 && /[.!?)]$/.test(text)]).toEqual([id, true]);
    }
  });

  it('each id that a comment, a test, a page or a decision names is defined', () => {
    const defined = new Set(definitions.map(({ id }) => id));
    const named = [...sources, ...pages].flatMap((path) =>
      [...idsIn(wordsOf(path))].map((id) => ({ path, id })),
    );
    expect(named.length).toBeGreaterThan(300);
    expect(named.filter(({ id }) => !defined.has(id))).toEqual([]);
  });

  it('knows an id from other words', () => {
    const text = "S0-01..03, S1-34 C-04 K-08 (D15) G1: a G2 IPv6, R13; ADR-0015 S1 S4 V8's X11 UTF-8 D20.";
    expect([...idsIn(text)]).toEqual([
      'S0-01',
      'S0-02',
      'S0-03',
      'S1-34',
      'C-04',
      'K-08',
      'D15',
      'G1',
      'G2',
      'R13',
      'D20',
    ]);
    expect([...idsIn('%C3%A9 1.C5 s6-b.example C5.2 `x`')]).toEqual([]);
    const source = `const a = 'D99'; // D1\n/** C-01 */\nit.each([['B5']])('F2: %s', () => {});\nit("it's G1", f);`;
    expect([...idsIn(wordsOfSource(source))].sort()).toEqual(['C-01', 'D1', 'F2', 'G1']);
  });

  it('each page that a comment names is there', () => {
    const there = new Set(pages.map((path) => basename(path)));
    const missing = sources.flatMap((path) =>
      [...wordsOfSource(textOf(path)).matchAll(PAGE)]
        .filter(([, name]) => !there.has(basename(name)))
        .map(([, name]) => ({ path, name })),
    );
    expect(missing).toEqual([]);
  });

  it('each decision that a comment, a test or a page names is there', () => {
    const there = new Set(pages.flatMap((path) => /\/(ADR-\d{4})-/.exec(path)?.[1] ?? []));
    const missing = [...sources, ...pages].flatMap((path) =>
      [...textOf(path).matchAll(/\bADR-\d{4}\b/g)]
        .filter(([name]) => !there.has(name))
        .map(([name]) => ({ path, name })),
    );
    expect(missing).toEqual([]);
  });
});
