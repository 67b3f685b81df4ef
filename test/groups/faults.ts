import { together } from '../support/together.js';

together('test/e2e/faults.e2e-spec.ts', 'test/e2e/idempotency-crash.e2e-spec.ts');
