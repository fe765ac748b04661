import { expect, test } from 'vitest';
import { OWN_PROTOCOL, protocolOf, statedProtocol } from '../../../sync/protocol/version.ts';
import { checkProtocol } from '../../../sync/server/http/check-protocol.ts';
import { SatchelError } from '../../../sync/protocol/satchel-error.ts';

test.each([
  { header: '1', want: { version: 1, floor: 1 } },
  { header: '3;floor=2', want: { version: 3, floor: 2 } },
  { header: '', want: undefined },
  { header: 'latest', want: undefined },
  { header: '1;floor=', want: undefined },
  { header: '1e3', want: undefined },
  { header: '-1', want: undefined },
  { header: '1, 1', want: undefined },
  { header: '9'.repeat(20), want: undefined },
  { header: null, want: undefined },
  { header: ['1', '2'], want: undefined },
])('the header $header says $want', ({ header, want }) => {
  expect(protocolOf(header)).toEqual(want);
});

test('what is said is understood, and the own floor is not above the own version', () => {
  for (const range of [OWN_PROTOCOL, { version: 5, floor: 2 }, { version: 4, floor: 4 }])
    expect(protocolOf(statedProtocol(range))).toEqual(range);
  expect(OWN_PROTOCOL.floor).toBeLessThanOrEqual(OWN_PROTOCOL.version);
});

const server = { version: 5, floor: 3 };
test.each([
  { client: { version: 2, floor: 1 }, want: 'PROTOCOL_TOO_OLD' },
  { client: { version: 3, floor: 1 }, want: 'spoken' },
  { client: { version: 5, floor: 5 }, want: 'spoken' },
  { client: { version: 7, floor: 5 }, want: 'spoken' },
  { client: { version: 7, floor: 6 }, want: 'PROTOCOL_TOO_NEW' },
])('a server of 3 to 5 and a client of $client.floor to $client.version: $want', ({ client, want }) => {
  const answer = (() => {
    try {
      checkProtocol(statedProtocol(client), server);
      return 'spoken';
    } catch (error) {
      return error instanceof SatchelError ? error.code : error;
    }
  })();
  expect(answer).toBe(want);
});
