import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { connectEngine } from './connect-engine.ts';
import { runEngineLine } from './run-engine-line.ts';

const queries = new QueryClient({
  defaultOptions: { queries: { networkMode: 'always', refetchOnWindowFocus: false } },
});
const line = connectEngine();
runEngineLine(line, queries);

createRoot(document.getElementById('root') ?? document.body).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <App client={line.client} />
    </QueryClientProvider>
  </StrictMode>,
);
