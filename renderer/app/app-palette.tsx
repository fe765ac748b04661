import {
  IconAddressBook,
  IconBuilding,
  IconChecklist,
  IconLayoutKanban,
  IconNote,
  type TablerIcon,
} from '@tabler/icons-react';
import { useLayoutEffect, useState } from 'react';
import type { SearchHit } from '../../main/contract/types.ts';
import type { PaletteGroup } from '../parts/palette-rows.tsx';
import { Palette } from '../parts/palette.tsx';
import { useLayoutState } from '../state/layout-state.ts';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import { keepTyped } from './keep-typed.ts';
import { type PaletteAction, usePaletteActions } from './palette-actions.ts';
import { readPaletteText, type PaletteText } from './palette-text.ts';
import { useGo } from './use-go.ts';
import { useRead } from './use-read.ts';

const ICONS: Readonly<Record<SearchHit['kind'], TablerIcon>> = {
  contact: IconAddressBook,
  company: IconBuilding,
  deal: IconLayoutKanban,
  note: IconNote,
  task: IconChecklist,
};

const PATHS: Readonly<Record<SearchHit['kind'], (id: string) => string>> = {
  contact: (id) => `/contacts/${id}`,
  company: (id) => `/companies/${id}`,
  deal: (id) => `/deals/${id}`,
  note: () => '/',
  task: (id) => `/tasks?task=${id}`,
};

/** Notes are found on their records' pages: a hit does not say which record it hangs on. */
const KINDS = { all: ['contact', 'company', 'deal', 'task'], people: ['contact'] } as const;
/** As many as leave the places and actions in sight. */
const MOST_HITS = 7;

const toRow = ({ key, icon, label, keys }: PaletteAction) => ({
  key,
  icon,
  label,
  ...(keys === undefined ? {} : { keys }),
});

interface Found {
  readonly hits: readonly SearchHit[];
  readonly isPreparing: boolean;
  readonly tookMs: number;
}

function useHits({ scope, text }: PaletteText, isOpen: boolean): Found | undefined {
  const isEnabled = isOpen && scope !== 'commands' && text !== '';
  const kinds = KINDS[scope === 'people' ? 'people' : 'all'];
  const found = useRead(
    ['palette', scope, text],
    ['contact', 'company', 'deal', 'task'],
    async (client) => {
      const startMs = performance.now();
      const answer = await client.search.query({ text, kinds: [...kinds], limit: MOST_HITS });
      return { ...answer, tookMs: performance.now() - startMs };
    },
    { isEnabled },
  );
  return isEnabled ? found.data : undefined;
}

function recordGroup({ hits, isPreparing, tookMs }: Found, { say, number }: Words): PaletteGroup {
  const note = isPreparing
    ? say('palette.preparing')
    : say('palette.found', { count: hits.length, ms: number(Math.max(1, Math.round(tookMs))) });
  return {
    label: say('palette.records'),
    note,
    items: hits.map(({ kind, id, title, detail }) => ({
      key: `${kind}:${id}`,
      icon: ICONS[kind],
      label: title,
      ...(detail === '' ? {} : { meta: detail }),
    })),
  };
}

/** Ctrl K: records of this laptop and actions in one list. */
export function AppPalette() {
  const words = useWords();
  const { say } = words;
  const go = useGo();
  const isOpen = useLayoutState((state) => state.isPaletteOpen);
  const [query, setQuery] = useState('');
  useLayoutEffect(() => (isOpen ? keepTyped(setQuery) : undefined), [isOpen]);
  const typed = readPaletteText(query);
  const found = useHits(typed, isOpen);
  const { actions, places } = usePaletteActions();
  const close = (): void => {
    useLayoutState.setState({ isPaletteOpen: false });
    setQuery('');
  };
  const isMeant = ({ label }: PaletteAction): boolean =>
    label.toLocaleLowerCase().includes(typed.text.toLocaleLowerCase());
  const groupOf = (label: string, list: readonly PaletteAction[]): readonly PaletteGroup[] => {
    const items = typed.scope === 'people' ? [] : list.filter(isMeant).map(toRow);
    return items.length === 0 ? [] : [{ label, items }];
  };
  const groups = [
    ...(found === undefined || found.hits.length === 0 ? [] : [recordGroup(found, words)]),
    ...groupOf(say('palette.goTo'), places),
    ...groupOf(say('palette.actions'), actions),
  ];
  const run = (key: string): void => {
    close();
    const hit = found?.hits.find(({ kind, id }) => `${kind}:${id}` === key);
    if (hit !== undefined) return go(PATHS[hit.kind](hit.id));
    [...actions, ...places].find((action) => action.key === key)?.run();
  };
  return (
    <Palette
      isOpen={isOpen}
      query={query}
      onQuery={setQuery}
      groups={groups}
      onRun={({ key }) => run(key)}
      onClose={close}
    />
  );
}
