/** The app's own scheme; `standard` and `secure` make its pages an origin of their own. */
export const APP_SCHEME = 'satchel';
export const APP_URL = `${APP_SCHEME}://app/`;

/** Whether an address is a page of the app and nothing that only looks like one. */
export function isAppUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username } = new URL(url);
  return protocol === `${APP_SCHEME}:` && host === 'app' && username === '';
}
