import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidV7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { TransferTarget } from '../../../main/contract/transfer.ts';
import { HALDEN_TENANT_ID, HALDEN_UNITS } from '../../wrapper-sandbox/demo-tenant.ts';
import { openField, type Laptop } from '../engine/field.ts';
import { codeOf, counts, makeContact, makePipeline, synced } from '../engine/records.ts';
import { until } from '../engine/test-clock.ts';
import { csv, DATA, fileOf, finished, planOf, stage } from './import-files.ts';

/** A manager may import; sales may not. */
const MANAGER = 'marten.lindqvist';

async function imported(laptop: Laptop, target: TransferTarget, bytes: Uint8Array, more = {}) {
  const preview = await stage(laptop, target, bytes);
  const plan = planOf(preview, more);
  const report = await laptop.engine.call.transfer.dryRun({ importId: preview.importId, plan });
  await laptop.engine.call.transfer.apply({ importId: preview.importId, plan });
  return { preview, plan, report, result: await finished(laptop, preview.importId) };
}

const total = async (laptop: Laptop, of: 'contacts' | 'companies' | 'deals') => {
  const { call } = laptop.engine;
  if (of === 'contacts')
    return (await call.contacts.page({ sort: { field: 'lastName', direction: 'asc' }, limit: 1 })).total;
  if (of === 'companies')
    return (await call.companies.page({ sort: { field: 'name', direction: 'asc' }, limit: 1 })).total;
  return (await call.deals.page({ sort: { field: 'title', direction: 'asc' }, limit: 1 })).total;
};

describe('an import', () => {
  test('makes what the dry run said, on every laptop, with history', async () => {
    await using field = await openField();
    const marten = await field.laptop(MANAGER);
    const other = await field.laptop('sanna.reyes');
    const file = csv(
      'First name;Last name;E-mail;Company;Tags',
      'Ana;Solheim;ana@fjord.example;Fjord AS;vip, north',
      'Bo;;not an address;;',
      ';;;;only tags',
      'Cai;Brandt;ANA@fjord.example;Fjord AS;',
      'Dee;Holm;;Fjord AS;',
    );
    const { report, result, preview } = await imported(marten, 'contacts', file, { areCompaniesMade: true });
    expect(preview.format).toEqual({ encoding: 'utf-8', delimiter: ';', hasHeader: true });
    expect(report).toMatchObject({
      rows: 5,
      made: 2,
      refused: 3,
      newCompanies: 1,
      price: { feature: 'contacts', count: 2, credits: 0.2 },
    });
    expect(report.lines).toEqual([
      { line: 3, code: 'INVALID', field: 'email', value: 'not an address' },
      { line: 4, code: 'EMPTY', field: 'lastName', value: '' },
      { line: 5, code: 'REPEATED', field: 'email', value: 'ANA@fjord.example' },
    ]);
    expect(result).toMatchObject({ phase: 'done', made: 2, confirmed: 2, refused: 3, companiesMade: 1 });
    await synced(other);
    const { items } = await other.engine.call.contacts.page({ sort: { field: 'lastName', direction: 'asc' } });
    expect(items.map(({ firstName, lastName, tags }) => [firstName, lastName, tags])).toEqual([
      ['Dee', 'Holm', []],
      ['Ana', 'Solheim', ['vip', 'north']],
    ]);
    const timeline = await other.engine.call.timeline.page({ of: { kind: 'contact', id: items[1]?.id ?? '' } });
    expect(timeline.items.map((entry) => entry.kind === 'history' && entry.row.action)).toEqual(['created']);
  });

  test('skips what an earlier one made', async () => {
    await using field = await openField();
    const marten = await field.laptop(MANAGER);
    const file = csv('id,first,last,email', ',Ana,Solheim,ana@fjord.example', 'a2,Bo,Holm,');
    expect((await imported(marten, 'contacts', file)).result).toMatchObject({ phase: 'done', made: 2, skipped: 0 });
    const again = await imported(marten, 'contacts', file);
    expect(again.report).toMatchObject({ made: 0, skipped: 2, refused: 0 });
    expect(again.result).toMatchObject({ phase: 'done', made: 0, skipped: 2 });
    expect(await total(marten, 'contacts')).toBe(2);
  });

  test('leaves out a line whose e-mail somebody out of sight holds, and makes the others', async () => {
    await using field = await openField();
    const south = await field.laptop('tomas.brandt');
    await makeContact(south, { orgId: HALDEN_UNITS.south, email: 'taken@fjord.example' });
    await synced(south);
    const marten = await field.laptop(MANAGER);
    const file = csv(
      'first,last,email',
      'Ana,Solheim,free@fjord.example',
      'Bo,Holm,Taken@fjord.example',
      'Cai,Brandt,',
    );
    const { report, result } = await imported(marten, 'contacts', file);
    expect(report).toMatchObject({ made: 3, refused: 0 });
    expect(result).toMatchObject({ phase: 'done', made: 2, confirmed: 2, refused: 1 });
    expect(result.lines).toEqual([{ line: 3, code: 'EMAIL_TAKEN', field: 'email', value: '' }]);
    expect(await counts(marten)).toMatchObject({ queued: 0, parked: 0 });
  });

  test('stops where the credits end, keeps its lines, and goes on when there are some', async () => {
    await using field = await openField();
    await field.control('PUT', `credits/${HALDEN_TENANT_ID}`, { available: 0.1 });
    const marten = await field.laptop(MANAGER);
    const file = csv('first,last', 'Ana,Solheim', 'Bo,Holm');
    const { result, preview, plan } = await imported(marten, 'contacts', file);
    expect(result).toMatchObject({ phase: 'stopped', made: 2, confirmed: 0, reason: { code: 'INSUFFICIENT_CREDITS' } });
    const [parked] = await marten.engine.call.outbox.list({ states: ['parked'] });
    expect(parked).toMatchObject({
      name: 'contacts.importBatch',
      words: { key: 'import.batch', values: { count: 2, fileName: 'file.csv' } },
    });
    await field.control('PUT', `credits/${HALDEN_TENANT_ID}`, { available: 100 });
    await marten.engine.call.transfer.apply({ importId: preview.importId, plan });
    expect(await finished(marten, preview.importId)).toMatchObject({ phase: 'done', made: 2, confirmed: 2 });
    expect(await total(marten, 'contacts')).toBe(2);
  });

  test('is off for who may make records but not import them, and says so', async () => {
    await using field = await openField();
    const admin = await field.laptop('ines.okafor');
    const pipelineId = await makePipeline(admin);
    await synced(admin);
    const sanna = await field.laptop('sanna.reyes');
    await synced(sanna);
    const deals = { pipelineId, currency: 'EUR', stages: [] };
    const { result } = await imported(sanna, 'deals', csv('title,value', 'Retrofit,5'), { deals });
    expect(result).toMatchObject({ phase: 'stopped', made: 0, reason: { code: 'PERMISSION_DENIED' } });
    expect(await counts(sanna)).toMatchObject({ queued: 0, held: 0 });
  });

  test('waits as drafts while offline and is sent at the next contact', async () => {
    await using field = await openField();
    const marten = await field.laptop(MANAGER);
    await synced(marten);
    marten.network.isDown = true;
    await marten.engine.call.sync.now();
    const { result, preview } = await imported(marten, 'contacts', csv('first,last', 'Ana,Solheim'));
    expect(result).toMatchObject({ phase: 'waiting', made: 1, confirmed: 0, reason: { code: 'NEEDS_LIVE_CHECK' } });
    marten.network.isDown = false;
    await synced(marten);
    const { transfer } = marten.engine.call;
    const done = await until(
      () => transfer.progress({ importId: preview.importId }),
      ({ phase }) => phase === 'done',
    );
    expect(done).toMatchObject({ made: 1, confirmed: 1 });
  });
});

describe('deals', () => {
  test('find company and contact, take the stage the user chose, and keep their dates', async () => {
    await using field = await openField();
    const admin = await field.laptop('ines.okafor');
    const pipelineId = await makePipeline(admin);
    await synced(admin);
    const marten = await field.laptop(MANAGER);
    await synced(marten);
    await makeContact(marten, { email: 'ana@fjord.example' });
    await synced(marten);
    const file = csv(
      'Deal,Account,Contact,Stage,Created,Close date,Value,Reason lost',
      'Retrofit,Fjord AS,ana@fjord.example,Engaging,20/10/2016,,"1,054.50",',
      'Spares,Fjord AS,,Won,25/10/2016,01/03/2017,90,',
      'Trial,Unknown Ltd,nobody@fjord.example,Lost,25/10/2016,02/03/2017,5,',
      'Odd,,,Someday,25/10/2016,,5,',
    );
    const stages = [{ value: 'Engaging', stageId: 'proposal' }];
    const deals = { pipelineId, currency: 'EUR', stages };
    const { report, result } = await imported(marten, 'deals', file, { deals, areCompaniesMade: true });
    expect(report.lines.map(({ line, code }) => [line, code])).toEqual([
      [4, 'LOST_REASON_MISSING'],
      [5, 'UNKNOWN_STAGE'],
    ]);
    expect(report.preview[0]).toMatchObject({
      title: 'Retrofit',
      stage: 'Proposal',
      valueMinor: 105_450,
      createdOn: '2016-10-20',
    });
    expect(result).toMatchObject({ phase: 'done', made: 2, refused: 2, companiesMade: 1 });
    const { items } = await marten.engine.call.deals.page({ sort: { field: 'title', direction: 'asc' } });
    expect(items).toMatchObject([
      {
        title: 'Retrofit',
        companyName: 'Fjord AS',
        contactName: 'Ana Solheim',
        stageId: 'proposal',
        status: 'open',
        closedAtMs: null,
        pending: null,
      },
      {
        title: 'Spares',
        status: 'won',
        valueMinor: 9000,
        createdAtMs: Date.UTC(2016, 9, 25, 12),
        closedAtMs: Date.UTC(2017, 2, 1, 12),
      },
    ]);
  });
});

describe('what a window may not do', () => {
  test.each([
    {
      name: 'a path as the name',
      input: { target: 'contacts', fileName: '../etc/x.csv', sizeBytes: 1 },
      code: 'BAD_REQUEST',
    },
    {
      name: 'too large a file',
      input: { target: 'contacts', fileName: 'x.csv', sizeBytes: 2 ** 31 },
      code: 'TOO_LARGE',
    },
    { name: 'another target', input: { target: 'notes', fileName: 'x.csv', sizeBytes: 1 }, code: 'BAD_REQUEST' },
  ])('$name', async ({ input, code }) => {
    await using field = await openField();
    const marten = await field.laptop(MANAGER);
    expect(await codeOf(marten.engine.call.transfer.begin(input as never))).toBe(code);
  });

  test('slices out of order, more than announced, another import, a plan that does not fit', async () => {
    await using field = await openField();
    const marten = await field.laptop(MANAGER);
    const { transfer } = marten.engine.call;
    const { importId } = await transfer.begin({ target: 'contacts', fileName: 'x.csv', sizeBytes: 3 });
    expect(await codeOf(transfer.append({ importId, index: 1, slice: 'YQ==' }))).toBe('BAD_REQUEST');
    expect(await codeOf(transfer.append({ importId, index: 0, slice: 'YWFhYWE=' }))).toBe('BAD_REQUEST');
    expect(await codeOf(transfer.append({ importId, index: 0, slice: 'no base64!' }))).toBe('BAD_REQUEST');
    expect(await codeOf(transfer.preview({ importId }))).toBe('BAD_REQUEST');
    expect(await codeOf(transfer.preview({ importId: uuidV7() }))).toBe('NOT_FOUND');
    await transfer.append({ importId, index: 0, slice: 'YSxi' });
    const preview = await transfer.preview({ importId });
    const plan = planOf(preview, { columns: [{ index: 7, field: 'email', reading: 'text' }] });
    expect(await codeOf(transfer.dryRun({ importId, plan }))).toBe('BAD_REQUEST');
    expect(await codeOf(transfer.apply({ importId, plan: { ...plan, columns: [] } }))).toBe('BAD_REQUEST');
    expect((await transfer.progress({ importId })).phase).toBe('checked');
  });
});

describe.skipIf(!existsSync(join(DATA, 'maven-crm')))('real files', () => {
  test('85 accounts and 8,800 deals of a pipeline', async () => {
    await using field = await openField();
    const admin = await field.laptop('ines.okafor');
    const pipelineId = await makePipeline(admin);
    await synced(admin);
    const marten = await field.laptop(MANAGER);
    await synced(marten);
    const accounts = await imported(marten, 'companies', fileOf('maven-crm/accounts.csv'));
    expect(accounts.report).toMatchObject({ rows: 85, made: 85, refused: 0, unknownCompanies: { rows: 0 } });
    expect(accounts.result).toMatchObject({ phase: 'done', made: 85, confirmed: 85 });
    const stages = [
      { value: 'Prospecting', stageId: 'lead' },
      { value: 'Engaging', stageId: 'proposal' },
    ];
    const deals = { pipelineId, currency: 'EUR', stages, lostReason: 'Price' };
    const { report, result } = await imported(
      marten,
      'deals',
      fileOf('maven-crm/date-variants/sales_pipeline.dmy-dash.csv'),
      { deals },
    );
    expect(report).toMatchObject({
      rows: 8800,
      made: 8800,
      refused: 0,
      withoutCompany: 1425,
      withoutValue: 2089,
      unknownCompanies: { rows: 0 },
    });
    expect(result).toMatchObject({ phase: 'done', made: 8800, confirmed: 8800 });
    await synced(admin);
    expect([await total(admin, 'deals'), await total(marten, 'companies')]).toEqual([8800, 85]);
    const board = await admin.engine.call.deals.board({ pipelineId });
    expect(board.map(({ name, count }) => [name, count])).toEqual([
      ['Lead', 500],
      ['Proposal', 1589],
      ['Won', 4238],
      ['Lost', 2473],
    ]);
  }, 120_000);
});

describe.skipIf(!existsSync(join(DATA, 'contacts-10k')))('ten thousand people', () => {
  test('come in but for those whose e-mail came before', async () => {
    await using field = await openField();
    const marten = await field.laptop(MANAGER);
    const bytes = fileOf('contacts-10k/people-10000.csv');
    const { report, result } = await imported(marten, 'contacts', bytes);
    expect(report.rows).toBe(10_000);
    expect(report.reasons).toEqual([{ code: 'REPEATED', field: 'email', count: 64 }]);
    expect(result).toMatchObject({ phase: 'done', made: 9936, confirmed: 9936, refused: 64 });
  }, 120_000);
});

test('a long file is looked through in turns: other calls are answered meanwhile', async () => {
  await using field = await openField();
  const marten = await field.laptop(MANAGER);
  const lines = Array.from({ length: 60_000 }, (_, index) => `Ana,Solheim ${index},ana${index}@fjord.example`);
  const preview = await stage(marten, 'contacts', csv('first,last,email', ...lines));
  const { transfer, sync } = marten.engine.call;
  const during: number[] = [];
  let isOver = false;
  const report = transfer.dryRun({ importId: preview.importId, plan: planOf(preview) }).finally(() => (isOver = true));
  while (!isOver) {
    // A turn of the event loop, as a message of a window takes one.
    await new Promise((resolve) => setImmediate(resolve));
    await sync.status();
    during.push((await transfer.progress({ importId: preview.importId })).at);
  }
  expect(await report).toMatchObject({ rows: 60_000, made: 60_000 });
  // Far fewer than the turns there are, far more than none.
  expect(new Set(during).size).toBeGreaterThan(5);
});
