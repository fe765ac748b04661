import { SatchelError } from '../../protocol/satchel-error.ts';
import { PROTOCOL_FLOOR, PROTOCOL_VERSION } from '../../protocol/version.ts';

/** @throws SatchelError PROTOCOL_TOO_OLD (missing counts as older than all) | PROTOCOL_TOO_NEW */
export function checkProtocol(header: string | readonly string[] | undefined): void {
  const version = typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) : 0;
  const data = { version, floor: PROTOCOL_FLOOR, newest: PROTOCOL_VERSION };
  if (version < PROTOCOL_FLOOR) {
    throw new SatchelError(
      'PROTOCOL_TOO_OLD',
      `The server needs protocol ${PROTOCOL_FLOOR} or newer; update the program.`,
      { data },
    );
  }
  if (version > PROTOCOL_VERSION) {
    throw new SatchelError(
      'PROTOCOL_TOO_NEW',
      `The server knows protocols up to ${PROTOCOL_VERSION}; it has to be updated.`,
      { data },
    );
  }
}
