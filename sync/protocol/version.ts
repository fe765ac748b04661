/**
 * The wire protocol's version. A test holds the fingerprint of every message and of every mutation's arguments, so
 * that none of them changes without a new version and its line here.
 * 1: push, pull, sums, events.
 */
export const PROTOCOL_VERSION = 1;
/** The oldest version that this build still understands. */
export const PROTOCOL_FLOOR = 1;
/** Sent by both sides with what `statedProtocol` makes. */
export const PROTOCOL_HEADER = 'satchel-protocol';

/** The versions that one side speaks: all from `floor` to `version`. */
export interface ProtocolRange {
  readonly version: number;
  readonly floor: number;
}

export const OWN_PROTOCOL: ProtocolRange = { version: PROTOCOL_VERSION, floor: PROTOCOL_FLOOR };

/** `2;floor=1`, or `2` alone where nothing older is spoken. */
export const statedProtocol = ({ version, floor }: ProtocolRange): string =>
  floor === version ? String(version) : `${version};floor=${floor}`;

const STATED = /^(\d{1,6})(?:;floor=(\d{1,6}))?$/;

/** A header's range; without a floor the one version alone is spoken. Undefined for anything else. */
export function protocolOf(header: unknown): ProtocolRange | undefined {
  const [, version, floor = version] = typeof header === 'string' ? (STATED.exec(header) ?? []) : [];
  return version === undefined ? undefined : { version: Number(version), floor: Number(floor) };
}
