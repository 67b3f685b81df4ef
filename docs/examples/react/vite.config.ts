import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The browser knows one origin: no CORS, and the cookie is the page's own. Your reverse proxy does the same. */
const proxy = { '/v1': process.env['ROWHOUSE_URL'] ?? 'http://127.0.0.1:8000' };

export default defineConfig({
  plugins: [react()],
  server: { port: 5173, proxy },
  preview: { port: 5173, proxy },
});
