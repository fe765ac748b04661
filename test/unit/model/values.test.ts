import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyPatch } from '../../../sync/model/change.ts';
import { deriveHistory, type HistoryEntry } from '../../../sync/model/derive-history.ts';
import { groupsOfPatch, groupValue, withGroupValue } from '../../../sync/model/field-groups.ts';
import { clampHlc, compareWrites, hlcMs, isHlc, nextHlc } from '../../../sync/model/hlc.ts';
import { KIND_NAMES, KINDS } from '../../../sync/model/kinds/all-kinds.ts';
import { isUuid } from '../../../sync/model/ids.ts';
import type { AnyRow } from '../../../sync/model/row.ts';
import { isSameValue } from '../../../sync/model/same-value.ts';
import { foldText, normaliseEmail, phoneDigits } from '../../../sync/model/text.ts';
import { id, ME, ORG, rowOf } from './rows.ts';

const wall = fc.integer({ min: 0, max: 253_402_300_799_999 });
const hlc = fc
  .tuple(wall, fc.integer({ min: 0, max: 99_999 }))
  .map(([ms, counter]) => `${String(ms).padStart(15, '0')}-${String(counter).padStart(5, '0')}`);

describe('hybrid logical clock', () => {
  test('readings only rise, whatever the wall clock does', () => {
    fc.assert(
      fc.property(fc.array(wall, { minLength: 2, maxLength: 30 }), (walls) => {
        let last: string | null = null;
        for (const ms of walls) {
          const next = nextHlc(last, ms);
          expect(isHlc(next)).toBe(true);
          expect(last === null || next > last).toBe(true);
          expect(hlcMs(next)).toBeGreaterThanOrEqual(ms);
          last = next;
        }
      }),
    );
  });

  test('a full counter goes on in the next millisecond', () => {
    expect(nextHlc('000000000000007-99999', 3)).toBe('000000000000008-00000');
  });

  test('a reading from the future is cut to the time of receipt and keeps its counter', () => {
    fc.assert(
      fc.property(hlc, wall, (reading, receivedAtMs) => {
        const cut = clampHlc(reading, receivedAtMs);
        expect(hlcMs(cut)).toBe(Math.min(hlcMs(reading), receivedAtMs));
        expect(cut.slice(16)).toBe(reading.slice(16));
      }),
    );
  });

  test('any two writes have one order, the same from both sides', () => {
    const write = fc.record({
      hlc: fc.constantFrom('000000000000001-00000', '000000000000001-00001', '000000000000002-00000'),
      mutationId: fc.constantFrom(id(1), id(2)),
    });
    fc.assert(
      fc.property(write, write, (a, b) => {
        expect(compareWrites(a, b)).toBe(0 - compareWrites(b, a));
        expect(compareWrites(a, b) === 0).toBe(a.hlc === b.hlc && a.mutationId === b.mutationId);
      }),
    );
  });
});

describe('text', () => {
  test.each([
    ['Åkerman', 'akerman'],
    ['ÇAĞLA', 'cagla'],
    ['Weiß', 'weiss'],
    ['Łukasz', 'lukasz'],
    ['Søren', 'soren'],
    ['Þór', 'thor'],
    ['Æsa', 'aesa'],
    ['Yılmaz', 'yilmaz'],
    ['İzmir', 'izmir'],
    ['é', 'e'],
    ['ﬁn', 'fin'],
    ['Đặng', 'dang'],
    ['', ''],
  ])('%s sorts as %s', (text, want) => {
    expect(foldText(text)).toBe(want);
  });

  test('folding twice is folding once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(foldText(foldText(text))).toBe(foldText(text));
      }),
    );
  });

  test.each([
    [' Ana@X.Example ', 'ana@x.example'],
    ['', null],
    ['   ', null],
    [null, null],
    [undefined, null],
    ['E\u0301@x', 'é@x'],
  ])('the e-mail %j is %j', (email, want) => {
    expect(normaliseEmail(email)).toBe(want);
  });

  test.each([
    ['+49 (30) 555-01', '493055501'],
    ['0049 30 55501', '493055501'],
    ['030 55501', '03055501'],
    [' +1.2', '12'],
    [null, ''],
    ['none', ''],
  ])('the phone %j has the digits %j', (phone, want) => {
    expect(phoneDigits(phone)).toBe(want);
  });
});

describe('isSameValue', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, each]) => [key, shuffled(each)]),
    );
  };

  test('a copy with its keys in another order is the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const sent: unknown = JSON.parse(JSON.stringify(value));
        expect(isSameValue(sent, shuffled(structuredClone(sent)))).toBe(true);
      }),
    );
  });

  test('both sides give the same verdict, and agree with canonical text', () => {
    const canonical = (value: unknown): string => {
      if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
      if (typeof value !== 'object' || value === null) return JSON.stringify(value);
      return `{${Object.entries(value)
        .map(([key, each]) => `${key}:${canonical(each)}`)
        .toSorted()
        .join()}}`;
    };
    const small = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(null, 1, 'a', true),
        fc.array(tie('value'), { maxLength: 2 }),
        fc.dictionary(fc.constantFrom('x', 'y'), tie('value'), { maxKeys: 2 }),
      ),
    })).value;
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(isSameValue(a, b)).toBe(isSameValue(b, a));
        expect(isSameValue(a, b)).toBe(canonical(a) === canonical(b));
      }),
    );
  });

  test.each([
    { what: 'an empty list and an empty object', a: [], b: {} },
    { what: 'a missing key and undefined', a: { x: undefined }, b: { y: undefined } },
    { what: 'lists in another order', a: [1, 2], b: [2, 1] },
    { what: 'null and nothing', a: null, b: undefined },
    { what: 'a number and its text', a: 1, b: '1' },
  ])('$what differ', ({ a, b }) => {
    expect([isSameValue(a, b), isSameValue(b, a)]).toEqual([false, false]);
  });
});

describe('history', () => {
  const entry: HistoryEntry = {
    recordKind: 'contact',
    recordId: id(5),
    orgId: ORG,
    action: 'changed',
    group: 'phone',
    before: { phone: '1' },
    after: { phone: '2' },
    merge: null,
  };
  const mutation = { id: id(77), name: 'contacts.edit', actorId: ME, atMs: 9 };

  test('rows have the same ids however often and wherever they are derived', () => {
    const [first, second] = [
      deriveHistory([entry, entry], mutation),
      deriveHistory([entry, entry], { ...mutation, atMs: 10 }),
    ];
    expect(first.map((row) => row.id)).toEqual(second.map((row) => row.id));
    // UUIDv5 of the index in the mutation's id as name space; fixed, because laptop and server may be of different versions.
    expect(first.map((row) => row.id)).toEqual([
      'a1ee7d33-5a9b-53e9-b32c-91a5404d8d91',
      '537addaa-2c05-5250-9f2c-9aa570e324c5',
    ]);
  });

  test('ids differ by mutation and by place, and are ids', () => {
    const ids = [id(77), id(78)]
      .flatMap((each) => deriveHistory([entry, entry, entry], { ...mutation, id: each }))
      .map((row) => row.id);
    expect(new Set(ids).size).toBe(6);
    expect(ids.every(isUuid)).toBe(true);
  });

  test('a row holds the entry, who and when, in the unit of the record', () => {
    expect(deriveHistory([entry], mutation)[0]).toMatchObject({
      recordKind: 'contact',
      recordId: id(5),
      orgId: ORG,
      group: 'phone',
      before: { phone: '1' },
      after: { phone: '2' },
      mutationId: id(77),
      mutationName: 'contacts.edit',
      actorId: ME,
      createdBy: ME,
      atMs: 9,
      createdAtMs: 9,
      isDeleted: false,
    });
    expect(KINDS.history.fields.safeParse(deriveHistory([entry], mutation)[0]).error).toBeUndefined();
  });
});

describe('field groups', () => {
  test('every field that a mutation may set belongs to exactly one group', () => {
    for (const kind of KIND_NAMES.filter((each) => each !== 'history')) {
      const definition = KINDS[kind];
      const grouped = Object.values(
        definition.groups as Readonly<Record<string, { readonly fields: readonly string[] }>>,
      ).flatMap(({ fields }) => fields);
      expect(new Set(grouped).size, kind).toBe(grouped.length);
      const parents = definition.parents.map(([field]) => field as string);
      const fields = Object.keys(definition.fields.shape).filter(
        (field) => field !== 'customFields' && !parents.includes(field),
      );
      const unit = ['contact', 'company', 'deal'].includes(kind) ? ['orgId'] : [];
      expect(grouped.toSorted(), kind).toEqual([...fields, ...unit].toSorted());
    }
  });

  test('a value put back where it was read gives the same row', () => {
    const row = rowOf('contact') as unknown as AnyRow;
    for (const group of [...Object.keys(KINDS.contact.groups), 'custom:color', 'custom:size']) {
      expect(withGroupValue(row, group, groupValue('contact', row, group))).toEqual(row);
    }
  });

  test('a patch touches the groups of its fields, and each custom field by itself', () => {
    const row = rowOf('contact') as unknown as AnyRow;
    const patch = { firstName: 'Bo', customFields: { color: 'blue' }, createdBy: ME };
    expect(groupsOfPatch('contact', patch)).toEqual(['name', 'custom:color']);
    expect(applyPatch(row, patch)).toMatchObject({
      firstName: 'Bo',
      lastName: 'Müller',
      customFields: { color: 'blue', size: 2 },
    });
  });
});
