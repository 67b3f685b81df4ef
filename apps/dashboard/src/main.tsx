import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import './global.css';
import { MantineProvider } from '@mantine/core';
import { RowhouseError } from '@rowhouse/api-client/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router/dom';
import { BASE_URL, NONCE } from './facts.js';
import { routerOf } from './routes.js';
import { Rowhouse, RowhouseProvider } from '@rowhouse/react';
import { cssVariables, theme } from './theme.js';

// For the style that keeps the page from scrolling behind a dialog.
setNonce(NONCE);

const rowhouse = new Rowhouse(BASE_URL);
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 3_000,
      // What the service refuses, it refuses again; without an answer another try may have one.
      retry: (count, error) => !(error instanceof RowhouseError) && count < 3,
    },
  },
});
let wasLost = false;
rowhouse.connection.subscribe(() => {
  const isLost = rowhouse.connection.isLost();
  if (wasLost && !isLost) void queries.invalidateQueries();
  wasLost = isLost;
});

let wasIn = false;
rowhouse.subscribe(() => {
  const state = rowhouse.state();
  // Files of imports that had not ended are not left to whoever comes next.
  if (wasIn && state === 'signed-out')
    void import('./data/imports.js').then(({ imports }) => imports.clear());
  wasIn = state === 'signed-in' || state === 'expired';
});

createRoot(document.getElementById('root')!).render(
  <MantineProvider
    theme={theme}
    cssVariablesResolver={cssVariables}
    defaultColorScheme="auto"
    getStyleNonce={() => NONCE}
  >
    <QueryClientProvider client={queries}>
      <RowhouseProvider rowhouse={rowhouse}>
        <RouterProvider router={routerOf()} />
      </RowhouseProvider>
    </QueryClientProvider>
  </MantineProvider>,
);
