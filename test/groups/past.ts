import { together } from '../support/together.js';

together('test/e2e/undo.e2e-spec.ts', 'test/e2e/history.e2e-spec.ts', 'test/e2e/log.e2e-spec.ts');
