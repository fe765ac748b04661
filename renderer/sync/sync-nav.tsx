import { useGo } from '../app/use-go.ts';
import { SideNav } from '../parts/side-nav.tsx';
import { useSessionState } from '../state/session-state.ts';
import { useWords } from '../words/words-context.ts';
import { PARTS, type SyncPart } from './sync-parts.ts';
import type { Queue } from './use-queue.ts';

const pathOf = (part: string): string => (part === 'safe' ? '/sync' : `/sync?part=${part}`);
const TONES: Readonly<Partial<Record<SyncPart, 'bad'>>> = { needs: 'bad' };

/** The parts of the centre with their counts; below, how the records stand. */
export function SyncNav({ part, byPart }: { readonly part: SyncPart; readonly byPart: Queue['byPart'] }) {
  const { say, clock } = useWords();
  const go = useGo();
  const sync = useSessionState((state) => state.sync);
  const items = PARTS.map((key) => ({
    key,
    label: say(`sync.${key}`),
    href: `#${pathOf(key)}`,
    count: byPart[key].length,
    ...(TONES[key] === undefined ? {} : { tone: TONES[key] }),
  }));
  const lastAtMs = sync?.upToDateAtMs ?? null;
  const foot = (
    <>
      {lastAtMs === null ? say('sync.noContact') : say('sync.lastContact', { clock: clock(lastAtMs) })}
      <br />
      {sync !== null && say('sync.seq', { seq: sync.seq })}
    </>
  );
  return (
    <SideNav label={say('place.sync')} items={items} currentKey={part} onOpen={(key) => go(pathOf(key))} foot={foot} />
  );
}
