import { safeStorage } from 'electron';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { KeyStore } from '../db/key-store.ts';

/**
 * Keys sealed by the system's keychain; the sealed bytes lie in `files`.
 * @throws SatchelError PERMISSION_DENIED when the system has none: a key that anybody can unseal protects nothing
 */
export function keychainKeyStore(files: KeyStore): KeyStore {
  assertKeychain();
  return {
    async get(name) {
      const sealed = await files.get(name);
      return sealed && new Uint8Array(Buffer.from(unseal(sealed), 'base64'));
    },
    set: (name, key) => files.set(name, new Uint8Array(safeStorage.encryptString(Buffer.from(key).toString('base64')))),
    delete: (name) => files.delete(name),
  };
}

function unseal(sealed: Uint8Array): string {
  try {
    return safeStorage.decryptString(Buffer.from(sealed));
  } catch (cause) {
    throw new SatchelError(
      'WRONG_KEY',
      'The keychain of this computer cannot open the key of your data. Nothing was changed.',
      { cause },
    );
  }
}

/** On Linux `basic_text` is a fixed password in Chromium's source (Electron's documentation of safeStorage). */
function assertKeychain(): void {
  const isWeak =
    process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
  if (safeStorage.isEncryptionAvailable() && !isWeak) return;
  const message =
    'Satchel found no keychain on this computer. Set one up (on Linux gnome-keyring or KWallet), or start Satchel with --shell browser.';
  throw new SatchelError('PERMISSION_DENIED', message, { data: { reason: 'no-keychain' } });
}
