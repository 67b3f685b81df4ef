import { RowhouseProvider } from '@rowhouse/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { rowhouse } from './rowhouse';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <RowhouseProvider rowhouse={rowhouse}>
      <App />
    </RowhouseProvider>
  </StrictMode>,
);
