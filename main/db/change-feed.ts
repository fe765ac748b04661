export interface ChangeNotice {
  /** Every change up to this local sequence number is committed. */
  readonly localSeq: number;
  readonly topics: readonly string[];
}

/** Tells that something was committed, never what: whoever listens asks for what came after the number it knows. */
export interface ChangeFeed {
  emit(notice: ChangeNotice): void;
  /** @returns a function that ends the subscription */
  subscribe(listen: (notice: ChangeNotice) => void): () => void;
}

export function createChangeFeed(): ChangeFeed {
  const listeners = new Set<(notice: ChangeNotice) => void>();
  return {
    emit(notice) {
      for (const listen of listeners) listen(notice);
    },
    subscribe(listen) {
      listeners.add(listen);
      return () => void listeners.delete(listen);
    },
  };
}
