import { together } from '../support/together.js';

together('test/e2e/behind-nginx.e2e-spec.ts', 'test/e2e/runtimes.e2e-spec.ts', 'test/e2e/readme.e2e-spec.ts');
