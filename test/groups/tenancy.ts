import { together } from '../support/together.js';

together(
  'test/medium/tenancy/clusters.spec.ts',
  'test/medium/tenancy/features.spec.ts',
  'test/medium/tenancy/fence.spec.ts',
  'test/medium/tenancy/knowledge.spec.ts',
  'test/medium/tenancy/migrations.spec.ts',
  'test/medium/tenancy/models.spec.ts',
  'test/medium/tenancy/names.spec.ts',
  'test/medium/tenancy/pool.spec.ts',
  'test/medium/tenancy/request.spec.ts',
  'test/medium/tenancy/term.spec.ts',
  'test/medium/tenancy/transports.spec.ts',
);
