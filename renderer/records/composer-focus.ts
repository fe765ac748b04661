import type { ComposerKind } from '../parts/composer.tsx';
import { createOfUser } from '../state/of-user.ts';

/** A wish to write, from a button or a key somewhere on the page; the page's composer takes it. */
export const useComposerFocus = createOfUser<{
  readonly wish: { readonly kind: ComposerKind; readonly n: number } | null;
}>(() => ({ wish: null }));

export const askComposer = (kind: ComposerKind): void =>
  useComposerFocus.setState(({ wish }) => ({ wish: { kind, n: (wish?.n ?? 0) + 1 } }));
