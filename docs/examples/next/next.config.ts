import type { NextConfig } from 'next';

// Folders above this one may hold lock files of other projects.
const config: NextConfig = { turbopack: { root: import.meta.dirname }, poweredByHeader: false };
export default config;
