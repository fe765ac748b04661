import { useRef, useState } from 'react';
import { useMutate, type Write } from '../app/use-mutate.ts';
import { useWords } from '../words/words-context.ts';
import { errorText, isReused, refusalText } from './refusal.ts';
import type { SavedFormState } from './use-saved-form.ts';

export interface LineToSend {
  readonly write: Write;
  /** What the toast says. */
  readonly done: string;
}

export interface SendLine {
  readonly error: string | undefined;
  readonly setError: (error: string | undefined) => void;
  /** True from the press until the engine has answered. */
  readonly isSending: () => boolean;
  readonly send: (line: LineToSend) => Promise<void>;
}

/**
 * For forms that are written again and again: the form is empty from the press on, so that a second Enter finds nothing
 * to send and what is typed next is not of this change. Refused, the text is back, with what was typed since behind it.
 */
export function useSendLine<Body extends Readonly<Record<string, string>> & { readonly text: string }>(
  form: SavedFormState<Body>,
): SendLine {
  const words = useWords();
  const mutate = useMutate();
  const [error, setError] = useState<string>();
  const underWay = useRef(0);
  const send = async ({ write, done }: LineToSend): Promise<void> => {
    const typed = form.now();
    const giveBack = (why: string): void => {
      setError(why);
      form.set(({ text }) => ({ ...typed, text: typed.text + text }));
    };
    underWay.current += 1;
    // On its way before the copy on the disk is dropped: one of the two is always there.
    const answer = mutate(write, done);
    form.drop();
    setError(undefined);
    try {
      const result = await answer;
      if (result.status === 'refused') giveBack(refusalText(result.code, words));
    } catch (cause) {
      giveBack(errorText(cause, words));
      if (isReused(cause)) form.renew();
    } finally {
      underWay.current -= 1;
    }
  };
  return { error, setError, isSending: () => underWay.current > 0, send };
}
