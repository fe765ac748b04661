import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { MUTATIONS } from '../../sync/model/mutations/registry.ts';
import { importsOf } from '../imports-of.ts';
import { MAKERS } from './commands.ts';

/** The judges know a record by the unit it was made in; moves between units have test/integration/server/move.test.ts. */
const isMove = (name: string): boolean => name.endsWith('.move');

test('every registered mutation but the moves is made in the simulation', () => {
  const names = MUTATIONS.map(({ name }) => name).filter((name) => !isMove(name));
  expect(Object.keys(MAKERS).toSorted()).toEqual(names.toSorted());
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
