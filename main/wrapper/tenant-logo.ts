import { lookup as systemLookup } from 'node:dns/promises';
import { BlockList, isIPv6 } from 'node:net';

/** A logo stands in the title bar at 20 px; what is larger is no logo. */
const MAX_BYTES = 64 * 1024;
const DEADLINE_MS = 5_000;

/** What a picture begins with; its name and what the server calls it prove nothing. No SVG: that is a document. */
const TYPES = [
  { type: 'image/png', starts: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], at: 0 },
  { type: 'image/jpeg', starts: [0xff, 0xd8, 0xff], at: 0 },
  { type: 'image/webp', starts: [0x57, 0x45, 0x42, 0x50], at: 8 },
] as const;

/** Addresses inside somebody's network: a configuration must not make laptops ask them anything. */
const PRIVATE = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  PRIVATE.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::', 96],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(network, bits, 'ipv6');

export const isPrivateAddress = (address: string): boolean => PRIVATE.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

export interface LogoSource {
  readonly fetch: typeof globalThis.fetch;
  /** Logos come from the account service's own host, or one below it. */
  readonly wrapperUrl: string;
  /** The addresses of a host; the system's own resolver when missing. */
  readonly lookup?: (host: string) => Promise<readonly string[]>;
}

const addressesOf = async (host: string): Promise<readonly string[]> =>
  (await systemLookup(host, { all: true })).map(({ address }) => address);

function isAllowed(url: URL, wrapperUrl: string): boolean {
  const { hostname } = new URL(wrapperUrl);
  const isOwn = url.hostname === hostname || url.hostname.endsWith(`.${hostname}`);
  return url.protocol === 'https:' && url.port === '' && url.username === '' && isOwn;
}

/**
 * A tenant's logo as a `data:` address, fetched by the engine so that no window ever asks a foreign host.
 * @returns null for everything that is not a small picture from the account service's own public host
 */
export async function fetchLogo(logoUrl: string, source: LogoSource): Promise<string | null> {
  const url = URL.canParse(logoUrl) ? new URL(logoUrl) : null;
  if (url === null || !isAllowed(url, source.wrapperUrl)) return null;
  try {
    const addresses = await (source.lookup ?? addressesOf)(url.hostname);
    if (addresses.length === 0 || addresses.some(isPrivateAddress)) return null;
    const response = await source.fetch(url, {
      redirect: 'error',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const bytes = response.ok ? await readSmall(response) : null;
    const type = bytes && TYPES.find(({ starts, at }) => starts.every((byte, index) => bytes[at + index] === byte));
    return bytes && type ? `data:${type.type};base64,${bytes.toString('base64')}` : null;
  } catch {
    // No network, a redirect, or too slow: the window goes on with the picture that it has, or none.
    return null;
  }
}

async function readSmall({ body }: Response): Promise<Buffer | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body ?? []) {
    parts.push(part);
    size += part.length;
    if (size > MAX_BYTES) return null;
  }
  return Buffer.concat(parts);
}
