import { createOfUser } from './of-user.ts';

export interface ToastEntry {
  readonly id: string;
  readonly text: string;
  /** Without it: done. */
  readonly kind?: 'done' | 'draft' | 'needs-you' | 'info';
  readonly action?: { readonly label: string; readonly run: () => void };
}

interface ToastState {
  readonly toasts: readonly ToastEntry[];
}

const MOST = 3;

export const useToastState = createOfUser<ToastState>(() => ({ toasts: [] }));

/** @returns its id, for `dropToast` when it is no longer true */
export function showToast(toast: Omit<ToastEntry, 'id'>): string {
  const entry = { ...toast, id: crypto.randomUUID() };
  useToastState.setState(({ toasts }) => ({ toasts: [...toasts, entry].slice(-MOST) }));
  return entry.id;
}

export const dropToast = (id: string): void =>
  useToastState.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
