import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { checkPage, PageOnWire } from '../../../main/sync-client/check-page.ts';
import type { SeenByGroup } from '../../../sync/model/envelope.ts';
import { MUTATIONS, mustGetMutation, readCaptured } from '../../../sync/model/mutations/registry.ts';
import { AccessPage, AccessRequest, AccessResponse } from '../../../sync/protocol/access.ts';
import { ServerEvent } from '../../../sync/protocol/events.ts';
import { errorOfProblem, Problem } from '../../../sync/protocol/problem.ts';
import { PullRequest, PullResponse } from '../../../sync/protocol/pull.ts';
import { PushRequest, PushResponse } from '../../../sync/protocol/push.ts';
import { BucketRequest, BucketResponse, SumsRequest, SumsResponse } from '../../../sync/protocol/sums.ts';
import { PROTOCOL_FLOOR, PROTOCOL_VERSION } from '../../../sync/protocol/version.ts';

/**
 * Messages as each version of the protocol sent them, one folder a version, never edited after release; `next` is
 * what a version after this one may say without leaving this one behind.
 */
const FOLDER = join(import.meta.dirname, 'messages');
const MESSAGES: Readonly<Record<string, z.ZodType>> = {
  'push-request': PushRequest,
  'push-response': PushResponse,
  'pull-request': PullRequest,
  'pull-response': PullResponse,
  'access-request': AccessRequest,
  'access-response': AccessResponse,
  'access-page': AccessPage,
  'sums-request': SumsRequest,
  'sums-response': SumsResponse,
  'bucket-request': BucketRequest,
  'bucket-response': BucketResponse,
  'server-event': ServerEvent,
  problem: Problem,
};

const stored = (version: string, name: string): unknown =>
  JSON.parse(readFileSync(join(FOLDER, version, `${name}.json`), 'utf8')) as unknown;

const spoken = Array.from({ length: PROTOCOL_VERSION - PROTOCOL_FLOOR + 1 }, (_, index) =>
  String(PROTOCOL_FLOOR + index),
);

test('every version down to the floor has all its messages here', () => {
  for (const version of [...spoken, 'next']) {
    const names = readdirSync(join(FOLDER, version)).map((file) => file.replace('.json', ''));
    expect(names.toSorted()).toEqual(Object.keys(MESSAGES).toSorted());
  }
});

describe.each(spoken)('version %s', (version) => {
  test.each(Object.keys(MESSAGES))('its %s says today what it said then', (name) => {
    const message = stored(version, name);
    expect(MESSAGES[name]?.parse(message)).toEqual(message);
  });

  test('its mutations are read, whatever their version was, and the stored ones stay', () => {
    const { mutations } = PushRequest.parse(stored(version, 'push-request'));
    const before = structuredClone(mutations);
    for (const mutation of mutations) {
      const captured = { ...mutation, seen: mutation.seen as SeenByGroup };
      expect(readCaptured(mustGetMutation(mutation.name), captured).args).toBeDefined();
    }
    expect(mutations).toEqual(before);
  });
});

test('the mutations of the first version are all there', () => {
  const { mutations } = PushRequest.parse(stored('1', 'push-request'));
  const names = new Set(mutations.map(({ name }) => name));
  expect(names.size).toBeGreaterThan(25);
  expect([...names].filter((name) => !MUTATIONS.some((known) => known.name === name))).toEqual([]);
});

describe('the next version', () => {
  test.each(Object.keys(MESSAGES))('what this one knows of its %s is read', (name) => {
    const message = stored('next', name);
    const parsed = MESSAGES[name]?.safeParse(message);
    expect(parsed?.success).toBe(true);
  });

  test('a code that this one does not know leaves the change with the user, or in the queue', () => {
    const { answers } = PushResponse.parse(stored('next', 'push-response'));
    expect(answers[2]?.outcome).toMatchObject({ verdict: { kind: 'refused', code: 'INVALID', message: 'Taken.' } });
    expect(answers[4]?.outcome).toMatchObject({ kind: 'later', code: 'SERVER_BUSY', retryAfterMs: 2000 });
    expect(errorOfProblem(Problem.parse(stored('next', 'problem')))).toMatchObject({ code: 'BAD_ANSWER' });
  });

  test('its new kinds are passed over, and its new fields are kept', async () => {
    const asked = { cursor: 'before', limit: 2000, epoch: 'e1', head: 1 };
    const page = await checkPage(PageOnWire.parse(stored('next', 'pull-response')), asked, async () => undefined);
    expect(page).toMatchObject({ skippedKinds: ['gadget'], quarantined: [] });
    expect(page.rows.map(([kind, , , , , body]) => [kind, body?.['pronouns']])).toEqual([
      ['contact', 'she/her'],
      ['deal', undefined],
    ]);
  });

  test('its newer mutations wait for a newer program', () => {
    const { mutations } = PushRequest.parse(stored('next', 'push-request'));
    for (const mutation of mutations) {
      const captured = { ...mutation, seen: mutation.seen as SeenByGroup };
      expect(() => readCaptured(mustGetMutation(mutation.name), captured)).toThrow(
        expect.objectContaining({ code: 'MUTATION_TOO_NEW' }),
      );
    }
  });
});
