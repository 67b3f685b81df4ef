import { together } from '../support/together.js';

together('test/e2e/plans.e2e-spec.ts', 'test/e2e/limits.e2e-spec.ts', 'test/e2e/capacity.e2e-spec.ts');
