import { together } from '../support/together.js';

together('test/e2e/members-races.e2e-spec.ts', 'test/e2e/matrix-races.e2e-spec.ts');
