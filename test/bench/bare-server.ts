import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createBareStore } from './bare-store.ts';

/** The bare way's other end: rows as a file of lines, and pushes written in groups without a question asked. */
const folder = process.argv[2] ?? '';
const store = createBareStore(join(folder, 'bare-server.db'));

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) => response.destroy(error as Error));
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/rows') {
    createReadStream(join(folder, 'rows.ndjson')).pipe(response);
    return;
  }
  const { mutations } = JSON.parse(await text(request)) as Parameters<typeof store.push>[0];
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ answers: await store.push({ mutations }) }));
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ bare: `http://127.0.0.1:${port}` })}\n`);
});

process.once('SIGTERM', () => {
  server.closeAllConnections();
  store.close();
  process.exit(0);
});
