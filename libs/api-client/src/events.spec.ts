import { readEvents, type StreamEvent } from './events.js';

const read = async (...parts: string[]): Promise<StreamEvent[]> => {
  const bytes = parts.map((part) => new TextEncoder().encode(part));
  const found: StreamEvent[] = [];
  for await (const event of readEvents(ReadableStream.from<Uint8Array>(bytes))) found.push(event);
  return found;
};

describe('readEvents', () => {
  it('answers events however the bytes are cut; comments only move the place', async () => {
    const text =
      'retry: 3000\nid: 3\n\nid: 4\nevent: member.added\ndata: {"name":"Zoë"}\n\n: heartbeat\nid: 9\n\n';
    const expected = [
      { id: '3', type: '', data: '' },
      { id: '4', type: 'member.added', data: '{"name":"Zoë"}' },
      { id: '9', type: '', data: '' },
    ];
    expect(await read(text)).toEqual(expected);
    expect(await read(...text)).toEqual(expected);
  });

  it('leaves out what was cut off', async () => {
    expect(await read('id: 1\nevent: role.created\ndata: {}\n\nid: 2\nevent: ro')).toEqual([
      { id: '1', type: 'role.created', data: '{}' },
    ]);
  });
});
