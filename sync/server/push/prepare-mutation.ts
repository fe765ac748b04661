import type { SeenByGroup } from '../../model/envelope.ts';
import type { Mutation } from '../../model/mutations/define-mutation.ts';
import { findMutation, readCaptured } from '../../model/mutations/registry.ts';
import type { RecordRef } from '../../model/row.ts';
import { normaliseEmail } from '../../model/text.ts';
import type { WireMutation } from '../../protocol/push.ts';
import { SatchelError, toSatchelError } from '../../protocol/satchel-error.ts';
import { PROTOCOL_VERSION } from '../../protocol/version.ts';
import { argsHash } from './args-hash.ts';

/** What can be said of a mutation before any row is read. */
export interface PreparedMutation {
  readonly wire: WireMutation;
  readonly argsHash: string;
  readonly parsed:
    | { readonly kind: 'ok'; readonly mutation: Mutation; readonly args: unknown; readonly seen: SeenByGroup }
    | { readonly kind: 'refused' | 'later'; readonly error: SatchelError };
}

/** @param protocol the newest version of the protocol that the client speaks */
export function prepareMutation(wire: WireMutation, protocol: number): PreparedMutation {
  return { wire, argsHash: argsHash(wire), parsed: parse(wire, protocol) };
}

function parse(wire: WireMutation, protocol: number): PreparedMutation['parsed'] {
  const mutation = findMutation(wire.name);
  if (mutation === undefined) return unknownMutation(wire.name, protocol);
  try {
    return { kind: 'ok', mutation, ...readCaptured(mutation, wire as WireMutation & { readonly seen: SeenByGroup }) };
  } catch (thrown) {
    const error = toSatchelError(thrown);
    return { kind: error.code === 'MUTATION_TOO_NEW' ? 'later' : 'refused', error };
  }
}

/** Rows that the arguments alone name: read, referred to or written. */
export function refsOf({ parsed }: PreparedMutation): RecordRef[] {
  if (parsed.kind !== 'ok') return [];
  const { mutation, args } = parsed;
  const refs: readonly RecordRef[] = [
    ...Object.values(mutation.reads(args)),
    ...mutation.refers(args),
    ...mutation.writes(args),
  ];
  return refs.filter(({ id }) => id !== '').map(({ kind, id }) => ({ kind, id }));
}

/** Own mutations whose outcome matters: this one, what it waits for and what its user saw. */
export function mutationIdsOf({ wire }: PreparedMutation): string[] {
  const mine = Object.values(wire.seen).flatMap((seen) => (seen.kind === 'mine' ? [seen.mutationId] : []));
  return [wire.id, ...wire.after, ...mine];
}

/** Where arguments hold e-mails: a new contact's own, an edit's, those of an import batch. */
interface WithEmails {
  readonly email?: unknown;
  readonly set?: { readonly email?: unknown };
  readonly rows?: readonly { readonly email?: unknown }[];
}

/** E-mail addresses the arguments would set. */
export function emailsOf({ parsed }: PreparedMutation): string[] {
  if (parsed.kind !== 'ok') return [];
  const args = parsed.args as WithEmails;
  return [args.email, args.set?.email, ...(args.rows ?? []).map(({ email }) => email)].flatMap((email) => {
    const normalised = typeof email === 'string' ? normaliseEmail(email) : null;
    return normalised === null ? [] : [normalised];
  });
}

/** A name that this server does not know is no mutation, unless the client is newer: then it waits for the update. */
function unknownMutation(name: string, protocol: number): PreparedMutation['parsed'] {
  const message = `There is no change called "${name}".`;
  return protocol > PROTOCOL_VERSION
    ? { kind: 'later', error: new SatchelError('MUTATION_TOO_NEW', `"${name}" waits for the server's update.`) }
    : { kind: 'refused', error: new SatchelError('UNKNOWN_MUTATION', message, { data: { name } }) };
}
