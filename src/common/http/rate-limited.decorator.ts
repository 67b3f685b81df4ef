import { type Limited, withConfig } from './route-config.js';

/**
 * The route is limited per address while RATE_LIMITS is on, before its body is read. Routes of one kind share a
 * limit.
 */
export const RateLimited = (kind: Limited): MethodDecorator => withConfig({ limited: kind });
