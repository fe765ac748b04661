import { protocol } from 'electron';
import { readAppFile } from '../engine/host-app-files.ts';
import { PAGE_HEADERS } from '../engine/host-content-policy.ts';
import { APP_SCHEME, isAppUrl } from './app-origin.ts';

/** Before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Pages come from the scheme alone, never from `file:`, and carry the same policy as in the browser shell. */
export function serveAppScheme(folder: string): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const file =
      request.method === 'GET' && isAppUrl(request.url)
        ? await readAppFile(folder, new URL(request.url).pathname)
        : undefined;
    if (!file)
      return new Response('Not found', { status: 404, headers: { ...PAGE_HEADERS, 'content-type': 'text/plain' } });
    return new Response(file.bytes, { headers: { ...PAGE_HEADERS, ...file.headers } });
  });
}
