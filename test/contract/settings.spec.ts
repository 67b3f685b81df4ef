import { readFileSync } from 'node:fs';
import { getMetadataStorage } from 'class-validator';
import { Env } from '../../src/config/env.js';

/** `.env.example` as name → default; a commented name has none. */
function documented(): Map<string, string | undefined> {
  const lines = readFileSync('.env.example', 'utf8').matchAll(/^(# )?([A-Z][A-Z0-9_]*)=(.*)$/gm);
  return new Map([...lines].map(([, comment, name, value]) => [name, comment ? undefined : value]));
}

function declared(): string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(Env, '', true, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))].sort();
}

describe('.env.example', () => {
  it('has every setting of env.ts, and no other', () => {
    expect([...documented().keys()].sort()).toEqual(declared());
  });

  it('shows the defaults of env.ts', () => {
    const defaults = new Env() as unknown as Record<string, string | number | boolean | undefined>;
    for (const [name, value] of documented()) {
      const actual = defaults[name];
      expect({ name, value }).toEqual({ name, value: actual === undefined ? undefined : String(actual) });
    }
  });

  it('explains each of them', () => {
    const unexplained = readFileSync('.env.example', 'utf8')
      .split('\n')
      .filter(
        (line, i, lines) => /^(# )?[A-Z][A-Z0-9_]*=/.test(line) && !/^# .+\.$/.test(lines[i - 1] ?? ''),
      );
    expect(unexplained).toEqual([]);
  });
});
