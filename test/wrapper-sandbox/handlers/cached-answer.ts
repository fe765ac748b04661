import { createHash } from 'node:crypto';

/**
 * A GET's answer with ETag and Cache-Control; 304 when the caller has it already.
 * @param maxAgeS 0: may be kept, but must be asked for every time
 */
export function cachedAnswer(request: Request, value: unknown, maxAgeS: number): Response {
  const body = JSON.stringify(value);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const cacheControl = maxAgeS === 0 ? 'private, no-cache' : `private, max-age=${maxAgeS}`;
  const headers = { etag, 'cache-control': cacheControl, vary: 'authorization' };
  if (isMatch(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, 'content-type': 'application/json' } });
}

function isMatch(header: string | null, etag: string): boolean {
  const given = (header ?? '').split(',').map((part) => part.trim().replace(/^W\//, ''));
  return given.includes(etag) || given.includes('*');
}

/** An answer that nobody may keep: tokens, validations, charges. */
export function freshAnswer(value: unknown): Response {
  return new Response(JSON.stringify(value), {
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
}
