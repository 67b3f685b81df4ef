import type { Operation } from './openapi.js';
import type { Dice } from './random.js';
import { type Attacker, newCanary, type Role, type Victim } from './town.js';

/** One hostile request. */
export interface Shot {
  operation: Operation;
  victim: Victim;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | undefined;
  /** Everything that was sent, as it is read. */
  text: string;
  /** The fields that hold something of the victim. */
  aimed: string[];
}

type Value = string | number;

const ID_KEYS = ['id', 'uid', 'seq', '_id', 'owner', 'database', 'schema'];
/** Header, query and body names by which other services let a client choose the tenant. */
const HINTS = [
  'organization_id',
  'org_id',
  'tenant_id',
  'tenant',
  'database',
  'collection_name',
  'user_id',
  'role',
];
const HINT_HEADERS = ['X-Tenant-Id', 'X-Organization-Id', 'X-Database', 'X-User-Id', 'X-Forwarded-Host'];

/** Something of the victim for a field of that name: often what belongs there, sometimes anything. */
function aim(victim: Victim, name: string, dice: Dice): Value {
  const { values } = victim;
  const plain = name.toLowerCase().replace(/-/g, '_');
  const keys = [...values.keys()];
  if (dice.chance(0.6)) {
    const near = keys.filter((key) => key !== '' && (plain === key || plain.endsWith(`_${key}`)));
    const wanted = /id$|match/i.test(name) ? [...near, ...ID_KEYS.filter((key) => values.has(key))] : near;
    if (wanted.length > 0) return dice.of([...values.get(dice.of(wanted))!]);
  }
  return dice.of([...values.get(dice.of(keys))!]);
}

/** The request of `operation` with one field, or several, of the victim's in the place of the attacker's own. */
export function shoot(operation: Operation, victim: Victim, attacker: Attacker, dice: Dice): Shot {
  const fields = fieldsOf(operation);
  const forced = dice.of(fields);
  const spread = dice.of([0, 0, 0.3, 0.8]);
  const aimed: string[] = [];
  const hits = (field: string): boolean => {
    const hit = field === forced || dice.chance(spread);
    if (hit) aimed.push(field);
    return hit;
  };
  const headers: Record<string, string> = {};
  const query = new URLSearchParams();
  let path = operation.path;
  for (const { name, in: place, sample } of operation.params) {
    const hit = hits(`${place}:${name}`);
    if (!hit && place !== 'path' && dice.chance(0.7)) continue;
    const own = place === 'path' ? ownPart(operation.path, name, attacker, sample) : sample;
    const value = String(hit ? valueFor(name, victim, dice) : own);
    if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(value));
    else if (place === 'query') query.append(name, value);
    else if (hit && isHeaderText(value)) headers[name] = value;
  }
  for (const name of HINTS) if (hits(`query:${name}`)) query.append(name, String(aim(victim, name, dice)));
  for (const name of HINT_HEADERS) {
    if (!hits(`header:${name}`)) continue;
    const value = String(aim(victim, name, dice));
    if (isHeaderText(value)) headers[name] = value;
  }
  const body = bodyOf(operation, victim, dice, hits);
  if (body !== undefined) headers['content-type'] = operation.contentType!;
  const url = query.size > 0 ? `${path}?${query.toString()}` : path;
  const text = [decodeURIComponent(path), ...query.values(), ...Object.values(headers), body ?? ''].join(
    '\n',
  );
  return { operation, victim, method: operation.method, url, headers, body, text, aimed };
}

/** What the attacker would write in the path if nothing were wrong. */
function ownPart(path: string, name: string, { own }: Attacker, sample: unknown): unknown {
  if (name === 'collection') return 'data';
  if (path.startsWith('/v1/data/')) return own.document;
  if (name === 'userId' || path.startsWith('/v1/members/')) return own.member;
  return path.includes('/tenants/') ? own.tenant : sample;
}

function fieldsOf({ params, body }: Operation): string[] {
  const own = params.map(({ name, in: place }) => `${place}:${name}`);
  const inBody = isObject(body) ? Object.keys(body).map((name) => `body:${name}`) : [];
  const hints = [`query:${HINTS[0]}`, `header:${HINT_HEADERS[0]}`];
  // What the operation itself reads is what matters most.
  return own.length + inBody.length > 0 ? [...own, ...inBody, ...own, ...inBody, ...hints] : hints;
}

function bodyOf(
  { contentType, body }: Operation,
  victim: Victim,
  dice: Dice,
  hits: (field: string) => boolean,
): string | undefined {
  if (contentType === undefined) return undefined;
  const lines = contentType.includes('ndjson');
  const sample = lines || !isObject(body) ? { _id: newCanary(), n: 1 } : body;
  const sent: Record<string, unknown> = { ...sample };
  for (const name of Object.keys(sent)) {
    if (hits(`body:${name}`)) sent[name] = replaced(sent[name], name, victim, dice);
    else if (/email|user_name/.test(name) && dice.chance(0.6)) sent[name] = stranger(name, victim, dice);
    else if (dice.chance(0.05)) delete sent[name];
  }
  for (const name of HINTS) if (hits(`body:${name}`)) sent[name] = aim(victim, name, dice);
  return lines ? `${JSON.stringify(sent)}\n` : JSON.stringify(sent);
}

/** Somebody new, who may say to be of the victim's company. */
function stranger(name: string, { values }: Victim, dice: Dice): string {
  if (name === 'user_name') return newCanary();
  const domain = dice.chance(0.5) ? dice.of([...values.get('domain')!]) : 'stranger.example';
  return `${newCanary()}@${String(domain)}`;
}

/** Keeps the shape of lists and objects, so that validation does not stop the shot. */
function replaced(sample: unknown, name: string, victim: Victim, dice: Dice): unknown {
  if (Array.isArray(sample)) return [aim(victim, name, dice)];
  if (isObject(sample)) {
    return Object.fromEntries(Object.keys(sample).map((key) => [key, aim(victim, key, dice)]));
  }
  return aim(victim, name, dice);
}

/** A filter, a sort and the like only reach the database when they are written as such. */
function valueFor(name: string, victim: Victim, dice: Dice): Value {
  if (name !== 'filter' || dice.chance(0.3)) return aim(victim, name, dice);
  const field = dice.of(['_id', 'canary', 'organization_id', 'n']);
  const value = aim(victim, field, dice);
  return JSON.stringify(
    dice.of([
      { [field]: value },
      { or: [{ [field]: value }, { n: { gte: 0 } }] },
      { not: { [field]: value } },
    ]),
  );
}

const isHeaderText = (value: string): boolean => /^[\x20-\x7e]*$/.test(value);
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a report shows of a shot. */
export const describeShot = ({ method, url, body, aimed }: Shot, role: Role | 'nobody'): string =>
  `${role}: ${method} ${url} ${body ?? ''} (${aimed.join(', ')})`.slice(0, 600);
