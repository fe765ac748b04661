import type { Encoding } from '../contract/transfer.ts';

/** Bytes decoded in one go: few milliseconds with all that follows from them. */
const PIECE_BYTES = 16 * 1024;

export interface EncodingFinder {
  push(slice: Uint8Array): void;
  result(): Encoding;
}

/**
 * UTF-8 proves itself: bytes that are valid throughout are it. What is not is read as Windows-1252, which has a character
 * for nearly every byte; a mark at the beginning says UTF-16 outright. Looks at each slice as it comes, because looking
 * at all of a large file at once would take a second.
 */
export function createEncodingFinder(): EncodingFinder {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isUtf8 = true;
  let first: Uint8Array | undefined;
  const test = (decode: () => unknown): void => {
    try {
      if (isUtf8) decode();
    } catch {
      isUtf8 = false;
    }
  };
  return {
    push(slice) {
      first ??= slice;
      test(() => decoder.decode(slice, { stream: true }));
    },
    result() {
      if (first?.[0] === 0xff && first[1] === 0xfe) return 'utf-16le';
      test(() => decoder.decode());
      return isUtf8 ? 'utf-8' : 'windows-1252';
    },
  };
}

/** The text in pieces; a character that lies across two slices is whole, and a mark at the beginning is dropped. */
export function* decodePieces(slices: readonly Uint8Array[], encoding: Encoding): Generator<string> {
  const decoder = new TextDecoder(encoding);
  for (const slice of slices) {
    for (let at = 0; at < slice.length; at += PIECE_BYTES) {
      yield decoder.decode(slice.subarray(at, at + PIECE_BYTES), { stream: true });
    }
  }
  yield decoder.decode();
}
