import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';

/** Goes to a path of the window, for example `/contacts/<id>`; one step in the history. */
export function useGo(): (path: string) => void {
  const { history } = useRouter();
  return useCallback((path) => history.push(path), [history]);
}

/** Goes to a path in the place of this one: a walk along a list is one step in the history. */
export function useGoInstead(): (path: string) => void {
  const { history } = useRouter();
  return useCallback((path) => history.replace(path), [history]);
}
