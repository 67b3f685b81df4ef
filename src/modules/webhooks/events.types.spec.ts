import { EVENT_TYPES, eventOf, isEventPattern, matches, readerOf } from './events.types.js';
import { PERMISSIONS } from '../access/roles.types.js';

const ENTRY = {
  id: '6912f0b1a4c1d20f4d8c2a11',
  seq: 4,
  at: new Date(0),
  action: 'member.removed',
  actorId: 'a',
  impersonatorId: undefined,
  apiKeyId: undefined,
  orgId: 'o',
  targetType: 'user',
  targetId: 'u',
  details: { role: 'member' },
  requestId: 'r',
  ip: '203.0.113.7',
  hash: 'h',
};

describe('events', () => {
  it('are filtered by name, by noun, or not at all', () => {
    expect(matches(['member.removed'], 'member.removed')).toBe(true);
    expect(matches(['member.*'], 'member.removed')).toBe(true);
    expect(matches(['*'], 'member.removed')).toBe(true);
    expect(matches(['role.*', 'member.left'], 'member.removed')).toBe(false);
    expect(matches(['member'], 'member.removed')).toBe(false);
    expect(matches(['mem*'], 'member.removed')).toBe(false);
  });

  it('takes filters that name an event, and no others', () => {
    for (const good of ['*', 'member.*', 'role.created'])
      expect([good, isEventPattern(good)]).toEqual([good, true]);
    for (const bad of [
      '',
      'member',
      'members.*',
      'role.created.*',
      '**',
      7,
      'webhook.test',
      `${'a'.repeat(99)}.*`,
    ]) {
      expect([bad, isEventPattern(bad)]).toEqual([bad, false]);
    }
  });

  it('each have a permission that reads them', () => {
    for (const type of EVENT_TYPES) expect(Object.keys(PERMISSIONS)).toContain(readerOf(type));
  });

  it('tell no address, request or hash', () => {
    expect(eventOf(ENTRY)).toEqual({
      id: 'evt_6912f0b1a4c1d20f4d8c2a11',
      type: 'member.removed',
      timestamp: '1970-01-01T00:00:00.000Z',
      organization_id: 'o',
      seq: 4,
      data: {
        actor_id: 'a',
        impersonator_id: null,
        api_key_id: null,
        target: { type: 'user', id: 'u' },
        details: { role: 'member' },
      },
    });
    expect(eventOf({ ...ENTRY, action: 'organization.created' })).toBeUndefined();
    expect(eventOf({ ...ENTRY, orgId: undefined })).toBeUndefined();
  });
});
