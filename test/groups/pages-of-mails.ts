import { together } from '../support/together.js';

together('test/e2e/mail-pages.e2e-spec.ts', 'test/e2e/branding.e2e-spec.ts');
