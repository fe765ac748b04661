import { v7 as uuidV7 } from 'uuid';
import { nextHlc } from '../../sync/model/hlc.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../sync/protocol/version.ts';
import type { WireMutation } from '../../sync/protocol/push.ts';
import type { Bench } from './bench.ts';
import { median, round } from './stats.ts';
import type { World } from './world.ts';

const CLIENTS = 64;
const PER_PUSH = 50;
const ROUND_MS = { small: 1500, full: 4000 } as const;
const REPETITIONS = 3;

/** Many clients at once, beside a handler that only groups and writes the same rows. */
export const pushClients: Bench = {
  name: 'push-clients',
  async run(world) {
    const { accessToken } = await world.tokens('admin');
    const send = { own: sender(`${world.syncUrl}/v1/push`, accessToken), bare: sender(`${world.bareUrl}/push`, '') };
    const rates: { own: number[]; bare: number[] } = { own: [], bare: [] };
    // A server is measured as it runs all day: both have compiled what they do.
    for (const each of [send.bare, send.own]) await pushFor(world, each, ROUND_MS[world.size]);
    for (let repetition = 0; repetition < REPETITIONS; repetition += 1) {
      rates.bare.push(await pushFor(world, send.bare, ROUND_MS[world.size]));
      rates.own.push(await pushFor(world, send.own, ROUND_MS[world.size]));
    }
    const ratio = median(rates.own.map((rate, index) => rate / (rates.bare[index] ?? Infinity)));
    return [
      {
        name: 'push-clients',
        value: Math.round(median(rates.own)),
        unit: 'mutations/s',
        ratioToRaw: round(ratio),
        promise: '64 clients: at least 0.5 of the bare group-committed server',
        holds: ratio >= 0.5,
        detail: {
          barePerS: rates.bare.map(Math.round).join('/'),
          ownPerS: rates.own.map(Math.round).join('/'),
          perPush: PER_PUSH,
          wrapperLatencyMs: 0,
        },
      },
    ];
  },
};

type Send = (mutations: readonly WireMutation[]) => Promise<void>;

/** @returns mutations per second that were answered as applied */
async function pushFor(world: World, send: Send, forMs: number): Promise<number> {
  const startMs = performance.now();
  let count = 0;
  const client = async (index: number): Promise<void> => {
    for (let round = 0; performance.now() - startMs < forMs; round += 1) {
      await send(mutationsOf(world, index * 1000 + round));
      count += PER_PUSH;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, index) => client(index)));
  return count / ((performance.now() - startMs) / 1000);
}

function mutationsOf({ samples }: World, from: number): WireMutation[] {
  const contacts = samples.get('contact') ?? [];
  const wallMs = Date.now();
  return Array.from({ length: PER_PUSH }, (_, index) => ({
    id: uuidV7(),
    name: 'activities.log',
    version: 1,
    args: {
      activityId: uuidV7(),
      contactId: contacts[(from + index) % contacts.length]?.id,
      type: 'call',
      subject: 'Asked about delivery times',
      durationMin: 5,
    },
    wallMs,
    hlc: nextHlc(null, wallMs),
    seen: {},
    after: [],
    pass: { mode: 'lease', entries: [] },
  }));
}

function sender(url: string, token: string): Send {
  const deviceId = uuidV7();
  const headers = {
    'content-type': 'application/json',
    // As the product's own client on this machine; the bare server never compresses.
    'accept-encoding': 'identity',
    authorization: `Bearer ${token}`,
    [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
  };
  return async (mutations) => {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ deviceId, mutations }) });
    const text = await response.text();
    if (!response.ok || text.includes('"refused"') || text.includes('"later"')) throw new Error(text.slice(0, 500));
  };
}
