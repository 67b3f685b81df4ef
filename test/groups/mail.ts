import { together } from '../support/together.js';

together('test/e2e/mail.e2e-spec.ts', 'test/e2e/operator-reset.e2e-spec.ts');
