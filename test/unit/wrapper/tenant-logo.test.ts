import { describe, expect, test } from 'vitest';
import { fetchLogo, isPrivateAddress } from '../../../main/wrapper/tenant-logo.ts';

const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(100)]);
const WRAPPER = 'https://accounts.example.com/api';
const OWN = 'https://cdn.accounts.example.com/halden.png';

interface World {
  readonly answer?: () => Response;
  readonly addresses?: readonly string[];
}

/** What came of it, and which requests were made for it. */
async function ask(url: string, { answer = () => new Response(PNG), addresses = ['93.184.215.14'] }: World = {}) {
  const requests: RequestInit[] = [];
  const logo = await fetchLogo(url, {
    wrapperUrl: WRAPPER,
    lookup: async () => addresses,
    fetch: async (_input, init) => {
      requests.push(init ?? {});
      return answer();
    },
  });
  return { logo, requests };
}

describe('the logo of a tenant', () => {
  test('is a small picture from a host of the account service, as a data address', async () => {
    const { logo, requests } = await ask(OWN);
    expect(logo).toBe(`data:image/png;base64,${PNG.toString('base64')}`);
    expect(requests).toMatchObject([{ redirect: 'error', credentials: 'omit', referrerPolicy: 'no-referrer' }]);
  });

  test.each([
    ['another host', 'https://evil.example.net/a.png'],
    ['a host that only ends alike', 'https://evilaccounts.example.com/a.png'],
    ['plain http', 'http://cdn.accounts.example.com/a.png'],
    ['another port', 'https://cdn.accounts.example.com:8443/a.png'],
    ['a name and password', 'https://me:you@accounts.example.com/a.png'],
    ['no address', 'halden.png'],
  ])('is not asked for at %s', async (_name, url) => {
    expect(await ask(url)).toEqual({ logo: null, requests: [] });
  });

  test.each([
    ['127.0.0.1'],
    ['10.1.2.3'],
    ['169.254.169.254'],
    ['192.168.0.1'],
    ['::1'],
    ['fd00::1'],
    ['::ffff:10.0.0.1'],
  ])('is not asked for where one of the addresses is %s', async (address) => {
    expect(await ask(OWN, { addresses: ['93.184.215.14', address] })).toEqual({ logo: null, requests: [] });
  });

  test.each<[string, () => Response]>([
    ['what is too large', () => new Response(Buffer.concat([PNG, Buffer.alloc(64 * 1024)]))],
    ['an SVG', () => new Response('<svg onload="alert(1)"/>', { headers: { 'content-type': 'image/png' } })],
    ['an error page', () => new Response(PNG, { status: 404 })],
    ['nothing', () => new Response(null)],
    [
      'a redirect',
      () => {
        throw new TypeError('redirect');
      },
    ],
  ])('is none where the answer is %s', async (_name, answer) => {
    expect((await ask(OWN, { answer })).logo).toBeNull();
  });
});

test('public addresses are not private ones', () => {
  expect(['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'].map(isPrivateAddress)).toEqual([false, false]);
});
