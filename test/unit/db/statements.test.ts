import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { Statements } from '../../../main/db/statements.ts';

function memoryStatements(): Statements {
  const connection = new Sqlite(':memory:');
  onTestFinished(() => void connection.close());
  return new Statements(connection, { path: ':memory:' });
}

test('one text is prepared once', () => {
  const statements = memoryStatements();
  expect(statements.prepare('select 1 as n')).toBe(statements.prepare('select 1 as n'));
  expect(statements.cachedCount).toBe(1);
});

test('the least recently used of 400 statements goes first', () => {
  const statements = memoryStatements();
  const often = statements.prepare('select 0 as n');
  const rare = statements.prepare('select 1 as n');
  for (let n = 2; n < 401; n += 1) {
    statements.prepare(`select ${n} as n`);
    statements.prepare('select 0 as n');
  }
  expect(statements.cachedCount).toBe(400);
  expect(statements.prepare('select 0 as n')).toBe(often);
  expect(statements.prepare('select 1 as n')).not.toBe(rare);
});
