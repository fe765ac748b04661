/** The desktop app's own address for answers of the sign-in page. */
const APP_REDIRECT_URI = 'satchel://auth/callback';

/** Names such as `localhost` may be resolved elsewhere (RFC 8252, section 8.3), so only address literals count. */
const LOOPBACK_HOSTS = new Set(['127.0.0.1', '[::1]']);

/** Whether a code may be sent to `uri`: the app's own scheme or a loopback listener, nothing a web site could own. */
export function isAllowedRedirectUri(uri: string): boolean {
  if (uri === APP_REDIRECT_URI) return true;
  if (!URL.canParse(uri)) return false;
  const url = new URL(uri);
  const hasExtras = url.username !== '' || url.password !== '' || uri.includes('#');
  return url.protocol === 'http:' && LOOPBACK_HOSTS.has(url.hostname) && !hasExtras;
}
