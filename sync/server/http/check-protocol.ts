import { SatchelError } from '../../protocol/satchel-error.ts';
import { OWN_PROTOCOL, protocolOf, type ProtocolRange } from '../../protocol/version.ts';

/**
 * Two sides understand each other when each one's newest is not below the other's floor. A client may be newer than
 * this server: it speaks down, and only its newer mutations wait.
 * @throws SatchelError PROTOCOL_TOO_OLD (missing counts as older than all) | PROTOCOL_TOO_NEW
 */
export function checkProtocol(header: string | readonly string[] | undefined, own = OWN_PROTOCOL): ProtocolRange {
  const stated = protocolOf(header) ?? { version: 0, floor: 0 };
  const data = { version: stated.version, floor: own.floor, newest: own.version };
  if (stated.version < own.floor) {
    throw new SatchelError('PROTOCOL_TOO_OLD', `The server needs protocol ${own.floor} or newer; update the program.`, {
      data,
    });
  }
  if (stated.floor > own.version) {
    throw new SatchelError(
      'PROTOCOL_TOO_NEW',
      `The server knows protocols up to ${own.version}; it has to be updated.`,
      { data },
    );
  }
  return stated;
}
