import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupsOfPatch, groupValue, type GroupValue } from '../../../sync/model/field-groups.ts';
import { nextHlc } from '../../../sync/model/hlc.ts';
import { isSameValue } from '../../../sync/model/same-value.ts';
import { refKey, type AnyRow } from '../../../sync/model/row.ts';
import { COMPANY, CONTACT, DEAL, fullWorld, id, ME, NEW, ORG, rowOf, worldOf, YOU, type World } from '../model/rows.ts';
import { createSmallServer, seenOf, type Pushed, type SmallServer } from './small-server.ts';

type Patch = Readonly<Record<string, unknown>>;

const REF = { kind: 'contact', id: CONTACT } as const;
const START: World = worldOf(['contact', rowOf('contact', { tags: ['a'] })]);
const contactIn = (world: World): AnyRow => world.get(refKey(REF)) as AnyRow;

const text = fc.constantFrom('x', 'y', 'z');
const patch: fc.Arbitrary<Patch> = fc
  .record(
    {
      firstName: text,
      lastName: text,
      phone: text,
      jobTitle: fc.option(text),
      doNotContact: fc.boolean(),
      // Sorted: the order of tags says nothing, and a merge sorts them.
      tags: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')).map((list) => list.toSorted()),
      customFields: fc.dictionary(fc.constantFrom('color', 'size'), text, { minKeys: 1 }),
    },
    { requiredKeys: [] },
  )
  .filter((fields) => Object.keys(fields).length > 0);

/** Some edits of one contact by two people, each made looking at what the server had after some earlier edits. */
const edits = fc.array(
  fc.record({ patch, lag: fc.integer({ min: 0, max: 3 }), ms: fc.integer({ min: 1, max: 4 }), isMine: fc.boolean() }),
  { minLength: 1, maxLength: 5 },
);

interface Made {
  readonly change: Pushed;
  readonly patch: Patch;
  readonly sawRow: AnyRow;
}

function make(
  index: number,
  saw: World,
  { patch: set, ms, isMine }: { readonly patch: Patch; readonly ms: number; readonly isMine: boolean },
): Made {
  const change = {
    id: id(5000 + index),
    name: 'contacts.edit',
    args: { contactId: CONTACT, set },
    hlc: nextHlc(null, ms),
    actorId: isMine ? ME : YOU,
    seen: seenOf(saw, REF, set),
  };
  return { change, patch: set, sawRow: contactIn(saw) };
}

/** What a user wanted a group to be: the patch on top of what was seen. */
const wanted = ({ sawRow, patch: set }: Made, group: string): GroupValue =>
  groupValue(
    'contact',
    { ...sawRow, ...set, customFields: { ...(sawRow['customFields'] as object), ...(set['customFields'] as object) } },
    group,
  );

const changedGroups = (made: Made): readonly string[] =>
  groupsOfPatch('contact', made.patch).filter(
    (group) => !isSameValue(wanted(made, group), groupValue('contact', made.sawRow, group)),
  );

function runAll(
  list: readonly { readonly patch: Patch; readonly lag: number; readonly ms: number; readonly isMine: boolean }[],
) {
  const server = createSmallServer(START);
  const worlds = [START];
  const made = list.map((edit, index) => {
    const each = make(index, worlds[Math.max(0, worlds.length - 1 - edit.lag)] ?? START, edit);
    expect(server.push(each.change).kind).toBe('applied');
    worlds.push(server.world);
    return each;
  });
  return { server, made };
}

/** A value counts as kept when the record has it or history shows it on either side. */
function isKept({ world, history }: SmallServer, group: string, value: GroupValue): boolean {
  if (isSameValue(groupValue('contact', contactIn(world), group), value)) return true;
  return history.some(
    (row) => row['group'] === group && (isSameValue(row['before'], value) || isSameValue(row['after'], value)),
  );
}

describe('edits of one record by two people', () => {
  test('no changed value vanishes: it is in the record or in its history', () => {
    fc.assert(
      fc.property(edits, (list) => {
        const { server, made } = runAll(list);
        for (const each of made) {
          for (const group of changedGroups(each).filter((name) => name !== 'tags')) {
            expect(isKept(server, group, wanted(each, group)), `${each.change.id} ${group}`).toBe(true);
          }
        }
      }),
    );
  });

  test('a tag that was added is in the record or shown in history', () => {
    fc.assert(
      fc.property(edits, (list) => {
        const { server, made } = runAll(list);
        const shown = server.history.flatMap((row) =>
          row['group'] === 'tags' ? [row['before'], row['after']] : [],
        ) as readonly { readonly tags: readonly string[] }[];
        const known = new Set([...(contactIn(server.world)['tags'] as string[]), ...shown.flatMap(({ tags }) => tags)]);
        for (const { patch: set } of made)
          for (const tag of (set['tags'] ?? []) as readonly string[]) expect(known).toContain(tag);
      }),
    );
  });

  test('two edits that saw the same end the same, whichever comes first', () => {
    const edit = fc.record({ patch, ms: fc.integer({ min: 1, max: 4 }) });
    fc.assert(
      fc.property(edit, edit, (a, b) => {
        const [one, two] = [make(1, START, { ...a, isMine: true }), make(2, START, { ...b, isMine: false })];
        // A group that is set to what it was is no change; the laptop does not send one.
        fc.pre([one, two].every((each) => groupsOfPatch('contact', each.patch).length === changedGroups(each).length));
        const [first, second] = [createSmallServer(START), createSmallServer(START)];
        for (const { change } of [one, two]) first.push(change);
        for (const { change } of [two, one]) second.push(change);
        expect(contactIn(first.world)).toEqual(contactIn(second.world));
      }),
    );
  });

  test('the same edit decided again writes nothing', () => {
    fc.assert(
      fc.property(edits, (list) => {
        const { server, made } = runAll(list);
        const last = made.at(-1);
        if (last === undefined) return;
        const again = server.push({ ...last.change, id: id(9000) });
        expect(again).toMatchObject({ kind: 'applied', writes: [] });
      }),
    );
  });

  test('fields that belong together are never mixed from two people', () => {
    const server = createSmallServer(fullWorld());
    const ref = { kind: 'company', id: COMPANY } as const;
    const move = (change: string, set: Patch, ms: number): Pushed => ({
      id: change,
      name: 'companies.edit',
      args: { companyId: COMPANY, set },
      hlc: nextHlc(null, ms),
      actorId: ME,
      seen: seenOf(fullWorld(), ref, set),
    });
    server.push(move(id(1), { city: 'Malmö' }, 1));
    const decision = server.push(move(id(2), { postcode: '99999', street: 'Harbour 2' }, 2));
    expect(server.world.get(refKey(ref))).toMatchObject({
      street: 'Harbour 2',
      postcode: '99999',
      city: 'Kiel',
      country: 'DE',
    });
    expect(decision).toMatchObject({ notes: [{ group: 'address', outcome: 'mine-wins', theirs: { city: 'Malmö' } }] });
  });
});

test('what a client says it saw cannot bring in a value that the field cannot hold', () => {
  const server = createSmallServer(fullWorld());
  const change = (mutationId: string, set: Patch, ms: number, street: unknown): Pushed => ({
    id: mutationId,
    name: 'companies.edit',
    args: { companyId: COMPANY, set },
    hlc: nextHlc(null, ms),
    actorId: ME,
    seen: {
      [`company:${COMPANY}:address`]: { kind: 'value', value: { street, postcode: '1', city: 'Old', country: null } },
    },
  });
  server.push(change(id(1), { city: 'Malmö' }, 1, 'x'));
  server.push(change(id(2), { city: 'Kiel' }, 2, { evil: true }));
  expect(server.world.get(`company:${COMPANY}`)).toMatchObject({ street: 'x', city: 'Kiel' });
});

describe('a deal that two people changed', () => {
  const ref = { kind: 'deal', id: DEAL } as const;
  const world = fullWorld();
  const edit = (change: string, set: Patch): Pushed => ({
    id: change,
    name: 'deals.edit',
    args: { dealId: DEAL, set },
    hlc: nextHlc(null, 5),
    actorId: YOU,
    seen: seenOf(world, ref, set),
  });

  test('the value is asked for, with both sides and who wrote the other one; nothing is written', () => {
    const server = createSmallServer(world);
    server.push(edit(id(1), { valueMinor: 200 }));
    const before = server.world;
    expect(server.push({ ...edit(id(2), { valueMinor: 300, nextStep: 'Call' }), actorId: ME }, 20_000)).toEqual({
      kind: 'conflict',
      conflicts: [
        {
          ...ref,
          group: 'value',
          seen: { valueMinor: 100, currency: 'EUR' },
          mine: { valueMinor: 300, currency: 'EUR' },
          theirs: { valueMinor: 200, currency: 'EUR' },
          by: YOU,
          atMs: 10_000,
        },
      ],
    });
    expect(server.world).toBe(before);
  });

  test('on a laptop, before the server has spoken, the own value is shown', async () => {
    const { decideMutation } = await import('../../../sync/merge/decide-mutation.ts');
    const { prepare, contextAt } = await import('../model/rows.ts');
    const server = createSmallServer(world);
    server.push(edit(id(1), { valueMinor: 200 }));
    const change = edit(id(2), { valueMinor: 300 });
    const { mutation, args, rows } = prepare(change.name, change.args, server.world);
    const decision = decideMutation({
      mutation,
      args,
      rows,
      envelope: { ...change, version: 1, wallMs: 1 },
      context: contextAt(1),
      stored: {},
      isTaken: () => false,
      isProvisional: true,
    });
    expect(decision).toMatchObject({ kind: 'applied', writes: [{ row: { valueMinor: 300 } }] });
  });

  test('a chain of own changes is compared with what the server made of them', () => {
    const server = createSmallServer(world);
    server.push(edit(id(1), { valueMinor: 200 }));
    const key = `deal:${DEAL}:value`;
    const next: Pushed = { ...edit(id(2), { valueMinor: 300 }), seen: { [key]: { kind: 'mine', mutationId: id(1) } } };
    expect(server.push(next)).toMatchObject({ kind: 'applied', notes: [] });
    const unknown: Pushed = {
      ...edit(id(3), { valueMinor: 400 }),
      seen: { [key]: { kind: 'mine', mutationId: id(99) } },
    };
    expect(server.push(unknown)).toMatchObject({ kind: 'conflict', conflicts: [{ seen: null }] });
  });
});

describe('records that came, went, or never were', () => {
  const push = (name: string, args: object, more: Partial<Pushed> = {}): Pushed => ({
    id: id(1),
    name,
    args,
    hlc: nextHlc(null, 1),
    actorId: ME,
    seen: {},
    ...more,
  });
  const deleted = (): World => new Map(fullWorld()).set(refKey(REF), { ...contactIn(fullWorld()), isDeleted: true });

  test.each([
    {
      what: 'an edit of what is not there',
      world: worldOf(),
      change: push('contacts.edit', { contactId: CONTACT, set: { phone: '1' } }),
      code: 'NOT_FOUND',
    },
    {
      what: 'a deal in a pipeline that is not there',
      world: worldOf(['deal', rowOf('deal')]),
      change: push('deals.moveStage', { dealId: DEAL, toStage: 'won' }),
      code: 'NOT_FOUND',
    },
    {
      what: 'an edit of what was deleted',
      world: deleted(),
      change: push('contacts.edit', { contactId: CONTACT, set: { phone: '1' } }),
      code: 'DELETED',
    },
    {
      what: 'an id that is taken',
      world: fullWorld(),
      change: push('contacts.create', { contactId: CONTACT, orgId: ORG, lastName: 'Bo' }),
      code: 'ID_TAKEN',
    },
    {
      what: 'what its own check refuses',
      world: fullWorld(),
      change: push('deals.moveStage', { dealId: DEAL, toStage: 'lost' }),
      code: 'LOST_REASON_MISSING',
    },
  ])('$what is refused: $code', ({ world, change, code }) => {
    const server = createSmallServer(world);
    expect(server.push(change)).toMatchObject({ kind: 'refused', code });
    expect(server.world).toBe(world);
  });

  test('deleting what is deleted changes nothing: two people wanted the same', () => {
    expect(createSmallServer(deleted()).push(push('contacts.delete', { contactId: CONTACT }))).toMatchObject({
      kind: 'applied',
      writes: [],
      history: [],
    });
  });

  test('a note may still hang on a deleted record, and it is said that it does', () => {
    const server = createSmallServer(deleted());
    const late = push('notes.create', { noteId: NEW, body: 'late', contactId: CONTACT });
    expect(server.push(late)).toMatchObject({
      kind: 'applied',
      notes: [{ ...REF, group: '*', outcome: 'on-deleted' }],
    });
  });

  test.each([
    { what: 'its deal is there', attached: { dealId: DEAL, contactId: CONTACT } },
    { what: 'the company that was filled in is deleted, not the contact', attached: { contactId: CONTACT } },
  ])('nothing is said of a note while $what', ({ attached }) => {
    const world = new Map(fullWorld());
    const gone = 'dealId' in attached ? REF : ({ kind: 'company', id: COMPANY } as const);
    world.set(refKey(gone), { ...(world.get(refKey(gone)) as AnyRow), isDeleted: true });
    const decision = createSmallServer(world).push(push('notes.create', { noteId: NEW, body: 'x', ...attached }));
    expect(decision).toMatchObject({ kind: 'applied', notes: [] });
  });

  test('a record is deleted only as it was seen; else the user is asked', () => {
    const seen = { [`contact:${CONTACT}:*`]: { kind: 'seq', seq: 1 } } as const;
    expect(
      createSmallServer(fullWorld()).push(push('contacts.delete', { contactId: CONTACT }, { seen })),
    ).toMatchObject({ kind: 'applied' });
    const server = createSmallServer(fullWorld());
    server.push(
      push(
        'contacts.edit',
        { contactId: CONTACT, set: { phone: '9' } },
        { id: id(2), seen: seenOf(fullWorld(), REF, { phone: '9' }) },
      ),
    );
    expect(server.push(push('contacts.delete', { contactId: CONTACT }, { id: id(3), seen }))).toMatchObject({
      kind: 'conflict',
      conflicts: [{ group: '*' }],
    });
  });

  test('history says what happened, once for each change, with the sides', () => {
    const server = createSmallServer(fullWorld());
    server.push(
      push(
        'contacts.edit',
        { contactId: CONTACT, set: { phone: '9', customFields: { color: 'blue' } } },
        { seen: seenOf(fullWorld(), REF, { phone: '9', customFields: { color: '' } }) },
      ),
    );
    server.push(
      push(
        'contacts.delete',
        { contactId: CONTACT },
        { id: id(2), seen: { [`contact:${CONTACT}:*`]: { kind: 'seq', seq: 2 } } },
      ),
    );
    expect(server.history.map((row) => [row['action'], row['group'], row['before'], row['after']])).toEqual([
      ['changed', 'phone', { phone: '123' }, { phone: '9' }],
      ['changed', 'custom:color', { color: 'red' }, { color: 'blue' }],
      ['deleted', null, null, null],
    ]);
  });
});
