import { beforeAll, describe, expect, test } from 'vitest';
import { brokenRules } from '../../bench/field-day-rules.ts';
import { runFieldDay, type FieldDay } from '../../bench/field-day-run.ts';

/** The bench of the same name tells the times of such a day; here only what happened counts. */
let day: FieldDay;

beforeAll(async () => {
  day = await runFieldDay();
}, 300_000);

const resultsOf = (name: string) => day.changes.filter((change) => change.name === name).map(({ result }) => result);

describe('a day in the field', () => {
  test('breaks no rule: nothing guarded or priced without a live answer, no charge twice, nothing typed lost', () => {
    expect(brokenRules(day)).toEqual([]);
  });

  test('is met by every trouble: drafts for want of an answer and after the window, and a refusal by the role', () => {
    expect(day.operations).toBe(300);
    const codes = new Set(day.changes.map(({ result }) => result.code));
    expect(codes).toEqual(new Set([undefined, 'NEEDS_LIVE_CHECK', 'WINDOW_OVER', 'PERMISSION_DENIED']));
    expect(new Set(day.log.map(({ status }) => status))).toEqual(new Set([0, 200, 304, 401, 429, 503]));
    expect(resultsOf('contacts.delete').map(({ code }) => code)).toContain('PERMISSION_DENIED');
  });

  test('ends online with everything sent, checked and charged', () => {
    expect(day.now).toMatchObject({ connection: 'online', unsent: 0, alerts: [] });
    expect(day.creditsSpent).toBeGreaterThan(1);
  });
});
