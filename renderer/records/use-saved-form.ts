import { useCallback, useEffect, useRef, useState } from 'react';
import { useEngine } from '../app/engine-context.ts';

const SAVE_AFTER_MS = 300;

type FormBody = Readonly<Record<string, string | boolean>>;

export interface SavedFormState<Body extends FormBody> {
  readonly body: Body;
  readonly set: (patch: Partial<Body>) => void;
  /** It was sent or given up: starts empty, here and on the disk. */
  readonly drop: () => void;
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
  const [body, setBody] = useState(initial);
  const latest = useRef(initial);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const flush = useCallback(() => {
    if (timer.current === undefined) return;
    clearTimeout(timer.current);
    timer.current = undefined;
    const { current } = latest;
    const isUntouched = Object.keys(initial).every((name) => current[name] === initial[name]);
    const kept = isUntouched ? client.forms.drop({ key }) : client.forms.save({ key, body: current });
    kept.catch(() => undefined); // the line is gone: the text stays on the screen, and the next key stroke tries again
  }, [client, key, initial]);

  useEffect(() => {
    let isGone = false;
    client.forms.get({ key }).then(
      (saved) => {
        if (isGone || saved === null || latest.current !== initial) return;
        latest.current = restored(initial, saved.body);
        setBody(latest.current);
      },
      () => undefined,
    );
    addEventListener('pagehide', flush);
    return () => {
      isGone = true;
      removeEventListener('pagehide', flush);
      flush();
    };
  }, [client, key, initial, flush]);

  const set = useCallback(
    (patch: Partial<Body>) => {
      latest.current = { ...latest.current, ...patch };
      setBody(latest.current);
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, SAVE_AFTER_MS);
    },
    [flush],
  );
  const drop = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = undefined;
    latest.current = { ...initial };
    setBody(latest.current);
    client.forms.drop({ key }).catch(() => undefined);
  }, [client, key, initial]);
  return { body, set, drop };
}
