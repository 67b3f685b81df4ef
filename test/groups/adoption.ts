import { together } from '../support/together.js';

together('test/e2e/adopt.e2e-spec.ts', 'test/e2e/first-start.e2e-spec.ts');
