import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { MUTATIONS } from '../../sync/model/mutations/registry.ts';
import { importsOf } from '../imports-of.ts';
import { MAKERS } from './commands.ts';

test('every registered mutation is made in the simulation', () => {
  expect(Object.keys(MAKERS).toSorted()).toEqual(MUTATIONS.map(({ name }) => name).toSorted());
});

const JUDGES = [
  'intents',
  'ledger',
  'judge-queue',
  'judge-replica',
  'judge-server',
  'scope',
  'server-log',
  'trace',
  'read-record',
];

test.each(JUDGES)('%s.ts takes nothing from the rules it judges', (name) => {
  const path = join(import.meta.dirname, `${name}.ts`);
  const found = importsOf(basename(path), readFileSync(path, 'utf8')).map(({ from }) => from);
  expect(found.filter((from) => /sync\/(model|merge)|main\/outbox/.test(from))).toEqual([]);
});
