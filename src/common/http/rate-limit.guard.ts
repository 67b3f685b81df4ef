export { LIMITED, type Limited, RateLimited } from './rate-limited.decorator.js';
