import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The browser knows one origin: no CORS, and the cookie is the page's own. Rowhouse compares the Host header with the
 * page's origin, so it is handed on as it came. Your reverse proxy does the same.
 */
const target = process.env['ROWHOUSE_URL'] ?? 'http://127.0.0.1:8000';
const proxy = { '/v1': { target, changeOrigin: false } };

export default defineConfig({
  plugins: [react()],
  server: { port: 5173, proxy },
  preview: { port: 5173, proxy },
});
