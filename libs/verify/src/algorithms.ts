/** Of key pairs: a key that verifies with one of these cannot sign. */
export const KEY_PAIR_ALGORITHMS = ['EdDSA', 'ES256', 'RS256'] as const;
