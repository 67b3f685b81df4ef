import { together } from '../support/together.js';

together('test/e2e/cli.e2e-spec.ts', 'test/e2e/cli-api.e2e-spec.ts', 'test/e2e/cli-places.e2e-spec.ts');
