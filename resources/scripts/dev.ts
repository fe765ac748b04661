import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type ViteDevServer } from 'vite';
import { PAGE_HEADERS } from '../../main/engine/host-content-policy.ts';
import { rendererConfig } from './start/renderer-config.ts';
import type { WindowFiles } from './start/browser-app.ts';
import { runAppCommand } from './start/run-app.ts';

/** Hot reload puts a script into the page, which the app's own policy forbids. */
const { 'content-security-policy': _, ...DEV_HEADERS } = PAGE_HEADERS;

function hotReloadingWindow(): WindowFiles {
  let vite: ViteDevServer | undefined;
  return {
    files: async (request: IncomingMessage, response: ServerResponse) => {
      if (vite) vite.middlewares(request, response);
      else response.writeHead(503).end();
    },
    headers: DEV_HEADERS,
    foreignProtocol: 'vite-hmr',
    async attach({ server }) {
      const config = await rendererConfig();
      const opened = await createServer({
        ...config,
        appType: 'spa',
        server: { middlewareMode: { server }, hmr: { server } },
      });
      vite = opened;
      return () => opened.close();
    },
  };
}

await runAppCommand(
  {
    name: 'dev',
    intro: 'The same as start, in the browser shell, with hot reload of the window.\n',
    prepareWindow: async () => hotReloadingWindow(),
  },
  process.argv.slice(2),
);
