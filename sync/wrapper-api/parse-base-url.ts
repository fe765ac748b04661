import { SatchelError } from '../protocol/satchel-error.ts';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/;

/**
 * The wrapper's address without a trailing slash.
 * @throws SatchelError BAD_REQUEST when it is no http(s) address, holds credentials, or is plain http to another machine
 */
export function parseBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') {
    throw new SatchelError('BAD_REQUEST', 'The wrapper address must be an http or https address without credentials.');
  }
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) {
    throw new SatchelError('BAD_REQUEST', 'The wrapper address must be https; plain http is for this machine only.');
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
