import { together } from '../support/together.js';

together(
  'libs/api-client/src/client.spec.ts',
  'libs/api-client/src/events.spec.ts',
  'libs/api-client/src/session.spec.ts',
  'libs/embedded-mongodb/src/binary/cache.spec.ts',
  'libs/embedded-mongodb/src/binary/npm-registry.spec.ts',
  'libs/embedded-mongodb/src/binary/probe.spec.ts',
  'libs/embedded-mongodb/src/data-dir.spec.ts',
  'libs/embedded-mongodb/src/diagnose.spec.ts',
  'libs/mongo-dump/src/archive.spec.ts',
  'libs/mongo-dump/src/metadata.spec.ts',
  'libs/react/src/react.spec.ts',
  'libs/tenancy/src/types.spec.ts',
  'libs/verify/src/erasure-certificate.spec.ts',
  'libs/verify/src/verifier.spec.ts',
);
