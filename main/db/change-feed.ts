export interface ChangeNotice {
  /** Every change up to this local sequence number is committed. */
  readonly localSeq: number;
  readonly topics: readonly string[];
}

/** Tells that something was committed, never what: whoever listens asks for what came after the number it knows. */
export interface ChangeFeed {
  emit(notice: ChangeNotice): void;
  /** @returns a function that ends the subscription */
  subscribe(listen: (notice: ChangeNotice) => void, onClose?: () => void): () => void;
  /** The user's files were closed: there will be no more notices. */
  close(): void;
}

interface Subscriber {
  readonly listen: (notice: ChangeNotice) => void;
  readonly onClose: () => void;
}

export function createChangeFeed(): ChangeFeed {
  const subscribers = new Set<Subscriber>();
  return {
    emit(notice) {
      for (const { listen } of subscribers) listen(notice);
    },
    subscribe(listen, onClose = () => undefined) {
      const subscriber = { listen, onClose };
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
    close() {
      for (const { onClose } of subscribers) onClose();
      subscribers.clear();
    },
  };
}
