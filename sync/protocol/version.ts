/**
 * The wire protocol's version, sent in the header `satchel-protocol` by both sides.
 * 1: push, pull, events.
 */
export const PROTOCOL_VERSION = 1;
/** The oldest version that this build still understands. */
export const PROTOCOL_FLOOR = 1;
export const PROTOCOL_HEADER = 'satchel-protocol';
