import type { Random } from '../../../sync/model/clock.ts';

/** The same numbers for the same seed on every machine (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Dice {
  readonly random: Random;
  /** A whole number from `from` to `to`, both possible. */
  int(from: number, to: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** A UUIDv7 of that time. */
  id(atMs: number): string;
}

export function dice(random: Random): Dice {
  const int = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));
  const hex = (digits: number): string =>
    Math.floor(random() * 16 ** digits)
      .toString(16)
      .padStart(digits, '0');
  return {
    random,
    int,
    chance: (probability) => random() < probability,
    pick(list) {
      const picked = list[Math.floor(random() * list.length)];
      if (picked === undefined) throw new RangeError('Nothing to pick from.');
      return picked;
    },
    id(atMs) {
      const time = Math.floor(atMs).toString(16).padStart(12, '0');
      const variant = '89ab'[int(0, 3)] ?? '8';
      return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(6)}${hex(6)}`;
    },
  };
}
