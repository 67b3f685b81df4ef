import { filesFor, filesForMoves, type ServerRoom } from './room.js';

const THRESHOLDS = { files: 20, disk: 10 };
const room = (files: number, disk: number): ServerRoom => ({
  files: { used: files, total: 1000 },
  disk: { used: disk, total: 100 },
});

describe('room for new files', () => {
  it.each([
    ['plenty', room(100, 50), 700],
    ['the last one', room(799, 50), 1],
    ['files at their threshold', room(800, 50), 0],
    ['files beyond it', room(999, 50), 0],
    ['disk just above its threshold', room(100, 89.9), 700],
    ['disk at its threshold', room(100, 90), 0],
    ['a full disk', room(100, 100), 0],
    ['files unknown', { ...room(0, 50), files: undefined }, Infinity],
    ['disk unknown', { ...room(100, 0), disk: undefined }, 700],
    ['nothing known', { files: undefined, disk: undefined }, Infinity],
  ] as [string, ServerRoom, number][])('%s', (_title, at, expected) => {
    expect(filesFor(at, THRESHOLDS)).toBe(expected);
  });

  it('of a disk of more than 100 GiB a tenth of 100 GiB is enough', () => {
    const GiB = 2 ** 30;
    const large = (free: number) => ({
      ...room(100, 0),
      disk: { used: (4000 - free) * GiB, total: 4000 * GiB },
    });
    expect([large(10.1), large(10)].map((one) => filesFor(one, THRESHOLDS))).toEqual([700, 0]);
  });

  it('a threshold of 0 asks nothing, one of 100 refuses always', () => {
    expect(filesFor(room(1000, 100), { files: 0, disk: 0 })).toBe(Infinity);
    expect(filesFor(room(1, 1), { files: 100, disk: 0 })).toBe(0);
    expect(filesFor(room(1, 1), { files: 0, disk: 100 })).toBe(0);
    expect(filesFor({ files: undefined, disk: undefined }, { files: 100, disk: 0 })).toBe(0);
  });

  it('leaves half of the reserve to moves, whatever the disk says', () => {
    expect([room(800, 100), room(899, 50), room(900, 50)].map((at) => filesForMoves(at, THRESHOLDS))).toEqual(
      [100, 1, 0],
    );
    expect(filesForMoves(room(1000, 100), { files: 0, disk: 0 })).toBe(Infinity);
    expect(filesForMoves(room(400, 50), { files: 100, disk: 0 })).toBe(100);
  });
});
