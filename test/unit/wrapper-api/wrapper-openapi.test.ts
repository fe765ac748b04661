import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { OPENAPI_FILE, wrapperOpenapi } from '../../../resources/scripts/generate-wrapper-openapi.ts';
import { ENDPOINTS } from '../../../sync/wrapper-api/endpoints.ts';

test('the committed file is what the schemas give; run resources/scripts/generate-wrapper-openapi.ts if not', async () => {
  expect((await readFile(OPENAPI_FILE, 'utf8')).replaceAll('\r\n', '\n')).toBe(wrapperOpenapi());
});

test('it names every endpoint of the contract and the sign-in page', () => {
  const { paths } = parse(wrapperOpenapi()) as { paths: Record<string, Record<string, unknown>> };
  const named = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const wanted = Object.values(ENDPOINTS).map(({ method, path }) => `${method} ${path}`);
  expect(named.toSorted()).toEqual([...wanted, 'GET /auth/authorize'].toSorted());
});

test('every reference leads somewhere', () => {
  const text = wrapperOpenapi();
  const { components } = parse(text) as { components: Record<string, Record<string, unknown>> };
  for (const [, kind, name] of text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g)) {
    expect(Object.keys(components[kind ?? ''] ?? {})).toContain(name);
  }
});
