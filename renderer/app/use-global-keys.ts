import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isTextTarget } from '../parts/is-text-target.ts';
import { useLayoutState } from '../state/layout-state.ts';
import { useMenuState } from '../state/menu-state.ts';
import type { NewKind } from '../state/new-record-state.ts';
import { undoLast } from '../state/undo-state.ts';
import { useNew } from './new-records.ts';
import { PLACES } from './places.ts';

/** How long G waits for its letter. */
const SEQUENCE_MS = 1_500;

const NEW_BY_PLACE: Readonly<Record<string, NewKind>> = {
  contacts: 'contact',
  companies: 'company',
  deals: 'deal',
  tasks: 'task',
};

interface Means {
  readonly path: () => string;
  readonly go: (path: string) => void;
  readonly openNew: (kind: NewKind) => void;
}

const ABOVE = '[role="dialog"], [role="menu"]';

/** A dialog, a menu or a popover has the keys to itself. */
const isCovered = (): boolean => document.querySelector(ABOVE) !== null;

/** Pressed in one of them: the Escape that closed it may come here after it is gone. */
const isFromAbove = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(ABOVE) !== null;

function onCommand(key: string, event: KeyboardEvent): boolean {
  if (key === 'k') {
    useLayoutState.setState(({ isPaletteOpen }) => ({ isPaletteOpen: !isPaletteOpen }));
    return true;
  }
  if (key !== 'z' || event.shiftKey || isTextTarget(event.target) || isCovered()) return false;
  undoLast();
  return true;
}

function onCreate({ path, openNew }: Means): void {
  const kind = NEW_BY_PLACE[path().split('/')[1] ?? ''];
  if (kind === undefined) useMenuState.setState({ open: 'new' });
  else openNew(kind);
}

/** Esc leaves a record that is open beside its list. */
function onEscape({ path, go }: Means): void {
  const [, first, id] = path().split('/');
  if (first !== undefined && id !== undefined) go(`/${first}`);
}

function onLetter(key: string): boolean {
  if (key === '/') useLayoutState.setState({ isPaletteOpen: true });
  else if (key === '?') useLayoutState.setState({ isKeySheetOpen: true });
  else return false;
  return true;
}

/** What a screen may want for itself: done only once every other listener has let the key go. */
function onLeftOver(event: KeyboardEvent, areLettersOn: boolean, means: Means): void {
  setTimeout(() => {
    if (event.defaultPrevented) return;
    if (event.key === 'Escape') onEscape(means);
    else if (areLettersOn && event.key.toLowerCase() === 'c') onCreate(means);
    else if (areLettersOn && event.key.toLowerCase() === 'd') means.openNew('deal');
  });
}

function listen(means: Means): () => void {
  let sequenceUntilMs = 0;
  const isFree = (event: KeyboardEvent): boolean =>
    !event.defaultPrevented &&
    !event.altKey &&
    !event.isComposing &&
    !isCovered() &&
    !isFromAbove(event.target) &&
    !isTextTarget(event.target);

  /** The letter after G belongs to nobody else, so it is taken before any list sees it. */
  const onSecond = (event: KeyboardEvent): void => {
    if (Date.now() >= sequenceUntilMs || event.ctrlKey || event.metaKey || !isFree(event)) return;
    sequenceUntilMs = 0;
    const place = PLACES.find(({ letter }) => letter === event.key.toLowerCase());
    if (place === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    means.go(place.path);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = event.key.toLowerCase();
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && !event.defaultPrevented && !event.altKey)
      return void (onCommand(key, event) && event.preventDefault());
    if (isCommand || !isFree(event)) return;
    const areLettersOn = useLayoutState.getState().hasLetterKeys && event.key.length === 1;
    if (areLettersOn && key === 'g') sequenceUntilMs = Date.now() + SEQUENCE_MS;
    else if (areLettersOn && onLetter(key)) event.preventDefault();
    else onLeftOver(event, areLettersOn, means);
  };
  document.addEventListener('keydown', onSecond, true);
  document.addEventListener('keydown', onKeyDown);
  return () => {
    document.removeEventListener('keydown', onSecond, true);
    document.removeEventListener('keydown', onKeyDown);
  };
}

/** Keys that work anywhere. What a part or a screen has taken (`defaultPrevented`) is left alone. */
export function useGlobalKeys(isOn: boolean): void {
  const { history } = useRouter();
  const openNew = useNew();
  useEffect(() => {
    if (!isOn) return undefined;
    return listen({ path: () => history.location.pathname, go: (path) => history.push(path), openNew });
  }, [isOn, history, openNew]);
}
