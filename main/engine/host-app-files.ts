import { readFile } from 'node:fs/promises';
import { extname, join, posix } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

export interface AppFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A file of the built renderer by the path of a URL; a path without an ending is a place inside the app.
 * Only names with a known ending and without dot segments lead to a file.
 */
export async function readAppFile(folder: string, urlPath: string): Promise<AppFile | undefined> {
  const path = urlPath.includes('.') ? urlPath : '/index.html';
  const type = TYPES[extname(path)];
  const isPlain = /^(\/[\w@-][\w@.-]*)+$/.test(path) && posix.normalize(path) === path;
  if (type === undefined || !isPlain) return undefined;
  try {
    const bytes = new Uint8Array(await readFile(join(folder, path)));
    return { bytes, headers: { 'content-type': type, 'cache-control': cacheControl(path) } };
  } catch {
    return undefined;
  }
}

/** The build names everything under assets/ by its content. */
const cacheControl = (path: string): string =>
  path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
