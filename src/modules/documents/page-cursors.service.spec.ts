import { Double, Int32, Long } from 'mongodb';
import type { Env } from '../../config/env.js';
import { PageCursorsService } from './page-cursors.service.js';

const cursors = (secret: string) => new PageCursorsService({ SECRET_KEY: secret } as Env);

describe('PageCursors', () => {
  const sut = cursors('one secret of thirty-two bytes or more');

  it('opens what it sealed, with the types it had', () => {
    const position = [null, 'ü', 1.5, true, new Date(5), { a: [1] }, new Long(5)];
    expect(sut.open('scope', sut.seal('scope', position))).toEqual([
      ...[null, 'ü', new Double(1.5), true, new Date(5), { a: [new Int32(1)] }, new Long(5)],
    ]);
  });

  it('opens nothing else', () => {
    const cursor = sut.seal('scope', ['a']);
    for (const forged of ['', 'A', `${cursor}=`, ` ${cursor}`, cursor.slice(0, -2), cursor.slice(2)]) {
      expect(() => sut.open('scope', forged)).toThrow('query.invalid');
    }
    expect(() => sut.open('other', cursor)).toThrow('query.invalid');
    expect(() => cursors('another secret').open('scope', cursor)).toThrow('query.invalid');
  });

  it('refuses what no URL can carry', () => {
    expect(() => sut.seal('scope', ['x'.repeat(5000)])).toThrow('query.invalid');
  });
});
