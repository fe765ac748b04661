/** Where keys live outside the data folder: the system's keychain, or files where there is none. */
export interface KeyStore {
  /** @param name lower-case letters, digits, `-`, `_` and `.`, at most 120, starting with a letter or digit */
  get(name: string): Promise<Uint8Array | undefined>;
  /** Durable on return; replaces what is there. */
  set(name: string, key: Uint8Array): Promise<void>;
  /** Nothing happens when there is none. */
  delete(name: string): Promise<void>;
}
