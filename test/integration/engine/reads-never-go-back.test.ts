import { expect, test } from 'vitest';
import { openField, type Laptop } from './field.ts';
import type { Intercept } from './network.ts';
import { contactOf, counts, makeContact, run, synced } from './records.ts';
import { pause, until } from './test-clock.ts';

const ROUNDS = 40;

/** Small and repeatable; the seed is in the test's title. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** A line on which requests and answers are late and some answers are lost. */
const shaky =
  (random: () => number): Intercept =>
  async ({ pass }) => {
    await pause(random() * 8);
    const response = await pass();
    await pause(random() * 8);
    if (random() > 0.1) return response;
    await response.body?.cancel();
    throw new TypeError('fetch failed');
  };

const numberIn = (text: string | null | undefined): number => Number(text?.split(' ')[1] ?? 0);

/**
 * One laptop alone writes the job title, the other alone the source, each counting up. Whatever is pushed, pulled and
 * rebased meanwhile, a reader sees its own last number and never a lower one of the other's.
 */
async function watchWhile(reader: Laptop, contactId: string, isOver: () => boolean) {
  const seen: { readonly own: number; readonly least: number; readonly other: number }[] = [];
  const written = { count: 0 };
  const field = { own: 'jobTitle', other: 'source' } as const;
  const watching = (async () => {
    while (!isOver()) {
      const least = written.count;
      const contact = await contactOf(reader, contactId);
      seen.push({ own: numberIn(contact[field.own]), least, other: numberIn(contact[field.other]) });
      await pause(1);
    }
  })();
  return { seen, written, watching };
}

test.each([1, 2, 3])(
  'with seed %i a reader sees every own write at once and nothing older again',
  async (seed) => {
    await using field = await openField();
    const random = seeded(seed);
    const [reader, writer] = [await field.laptop('sanna.reyes'), await field.laptop('sanna.reyes')];
    const contactId = await makeContact(reader);
    await synced(reader, writer);
    let isOver = false;
    const { seen, written, watching } = await watchWhile(reader, contactId, () => isOver);
    for (const laptop of [reader, writer]) laptop.network.intercept = shaky(random);
    for (let round = 1; round <= ROUNDS; round += 1) {
      await run(reader, 'contacts.edit', { contactId, set: { jobTitle: `Own ${round}` } });
      written.count = round;
      await run(writer, 'contacts.edit', { contactId, set: { source: `Other ${round}` } });
      await Promise.all([reader.clock.advance(random() * 3_000), writer.clock.advance(random() * 3_000)]);
    }
    for (const laptop of [reader, writer]) laptop.network.intercept = null;
    await until(
      async () => {
        await synced(writer, reader);
        return [await counts(reader), await counts(writer)];
      },
      (all) => all.every(({ queued, sending }) => queued + sending === 0),
      10_000,
    );
    await synced(reader);
    await pause(5);
    isOver = true;
    await watching;
    expect(seen.filter(({ own, least }) => own < least)).toEqual([]);
    expect(seen.filter(({ other }, index) => other < (seen[index - 1]?.other ?? 0))).toEqual([]);
    expect(seen.at(-1)).toMatchObject({ own: ROUNDS, other: ROUNDS });
    // a watch that saw no step in between would prove nothing
    expect(new Set(seen.map(({ other }) => other)).size).toBeGreaterThan(3);
  },
  60_000,
);
