import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The service writes its own address into index.html (src/surfaces/dashboard); everything else is relative to it. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  plugins: [react()],
  resolve: {
    alias: {
      '@rowhouse/api-client': fileURLToPath(new URL('../../libs/api-client/src', import.meta.url)),
      '@rowhouse/react': fileURLToPath(new URL('../../libs/react/src', import.meta.url)),
    },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // A data: address would be refused by the policy of the page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    manifest: 'manifest.json',
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          // What the first page needs and nothing else: modules that it shares with others would bring theirs along.
          groups: [{ name: 'first', tags: ['$initial'] }],
        },
      },
    },
  },
});
