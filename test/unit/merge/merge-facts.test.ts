import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Applied, Decision } from '../../../sync/merge/decision.ts';
import { groupKey } from '../../../sync/model/envelope.ts';
import { MAX_TEXT_CHARS } from '../../../sync/model/kinds/field-types.ts';
import { KINDS } from '../../../sync/model/kinds/all-kinds.ts';
import { nextHlc } from '../../../sync/model/hlc.ts';
import { refKey } from '../../../sync/model/row.ts';
import { CONTACT, fullWorld, id, ME, NOTE, YOU, type World } from '../model/rows.ts';
import { createSmallServer, seenOf, type Pushed, type SmallServer } from './small-server.ts';

const CONTACT_REF = { kind: 'contact', id: CONTACT } as const;
const NOTE_REF = { kind: 'note', id: NOTE } as const;

interface Edit {
  readonly id: string;
  readonly by: string;
  readonly set: Readonly<Record<string, unknown>>;
  readonly saw: World;
  readonly seq?: number;
  readonly ms?: number;
}

function edit(
  of: typeof CONTACT_REF | typeof NOTE_REF,
  { id: mutationId, by, set, saw, seq = 1, ms = 1 }: Edit,
): Pushed {
  return {
    id: mutationId,
    name: `${of.kind}s.edit`,
    args: { [`${of.kind}Id`]: of.id, set },
    hlc: nextHlc(null, ms),
    actorId: by,
    seen: { ...seenOf(saw, of, set), [groupKey({ ...of, group: '*' })]: { kind: 'seq', seq } },
  };
}

function applied(decision: Decision): Applied {
  if (decision.kind !== 'applied') throw new Error(`not applied: ${JSON.stringify(decision)}`);
  return decision;
}

const bodyIn = ({ world }: SmallServer) => world.get(refKey(NOTE_REF))?.['body'] as string;

describe('two people who changed different fields of a record', () => {
  test('both stand, and the later one is told who changed what and when, in the answer and in history', () => {
    const saw = fullWorld();
    const server = createSmallServer(saw);
    server.push(edit(CONTACT_REF, { id: id(1), by: YOU, set: { phone: '9' }, saw }), 7_000);
    const decision = applied(server.push(edit(CONTACT_REF, { id: id(2), by: ME, set: { jobTitle: 'Buyer' }, saw })));
    expect(server.world.get(refKey(CONTACT_REF))).toMatchObject({ phone: '9', jobTitle: 'Buyer' });
    const who = { group: 'phone', by: YOU, atMs: 7_000 };
    expect(decision.notes).toEqual([
      { ...CONTACT_REF, ...who, outcome: 'beside', rule: null, mine: {}, theirs: { phone: '9' } },
    ]);
    expect(decision.history.map((row) => [row['action'], row['group'], row['merge']])).toEqual([
      [
        'changed',
        'jobTitle',
        { outcome: 'beside', rule: null, mine: null, theirs: { phone: { phone: '9' } }, others: [who] },
      ],
    ]);
  });

  test.each([
    { what: 'what was seen', by: YOU, seq: 2 },
    { what: 'what I changed myself', by: ME, seq: 1 },
  ])('nothing is said of $what', ({ by, seq }) => {
    const server = createSmallServer(fullWorld());
    server.push(edit(CONTACT_REF, { id: id(1), by, set: { phone: '9' }, saw: fullWorld() }));
    const next = edit(CONTACT_REF, { id: id(2), by: ME, set: { jobTitle: 'Buyer' }, saw: server.world, seq });
    const { notes, history } = applied(server.push(next));
    expect([notes, history.map(({ merge }) => merge)]).toEqual([[], [null]]);
  });

  test('a group that was overruled says by which rule, whose the other value was and when, and holds both', () => {
    const saw = fullWorld();
    const server = createSmallServer(saw);
    server.push(edit(CONTACT_REF, { id: id(1), by: YOU, set: { phone: '9' }, saw, ms: 5 }), 7_000);
    const { history } = applied(server.push(edit(CONTACT_REF, { id: id(2), by: ME, set: { phone: '8' }, saw, ms: 2 })));
    expect(history.map(({ action, merge }) => ({ action, merge }))).toEqual([
      {
        action: 'overruled',
        merge: {
          outcome: 'theirs-wins',
          rule: 'latest',
          mine: { phone: '8' },
          theirs: { phone: '9' },
          others: [{ group: 'phone', by: YOU, atMs: 7_000 }],
        },
      },
    ]);
    expect(KINDS.history.fields.shape.merge.safeParse(history[0]?.['merge']).success).toBe(true);
  });
});

test('a change on top of an own one that lost had not seen the winner either: the later one of the two stands', () => {
  const saw = fullWorld();
  const server = createSmallServer(saw);
  server.push(edit(CONTACT_REF, { id: id(1), by: YOU, set: { phone: '9' }, saw, ms: 5 }));
  server.push(edit(CONTACT_REF, { id: id(2), by: ME, set: { phone: '8' }, saw, ms: 2 }));
  const next = edit(CONTACT_REF, { id: id(3), by: ME, set: { phone: '7' }, saw, ms: 3 });
  const seen = { [groupKey({ ...CONTACT_REF, group: 'phone' })]: { kind: 'mine', mutationId: id(2) } } as const;
  expect(server.push({ ...next, seen })).toMatchObject({ notes: [{ outcome: 'theirs-wins', theirs: { phone: '9' } }] });
});

describe('a note that two people changed', () => {
  const sentence = fc.constantFrom('One.', 'Two.', 'Three.', 'Four.');
  const body = fc.array(sentence, { minLength: 1, maxLength: 5 }).map((list) => list.join(' '));
  const worldWith = (text: string): World =>
    new Map(fullWorld()).set(refKey(NOTE_REF), { ...fullWorld().get(refKey(NOTE_REF)), body: text } as never);

  test('ends the same whichever change comes first', () => {
    fc.assert(
      fc.property(body, body, body, (base, a, b) => {
        fc.pre(a !== base && b !== base);
        const saw = worldWith(base);
        const one = edit(NOTE_REF, { id: id(1), by: YOU, set: { body: a }, saw });
        const two = edit(NOTE_REF, { id: id(2), by: ME, set: { body: b }, saw });
        const [first, second] = [createSmallServer(saw), createSmallServer(saw)];
        for (const change of [one, two]) first.push(change);
        for (const change of [two, one]) second.push(change);
        expect(bodyIn(first)).toBe(bodyIn(second));
      }),
    );
  });

  test('a chain of own changes loses nothing of the other side, whether its writer had seen the merged text or not', () => {
    const saw = worldWith('Met Ana.');
    const server = createSmallServer(saw);
    server.push(edit(NOTE_REF, { id: id(1), by: YOU, set: { body: 'Met Ana. Theirs.' }, saw }));
    server.push(edit(NOTE_REF, { id: id(2), by: ME, set: { body: 'Met Ana. Mine.' }, saw }));
    expect(bodyIn(server)).toBe('Met Ana. Mine. Theirs.');
    const key = groupKey({ ...NOTE_REF, group: 'body' });
    const next = (mutationId: string, text: string, shown?: string): Pushed => ({
      ...edit(NOTE_REF, { id: mutationId, by: ME, set: { body: text }, saw }),
      seen: { [key]: { kind: 'mine', mutationId: id(2), ...(shown === undefined ? {} : { shown: { body: shown } }) } },
    });
    server.push(next(id(3), 'Met Ana. Mine. More.', 'Met Ana. Mine.'));
    expect(bodyIn(server)).toContain('Theirs.');
    expect(bodyIn(server)).toContain('More.');
    server.push(next(id(4), 'Met Ana. Mine.', bodyIn(server)));
    expect(bodyIn(server)).toBe('Met Ana. Mine.');
  });

  test('is asked for where both texts together are longer than a note may be', () => {
    const saw = worldWith('');
    const long = (letter: string) => letter.repeat(MAX_TEXT_CHARS - 10);
    const server = createSmallServer(saw);
    server.push(edit(NOTE_REF, { id: id(1), by: YOU, set: { body: long('a') }, saw }));
    expect(server.push(edit(NOTE_REF, { id: id(2), by: ME, set: { body: long('b') }, saw }))).toMatchObject({
      kind: 'conflict',
      conflicts: [{ group: 'body', mine: { body: long('b') }, theirs: { body: long('a') } }],
    });
  });

  test('is asked for where nobody knows any more what its writer had seen', () => {
    const saw = worldWith('Met Ana.');
    const server = createSmallServer(saw);
    const blind = { ...edit(NOTE_REF, { id: id(2), by: ME, set: { body: 'Mine.' }, saw }), seen: {} };
    expect(server.push(blind)).toMatchObject({ kind: 'conflict', conflicts: [{ group: 'body', seen: null }] });
  });
});

describe('a delete of a record that moved', () => {
  const whole = groupKey({ ...CONTACT_REF, group: '*' });
  const remove = (seen: Pushed['seen'][string]): Pushed => ({
    id: id(9),
    name: 'contacts.delete',
    args: { contactId: CONTACT },
    hlc: nextHlc(null, 9),
    actorId: ME,
    seen: { [whole]: seen },
  });

  test('is a conflict that names what others changed, and when', () => {
    const saw = fullWorld();
    const server = createSmallServer(saw);
    server.push(edit(CONTACT_REF, { id: id(1), by: YOU, set: { phone: '9' }, saw }), 7_000);
    server.push(edit(CONTACT_REF, { id: id(2), by: YOU, set: { jobTitle: 'Buyer' }, saw }), 8_000);
    expect(server.push(remove({ kind: 'seq', seq: 1 }))).toMatchObject({
      kind: 'conflict',
      conflicts: [
        {
          group: '*',
          changed: [
            { group: 'phone', by: YOU, atMs: 7_000 },
            { group: 'jobTitle', by: YOU, atMs: 8_000 },
          ],
        },
      ],
    });
  });

  test('behind an own edit goes through only where nobody else had changed the record before that edit', () => {
    const saw = fullWorld();
    const own = edit(CONTACT_REF, { id: id(2), by: ME, set: { jobTitle: 'Buyer' }, saw });
    const alone = createSmallServer(saw);
    alone.push(own);
    expect(alone.push(remove({ kind: 'mine', mutationId: id(2) }))).toMatchObject({ kind: 'applied' });
    const shared = createSmallServer(saw);
    shared.push(edit(CONTACT_REF, { id: id(1), by: YOU, set: { phone: '9' }, saw }));
    shared.push(own);
    expect(shared.push(remove({ kind: 'mine', mutationId: id(2) }))).toMatchObject({
      kind: 'conflict',
      conflicts: [{ group: '*', changed: [{ group: 'phone', by: YOU }] }],
    });
  });
});
