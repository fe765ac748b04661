import { create, type StoreApi, type UseBoundStore } from 'zustand';

const forgets = new Set<() => void>();

/** Runs `forget` whenever the user leaves or is another one, before the window shows anything of the next. */
export const onUserGone = (forget: () => void): void => void forgets.add(forget);

/** Nothing of one user outlives the session in the window's memory; called by `setSession` alone. */
export const forgetUser = (): void => forgets.forEach((forget) => forget());

/** State that belongs to whoever is signed in: it starts anew for the next one. */
export function createOfUser<State>(initial: () => State): UseBoundStore<StoreApi<State>> {
  const store = create<State>(initial);
  onUserGone(() => store.setState(store.getInitialState(), true));
  return store;
}
