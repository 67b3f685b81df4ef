/** Of key pairs: whoever can verify with one of these cannot sign. */
export const KEY_PAIR_ALGORITHMS = ['EdDSA', 'ES256', 'RS256'] as const;
