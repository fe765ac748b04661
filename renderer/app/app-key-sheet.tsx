import { KeySheet } from '../parts/key-sheet.tsx';
import { useLayoutState } from '../state/layout-state.ts';
import type { WordKey } from '../words/english.ts';
import { useWords } from '../words/words-context.ts';
import { keysOf, PLACES } from './places.ts';

type SheetWord = Extract<WordKey, `sheet.${string}`>;
type Row = readonly [word: SheetWord, ...keys: string[]];

const GROUPS: readonly { readonly title: SheetWord; readonly rows: readonly Row[] }[] = [
  {
    title: 'sheet.anywhere',
    rows: [
      ['sheet.palette', 'Mod+K'],
      ['sheet.search', '/'],
      ['sheet.undo', 'Mod+Z'],
      ['sheet.allKeys', '?'],
      ['sheet.back', 'Esc'],
      ['sheet.region', 'F6'],
      ['sheet.new', 'C'],
      ['sheet.newDeal', 'D'],
    ],
  },
  {
    title: 'sheet.lists',
    rows: [
      ['sheet.move', 'J', 'K'],
      ['sheet.open', 'Enter'],
      ['sheet.select', 'X', 'Shift+X'],
      ['sheet.all', 'Mod+A'],
      ['sheet.edit', 'E'],
      ['sheet.filter', 'F'],
      ['sheet.done', 'Space'],
      ['sheet.snooze', 'S'],
    ],
  },
  {
    title: 'sheet.record',
    rows: [
      ['sheet.note', 'N'],
      ['sheet.call', 'L'],
      ['sheet.meeting', 'V'],
      ['sheet.mail', 'M'],
      ['sheet.task', 'T'],
      ['sheet.save', 'Mod+Enter'],
    ],
  },
  {
    title: 'sheet.board',
    rows: [
      ['sheet.walk', 'ArrowLeft', 'ArrowRight'],
      ['sheet.moveStage', 'Shift+ArrowRight'],
      ['sheet.won', 'W'],
      ['sheet.lost', 'Q'],
    ],
  },
  {
    title: 'sheet.sync',
    rows: [
      ['sheet.syncNow', 'R'],
      ['sheet.edit', 'E'],
      ['sheet.hold', 'H'],
      ['sheet.discard', 'Backspace'],
      ['sheet.choose', '1', '2', '3'],
    ],
  },
];

/** Every key of the window, grouped by where it works. */
export function AppKeySheet() {
  const { say } = useWords();
  const isOpen = useLayoutState((state) => state.isKeySheetOpen);
  const areLettersOn = useLayoutState((state) => state.hasLetterKeys);
  const places = PLACES.flatMap((place) => {
    const { keys } = keysOf(place);
    return keys === undefined ? [] : [{ keys: [keys], label: say(place.word) }];
  });
  const groups = GROUPS.map(({ title, rows }) => ({
    title: say(title),
    rows: rows.map(([word, ...keys]) => ({ keys, label: say(word) })),
  }));
  return (
    <KeySheet
      isOpen={isOpen}
      areLettersOn={areLettersOn}
      groups={[...groups.slice(0, 1), { title: say('sheet.goTo'), rows: places }, ...groups.slice(1)]}
      onClose={() => useLayoutState.setState({ isKeySheetOpen: false })}
    />
  );
}
