import { together } from '../support/together.js';

together('test/e2e/events.e2e-spec.ts', 'test/e2e/webhooks.e2e-spec.ts', 'test/e2e/telemetry.e2e-spec.ts');
