import './app/without-eval.ts';
import './trusted-types.ts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { connectEngine } from './app/connect-engine.ts';
import { runEngineLine } from './app/run-engine-line.ts';

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
