import { useCallback, useEffect, useRef, useState } from 'react';
import { v7 as uuidV7 } from 'uuid';
import type { AppClient } from '../app/app-client.ts';
import { useEngine } from '../app/engine-context.ts';
import { onUserGone } from '../state/of-user.ts';
import { userOf, useSessionState } from '../state/session-state.ts';

const SAVE_AFTER_MS = 300;
/** While the engine is being started again. */
const AGAIN_MS = 500;
const MAX_TRIES = 120;

type FormBody = Readonly<Record<string, string | boolean>>;

/**
 * Whom the form is going to be: made with its first letter and kept with what is typed, so that a press that is repeated
 * because its answer was lost is the same change. Empty while nothing is typed.
 */
export interface ChangeIds {
  readonly mutationId: string;
  readonly recordId: string;
}

const NO_IDS: ChangeIds = { mutationId: '', recordId: '' };

type Kept<Body extends FormBody> = Body & ChangeIds;

export interface SavedFormState<Body extends FormBody> {
  readonly body: Kept<Body>;
  /** What is typed at this moment, also before it is drawn. */
  readonly now: () => Kept<Body>;
  readonly set: (patch: Partial<Kept<Body>> | ((now: Kept<Body>) => Partial<Kept<Body>>)) => void;
  /** What is typed stays and is another change from here on. */
  readonly renew: () => void;
  /** It was sent or given up: starts empty, here and on the disk. */
  readonly drop: () => void;
}

/** Typed and not yet on the disk, by person and form: it outlives a form that is mounted anew while the engine is away. */
const unsaved = new Map<string, FormBody>();

onUserGone(() => unsaved.clear());

function placeOf(key: string): string | undefined {
  const user = userOf(useSessionState.getState().session);
  return user === null ? undefined : `${user} ${key}`;
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, AGAIN_MS));

/** Until it is on the disk, something newer was typed, or somebody else is signed in. */
async function store(client: AppClient, key: string, isEmpty: boolean): Promise<void> {
  const place = placeOf(key);
  const body = place === undefined ? undefined : unsaved.get(place);
  for (let tries = 0; place !== undefined && body !== undefined && tries < MAX_TRIES; tries += 1) {
    if (unsaved.get(place) !== body || placeOf(key) !== place) return;
    try {
      await (isEmpty ? client.forms.drop({ key }) : client.forms.save({ key, body }));
      if (unsaved.get(place) === body) unsaved.delete(place);
      return;
    } catch {
      await pause();
    }
  }
}

/** What was typed under this key before. A form that is mounted while the engine is away waits for it. */
async function load(client: AppClient, key: string, isGone: () => boolean): Promise<unknown> {
  const place = placeOf(key);
  if (place !== undefined && unsaved.has(place)) return unsaved.get(place);
  for (let tries = 0; tries < MAX_TRIES && !isGone(); tries += 1) {
    try {
      return (await client.forms.get({ key }))?.body;
    } catch {
      await pause();
    }
  }
  return undefined;
}

const isUntouched = (initial: FormBody, body: FormBody): boolean =>
  Object.keys(initial).every((name) => body[name] === initial[name]);

/** A form that was emptied by hand is no change any more. */
function withIds<Body extends FormBody>(initial: Body, body: Kept<Body>): Kept<Body> {
  if (isUntouched(initial, body)) return { ...body, ...NO_IDS };
  return body.mutationId === '' ? { ...body, mutationId: uuidV7(), recordId: uuidV7() } : body;
}

/** Only fields that the form knows, and only with the type they have: an older build may have saved another form. */
function restored<Body extends FormBody>(initial: Body, saved: unknown): Body {
  const given: Readonly<Record<string, unknown>> = typeof saved === 'object' && saved !== null ? { ...saved } : {};
  const known = Object.keys(initial).filter((name) => typeof given[name] === typeof initial[name]);
  return { ...initial, ...Object.fromEntries(known.map((name) => [name, given[name]])) };
}

/**
 * What is typed, kept on the disk under `key` as it is typed and there again after a crash. The caller is mounted anew
 * for another key.
 * @param initial has one identity for the life of the form
 */
export function useSavedForm<Body extends FormBody>(key: string, initial: Body): SavedFormState<Body> {
  const { client } = useEngine();
  const [blank] = useState<Kept<Body>>(() => ({ ...initial, ...NO_IDS }));
  const [body, setBody] = useState(blank);
  const latest = useRef(blank);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const flush = useCallback(() => {
    if (timer.current === undefined) return;
    clearTimeout(timer.current);
    timer.current = undefined;
    void store(client, key, isUntouched(initial, latest.current));
  }, [client, key, initial]);

  useEffect(() => {
    let isGone = false;
    void load(client, key, () => isGone).then((saved) => {
      if (isGone || saved === undefined || latest.current !== blank) return;
      latest.current = withIds(initial, restored(blank, saved));
      setBody(latest.current);
    });
    addEventListener('pagehide', flush);
    return () => {
      isGone = true;
      removeEventListener('pagehide', flush);
      flush();
    };
  }, [client, key, initial, blank, flush]);

  const set = useCallback<SavedFormState<Body>['set']>(
    (patch) => {
      const { current } = latest;
      const next = { ...current, ...(typeof patch === 'function' ? patch(current) : patch) };
      latest.current = withIds(initial, next);
      setBody(latest.current);
      const place = placeOf(key);
      if (place !== undefined) unsaved.set(place, latest.current);
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, SAVE_AFTER_MS);
    },
    [flush, initial, key],
  );
  const renew = useCallback(() => set({ ...latest.current, ...NO_IDS }), [set]);
  const drop = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    latest.current = { ...blank };
    setBody(latest.current);
    const place = placeOf(key);
    if (place !== undefined) unsaved.delete(place);
    client.forms.drop({ key }).catch(() => undefined);
  }, [client, key, blank]);
  const now = useCallback(() => latest.current, []);
  return { body, now, set, renew, drop };
}
