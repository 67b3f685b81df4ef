import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  type AuditEntryLine,
  commitment,
  digestOf,
  type ExportLine,
  FIRST_LINK,
  HEAD_TYPE,
  linkOf,
} from './audit-log.js';
import { type AuditFault, type AuditVerificationOptions, verifyAuditLog } from './audit-verification.js';

const LOG = '507f1f77bcf86cd799439012';
const service = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const keys = { keys: [{ ...service.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'EdDSA' }] } as never;

/** Repeats with its seed. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function signed(payload: object, key: KeyObject = service.privateKey, typ = HEAD_TYPE): string {
  const parts = [{ alg: 'EdDSA', typ, kid: 'k1' }, payload];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}

const entryOf = (seq: number): AuditEntryLine => ({
  type: 'entry',
  id: seq.toString(16).padStart(24, '0'),
  seq,
  at: new Date(1_760_000_000_000 + seq * 1000).toISOString(),
  action: 'data.exported',
  actor_id: `actor-${seq % 7}`,
  impersonator_id: null,
  api_key_id: null,
  organization_id: LOG,
  target_type: 'collection',
  target_id: `=cmd|${seq}`,
  details: { i: seq, nested: { b: [1, null, 'ü'], a: true } },
  request_id: null,
  ip: seq % 3 === 0 ? null : `203.0.113.${seq % 250}`,
  hash: seq.toString(16).padStart(64, 'a'),
  ...(seq % 3 === 0 ? {} : { salts: { ip: seq.toString(16).padStart(32, '5') } }),
});

/** An export of so many entries, and the heads that were published on the way. */
function made(count: number, every: number): { lines: string[]; heads: string[] } {
  const lines: ExportLine[] = [{ type: 'start', version: 1, log: LOG, after: 0, link: FIRST_LINK }];
  const heads: string[] = [];
  let link = FIRST_LINK;
  for (let seq = 1; seq <= count; seq++) {
    const entry = entryOf(seq);
    lines.push(entry);
    link = linkOf(link, digestOf(entry));
    if (seq % every === 0 || seq === count) {
      heads.push(signed({ log: LOG, count: seq, link, hash: entry.hash, at: entry.at }));
    }
  }
  lines.push({ type: 'head', signed: heads.at(-1)! });
  return { lines: lines.map((line) => JSON.stringify(line)), heads };
}

async function* stream(lines: readonly string[]): AsyncGenerator<string, void> {
  for (const line of lines) yield await Promise.resolve(line);
}

const verify = (lines: readonly string[], options: Partial<AuditVerificationOptions> = {}) =>
  verifyAuditLog(stream(lines), { keys, ...options });

const change = (text: string, how: (line: Record<string, unknown>) => object): string =>
  JSON.stringify(how(JSON.parse(text) as Record<string, unknown>));

/** Each takes the lines of an untouched file, and a random number below a limit. */
const MANIPULATIONS: Record<
  string,
  (lines: string[], random: (below: number) => number, heads: string[]) => void
> = {
  'a character is changed': (lines, random) => {
    const at = 1 + random(lines.length - 2);
    const text = lines[at];
    const i = random(text.length);
    lines[at] = text.slice(0, i) + (text[i] === '7' ? '8' : '7') + text.slice(i + 1);
  },
  'a field is changed': (lines, random) => {
    const at = 1 + random(lines.length - 2);
    const names = ['id', 'at', 'action', 'actor_id', 'target_type', 'target_id', 'hash', 'request_id', 'ip'];
    lines[at] = change(lines[at], (line) => ({ ...line, [names[random(names.length)]]: `x${random(1000)}` }));
  },
  'a field is added': (lines, random) => {
    const at = 1 + random(lines.length - 2);
    const name = ['ip_commitment', 'note', 'details_commitment'][random(3)];
    lines[at] = change(lines[at], (line) => ({ ...line, [name]: 'a'.repeat(64) }));
  },
  'the details are changed': (lines, random) => {
    const at = 1 + random(lines.length - 2);
    lines[at] = change(lines[at], (line) => ({ ...line, details: { i: random(5) + 1_000_000 } }));
  },
  'an address is passed off as erased': (lines, random) => {
    const at = 1 + random(lines.length - 2);
    lines[at] = change(lines[at], ({ salts: _, ...line }) => ({
      ...line,
      ip: null,
      erased: { ip: 'b'.repeat(64) },
    }));
  },
  'an address is changed under the commitment of the true one': (lines) => {
    lines[1] = change(lines[1], ({ salts, ...line }) => ({
      ...line,
      ip: '198.51.100.1',
      erased: { ip: commitment((salts as { ip: string }).ip, 'ip', line['ip']) },
    }));
  },
  'a name is given twice': (lines, random) => {
    const at = 1 + random(lines.length - 2);
    lines[at] = lines[at].replace('{', '{"action":"member.removed",');
  },
  'an entry is removed': (lines, random) => {
    lines.splice(1 + random(lines.length - 2), 1);
  },
  'an entry is removed, and those behind it are numbered anew': (lines, random) => {
    lines.splice(1 + random(lines.length - 2), 1);
    lines.forEach((text, i) => {
      if (i > 0 && i < lines.length - 1) lines[i] = change(text, (line) => ({ ...line, seq: i }));
    });
  },
  'an entry is put in, and those behind it are numbered anew': (lines, random) => {
    lines.splice(1 + random(lines.length - 1), 0, JSON.stringify(entryOf(999_999)));
    lines.forEach((text, i) => {
      if (i > 0 && i < lines.length - 1) lines[i] = change(text, (line) => ({ ...line, seq: i }));
    });
  },
  'an entry is given twice': (lines, random) => {
    const at = 1 + random(lines.length - 2);
    lines.splice(at, 0, lines[at]);
  },
  'two entries change places': (lines, random) => {
    const a = 1 + random(lines.length - 3);
    [lines[a], lines[a + 1]] = [lines[a + 1], lines[a]];
  },
  'two entries change places and numbers': (lines, random) => {
    const a = 1 + random(lines.length - 3);
    const [one, two] = [lines[a], lines[a + 1]];
    lines[a] = change(two, (line) => ({ ...line, seq: a }));
    lines[a + 1] = change(one, (line) => ({ ...line, seq: a + 1 }));
  },
  'the end is cut off': (lines, random) => {
    lines.splice(1 + random(lines.length - 1));
  },
  'the end is cut off before the head': (lines, random) => {
    const tail = 1 + random(lines.length - 3);
    lines.splice(lines.length - 1 - tail, tail);
  },
  'the end is cut off behind an earlier head': (lines, random, heads) => {
    const i = random(heads.length - 1);
    const { count } = JSON.parse(Buffer.from(heads[i].split('.')[1], 'base64url').toString()) as {
      count: number;
    };
    lines.splice(count + 1, lines.length, JSON.stringify({ type: 'head', signed: heads[i] }));
  },
  'the beginning is cut off': (lines, random) => {
    const gone = 1 + random(lines.length - 3);
    lines.splice(1, gone);
    lines[0] = change(lines[0], (line) => ({ ...line, after: gone, link: 'c'.repeat(64) }));
  },
  'an entry is put in behind the end': (lines) => {
    lines.push(JSON.stringify(entryOf(lines.length)));
  },
  'the head is one of a stranger': (lines, random) => {
    const at = 1 + random(lines.length - 2);
    lines[at] = change(lines[at], (line) => ({ ...line, actor_id: 'nobody' }));
    let link = FIRST_LINK;
    const entries = lines.slice(1, -1).map((text) => JSON.parse(text) as AuditEntryLine);
    for (const entry of entries) link = linkOf(link, digestOf(entry));
    const head = { log: LOG, count: entries.length, link, hash: '', at: entries[0].at };
    lines[lines.length - 1] = JSON.stringify({ type: 'head', signed: signed(head, stranger.privateKey) });
  },
  'an entry is replaced by its digest': (lines, random) => {
    const at = 1 + random(lines.length - 2);
    const entry = JSON.parse(lines[at]) as AuditEntryLine;
    lines[at] = JSON.stringify({ type: 'omitted', seq: at, digests: [digestOf(entry)] });
  },
};

describe('an exported audit log', () => {
  const small = made(40, 13);
  const large = made(10_000, 1000);

  it('is intact as it was written: with its own head, and with the heads that were published', async () => {
    expect(await verify(large.lines)).toMatchObject({
      log: LOG,
      from: 1,
      to: 10_000,
      omitted: 0,
      compared: 0,
    });
    expect(await verify(large.lines, { heads: large.heads })).toMatchObject({ to: 10_000, compared: 10 });
  });

  it.each(Object.entries(MANIPULATIONS))('tells among 10,000 entries when %s', async (_name, manipulate) => {
    const lines = [...large.lines];
    manipulate(lines, randomOf(7), large.heads);
    await expect(verify(lines, { heads: large.heads })).rejects.toThrow(Error);
  });

  it('tells each of 500 random manipulations', async () => {
    const names = Object.keys(MANIPULATIONS);
    const unnoticed: string[] = [];
    for (let seed = 1; seed <= 500; seed++) {
      const random = randomOf(seed * 7919);
      const lines = [...small.lines];
      const name = names[seed % names.length];
      MANIPULATIONS[name](lines, random, small.heads);
      if (lines.join('\n') === small.lines.join('\n')) continue;
      const found = await verify(lines, { heads: small.heads }).catch((fault: AuditFault) => fault);
      if (!(found instanceof Error)) unnoticed.push(`${name} (${seed})`);
    }
    expect(unnoticed).toEqual([]);
  });

  it('may hold a part of the log, if that is expected, and goes on with an erased address', async () => {
    const lines = [...small.lines];
    const digests = [3, 4, 5].map((at) => digestOf(JSON.parse(lines[at]) as AuditEntryLine));
    lines.splice(3, 3, JSON.stringify({ type: 'omitted', seq: 3, digests }));
    lines[1] = change(lines[1], ({ salts, ...line }) => ({
      ...line,
      ip: null,
      erased: { ip: commitment((salts as { ip: string }).ip, 'ip', line['ip']) },
    }));
    await expect(verify(lines, small)).rejects.toThrow('a part of the log');
    expect(await verify(lines, { heads: small.heads, partial: true })).toMatchObject({ omitted: 3, to: 40 });
    lines[4] = change(lines[4], (line) => ({ ...line, ip: '192.0.2.1' }));
    await expect(verify(lines, { heads: small.heads, partial: true })).rejects.toThrow('are not those');
  });

  it('of an earlier day is intact as of that day', async () => {
    const early = made(26, 13);
    const published = { heads: small.heads };
    await expect(verify(early.lines, published)).rejects.toThrow('the log had 40 entries');
    const asOf = new Date(entryOf(26).at);
    expect(await verify(early.lines, { ...published, asOf })).toMatchObject({ to: 26, compared: 2 });
  });

  it('takes no signature that is of something else', async () => {
    const lines = [...small.lines];
    const head = JSON.parse(Buffer.from(small.heads.at(-1)!.split('.')[1], 'base64url').toString()) as object;
    lines[lines.length - 1] = JSON.stringify({
      type: 'head',
      signed: signed(head, service.privateKey, 'JWT'),
    });
    await expect(verify(lines)).rejects.toThrow('not signed');
    await expect(verify(small.lines, { heads: [signed(head, stranger.privateKey)] })).rejects.toThrow(
      'not signed',
    );
    await expect(verify(['{}'])).rejects.toThrow('does not begin');
    await expect(verify([])).rejects.toThrow('empty');
  });
});
