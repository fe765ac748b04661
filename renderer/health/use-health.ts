import { useNow } from '../app/use-now.ts';
import { useRead } from '../app/use-read.ts';

/** Numbers are gathered by the minute; the state of the connection changes faster. */
const LOOK_EVERY_MS = 15_000;

export type Hours = 1 | 24 | 168;

/** State and measurements of one moment; the engine stores what it has before the reader adds up. */
export function useHealth(hours: Hours) {
  const lookMs = useNow(LOOK_EVERY_MS);
  return useRead(['health', hours, lookMs], [], async (client) => {
    const now = await client.health.now();
    return { now, measures: await client.measures.overview({ hours, untilMs: now.nowMs }) };
  });
}

export function useMeasuredPlacement(hours: Hours) {
  const lookMs = useNow(LOOK_EVERY_MS);
  return useRead(['health', 'placement', hours, lookMs], [], async (client) => {
    const { nowMs } = await client.health.now();
    return { nowMs, measured: await client.measures.placement({ hours, untilMs: nowMs }) };
  });
}
