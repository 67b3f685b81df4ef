/** What the tests use of it; the package has no types of its own. */
declare module 'node-forge' {
  interface Key {
    readonly n: object;
  }
  interface Certificate {
    publicKey: Key;
    serialNumber: string;
    validity: { notBefore: Date; notAfter: Date };
    setSubject(attributes: object[]): void;
    setIssuer(attributes: object[]): void;
    setExtensions(extensions: object[]): void;
    sign(key: Key, digest: object): void;
  }
  const forge: {
    md: { sha256: { create(): object } };
    pki: {
      createCertificate(): Certificate;
      certificateToPem(certificate: Certificate): string;
      privateKeyFromPem(pem: string): Key;
      publicKeyFromPem(pem: string): Key;
    };
  };
  export default forge;
}
