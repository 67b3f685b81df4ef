import { generateKeyPairSync } from 'node:crypto';
import forge from 'node-forge';

interface Certified {
  /** PEM. */
  cert: string;
  key: string;
}

/** An authority that nobody trusts yet, and a certificate of it for a server on this machine. */
export function privateAuthority(): { ca: string; server: Certified } {
  const authority = certify('Test authority');
  const server = certify('localhost', authority);
  return { ca: authority.cert, server };
}

function certify(name: string, by?: Certified & { name: string }): Certified & { name: string } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = by === undefined ? '01' : '02';
  certificate.validity.notBefore = new Date(Date.now() - 3_600_000);
  certificate.validity.notAfter = new Date(Date.now() + 24 * 3_600_000);
  certificate.setSubject([{ name: 'commonName', value: name }]);
  certificate.setIssuer([{ name: 'commonName', value: by?.name ?? name }]);
  certificate.setExtensions(
    by === undefined
      ? [
          { name: 'basicConstraints', cA: true },
          { name: 'keyUsage', keyCertSign: true },
        ]
      : [
          {
            name: 'subjectAltName',
            altNames: [
              { type: 2, value: 'localhost' },
              { type: 7, ip: '127.0.0.1' },
            ],
          },
        ],
  );
  certificate.sign(forge.pki.privateKeyFromPem(by?.key ?? privateKey), forge.md.sha256.create());
  return { name, cert: forge.pki.certificateToPem(certificate), key: privateKey };
}
