import { expect, test } from 'vitest';
import { isAllowedRedirectUri } from '../../../sync/wrapper-api/redirect-uri.ts';

test.each([
  ['satchel://auth/callback', true],
  ['http://127.0.0.1:43117/callback', true],
  ['http://127.0.0.1/', true],
  ['http://[::1]:9000/cb?x=1', true],
  ['https://127.0.0.1/cb', false],
  ['http://localhost:8080/cb', false],
  ['http://127.0.0.1.evil.example/cb', false],
  ['http://evil.example/cb', false],
  ['http://user:pass@127.0.0.1/cb', false],
  ['http://127.0.0.1/cb#code', false],
  ['http://127.0.0.1:80@evil.example/', false],
  ['satchel://auth/callback/extra', false],
  ['satchel://other', false],
  ['javascript:alert(1)', false],
  ['//127.0.0.1/cb', false],
  ['', false],
])('%s is allowed: %s', (uri, want) => {
  expect(isAllowedRedirectUri(uri)).toBe(want);
});
