import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import {
  CERTIFICATE_TYPE,
  certificateText,
  type ErasureCertificate,
  nameDigest,
  verifyErasureCertificate,
} from './erasure-certificate.js';

const service = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
const keys = { keys: [{ ...service.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'EdDSA' }] } as never;
const SALT = '00112233445566778899aabbccddeeff';
const AT = '2026-01-30T12:00:00.000Z';

const certificate: ErasureCertificate = {
  version: 1,
  id: '550e8400-e29b-41d4-a716-446655440000',
  registry: 'r1',
  organization: {
    id: '64f1a2b3c4d5e6f708192a3b',
    name_salt: SALT,
    name_digest: nameDigest(SALT, 'Ümläut Corp'),
    is_branch: false,
  },
  deleted_at: AT,
  erased_at: AT,
  signed_at: AT,
  databases: [
    {
      name: 'org_a',
      organization_id: '64f1a2b3c4d5e6f708192a3b',
      generation: 1,
      state: 'dropped',
      dropped_at: AT,
    },
  ],
  archives: [{ id: 'a', kind: 'manual', at: null, removed: true }],
  keys: [{ seals: 'archives', thumbprint: 'a'.repeat(64) }],
  branches: [],
  members: 2,
  accounts: { count: 1, ids: ['507f1f77bcf86cd799439011'] },
  remains: { snapshot_window: { seconds: 300, ends_at: AT }, oplog: null, notes: ['“é”'] },
};

function signed(payload: object, key: KeyObject = service.privateKey, typ = CERTIFICATE_TYPE): string {
  const parts = [{ alg: 'EdDSA', typ, kid: 'k1' }, payload];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${sign(null, Buffer.from(text), key).toString('base64url')}`;
}

const fileOf = (of: ErasureCertificate, by: string, indent?: number): Buffer =>
  Buffer.from(certificateText(of, by, indent));
const fault = async (file: Uint8Array, name?: string): Promise<string> =>
  verifyErasureCertificate(file, { keys, name }).then(
    () => 'intact',
    (error: Error) => error.message,
  );

describe('the certificate of an erasure', () => {
  const file = fileOf(certificate, signed(certificate));

  it('is verified with public keys alone, and with the name', async () => {
    expect(await verifyErasureCertificate(file, { keys, name: 'Ümläut Corp' })).toEqual(certificate);
    expect(await fault(fileOf(certificate, signed(certificate), 0))).toBe('intact');
    expect(await fault(file, 'Umlaut Corp')).toContain('another name');
  });

  it('shows each flipped bit, each byte that is missing, and what was added', async () => {
    const unnoticed: string[] = [];
    for (let at = 0; at < file.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        const flipped = Buffer.from(file);
        flipped[at] ^= 1 << bit;
        if ((await fault(flipped)) === 'intact') unnoticed.push(`bit ${bit} of byte ${at}`);
      }
      const cut = Buffer.concat([file.subarray(0, at), file.subarray(at + 1)]);
      if ((await fault(cut)) === 'intact') unnoticed.push(`without byte ${at}`);
    }
    for (const more of [' ', '\n', '\uFEFF']) {
      expect(await fault(Buffer.concat([file, Buffer.from(more)]))).not.toBe('intact');
      expect(await fault(Buffer.concat([Buffer.from(more), file]))).not.toBe('intact');
    }
    expect(unnoticed).toEqual([]);
  });

  it('is refused when a stranger signed it, or the service something else, or its parts differ', async () => {
    expect(await fault(fileOf(certificate, signed(certificate, stranger.privateKey)))).toContain(
      'not signed',
    );
    expect(
      await fault(fileOf(certificate, signed(certificate, undefined, 'rowhouse-audit-head+jws'))),
    ).toContain('not signed');
    const other = { ...certificate, members: 3 };
    expect(await fault(fileOf(other, signed(certificate)))).toContain('readable part');
    const unsigned = signed(certificate).replace(/\.[^.]+$/, '.');
    expect(await fault(fileOf(certificate, unsigned))).toContain('not signed');
    const none = [{ alg: 'none', typ: CERTIFICATE_TYPE }, certificate]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    expect(await fault(fileOf(certificate, `${none}.`))).toContain('not signed');
    for (const text of ['', 'null', '{}', '[]', '{"type":"rowhouse-erasure-certificate","signed":5}'])
      expect(await fault(Buffer.from(text))).toContain('no certificate');
  });
});
