import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  connectionKind,
  INITIAL_CONNECTION,
  nextConnection,
  type ConnectionEvent,
} from '../../../main/engine/connection.ts';
import { decideGate, type GateFacts } from '../../../main/gate/decide-gate.ts';
import {
  DEFAULT_WINDOW_MS,
  loadWindow,
  noteTime,
  renewWindow,
  stampOf,
  windowLeftMs,
  type OfflineWindow,
  type Reading,
} from '../../../main/gate/offline-window.ts';
import type { Needs } from '../../../sync/model/mutations/define-mutation.ts';
import { id, ORG } from '../model/rows.ts';

const MINUTE_MS = 60_000;
const permissions = [{ action: 'edit', resource: 'contacts', orgId: ORG }] as const;
const LEASE: Needs = { permissions, mode: 'lease' };
const GUARDED: Needs = { permissions, mode: 'live' };
const PRICED: Needs = { permissions, mode: 'lease', price: { feature: 'contacts', count: 1 } };

type Step =
  | { readonly kind: 'event'; readonly event: ConnectionEvent }
  | { readonly kind: 'validated' }
  | { readonly kind: 'work' | 'sleep' | 'set-back' | 'set-forward' | 'restart'; readonly ms: number };

/** A laptop as the engine keeps it: every look at the window goes before the decision. */
class Laptop {
  connection = nextConnection(INITIAL_CONNECTION, { kind: 'signed-in' });
  now: Reading = { wallMs: Date.UTC(2026, 2, 2, 9), monotonicMs: 0 };
  window: OfflineWindow = loadWindow(null, this.now);
  /** Time the program ran since the last live validation; null before the first. */
  workedMs: number | null = null;
  /** Nobody moved the clock, so sleep is known for what it is. */
  isClockHonest = true;
  trueMs = 0;

  take(step: Step): void {
    switch (step.kind) {
      case 'event':
        this.#event(step.event);
        break;
      case 'validated':
        this.window = renewWindow(this.now);
        this.workedMs = 0;
        this.trueMs = 0;
        this.isClockHonest = true;
        this.#event({ kind: 'wrapper-answered' });
        this.#event({ kind: 'window-renewed' });
        break;
      case 'restart':
        this.#restart(step.ms);
        break;
      default:
        this.#move(step.kind, step.ms);
    }
    this.window = noteTime(this.window, this.now);
    if (this.leftMs() <= 0) this.#event({ kind: 'window-over' });
  }

  leftMs(): number {
    return windowLeftMs(this.window, this.now, DEFAULT_WINDOW_MS);
  }

  facts(more: Partial<GateFacts> = {}): GateFacts {
    return {
      connection: connectionKind(this.connection),
      windowLeftMs: this.leftMs(),
      isGranted: () => true,
      roles: () => ({
        own: [],
        granting: undefined,
        evidence: { source: 'none', fetchedAtMs: null, validUntilMs: null },
      }),
      snapshotAtMs: 1,
      windowEndsAtMs: 2,
      credits: () => null,
      behindDraft: null,
      ...more,
    };
  }

  #event(event: ConnectionEvent): void {
    this.connection = nextConnection(this.connection, event);
  }

  #restart(ms: number): void {
    const stored = JSON.parse(JSON.stringify(stampOf(this.window, this.now))) as OfflineWindow['stamp'];
    this.now = { wallMs: this.now.wallMs + ms, monotonicMs: 0 };
    this.trueMs += ms;
    this.window = loadWindow(stored, this.now);
    this.connection = nextConnection(INITIAL_CONNECTION, { kind: 'signed-in' });
    if (this.leftMs() > 0) this.#event({ kind: 'window-renewed' });
  }

  #move(kind: 'work' | 'sleep' | 'set-back' | 'set-forward', ms: number): void {
    const { wallMs, monotonicMs } = this.now;
    const wall = kind === 'set-back' ? wallMs - ms : wallMs + ms;
    this.now = { wallMs: wall, monotonicMs: kind === 'work' ? monotonicMs + ms : monotonicMs };
    if (kind === 'work' && this.workedMs !== null) this.workedMs += ms;
    if (kind === 'work' || kind === 'sleep') this.trueMs += ms;
    else this.isClockHonest = false;
  }
}

const ms = fc.integer({ min: 0, max: 25 * MINUTE_MS });
const EVENTS: readonly ConnectionEvent[] = [
  { kind: 'signed-in' },
  { kind: 'signed-out' },
  { kind: 'wrapper-answered' },
  { kind: 'wrapper-failed' },
  { kind: 'server-answered' },
  { kind: 'server-failed' },
  { kind: 'work-offline', isOn: true },
  { kind: 'work-offline', isOn: false },
];
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('event' as const), event: fc.constantFrom(...EVENTS) }),
  fc.constant<Step>({ kind: 'validated' }),
  fc.record({ kind: fc.constantFrom('work' as const, 'sleep' as const, 'restart' as const), ms }),
  fc.record({
    kind: fc.constantFrom('set-back' as const, 'set-forward' as const),
    ms: fc.integer({ min: 0, max: 400 * 24 * 60 * MINUTE_MS }),
  }),
);
const after = (check: (laptop: Laptop) => void): void =>
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 20 }), (steps) => {
      const laptop = new Laptop();
      for (const each of steps) {
        laptop.take(each);
        check(laptop);
      }
    }),
    { numRuns: 1000 },
  );

test('no sequence of connection events and clock moves lets a guarded or a priced write through without a live answer', () => {
  after((laptop) => {
    for (const needs of [GUARDED, PRICED]) {
      const { kind } = decideGate(needs, laptop.facts());
      expect(kind).not.toBe('apply');
      if (kind === 'check-live') expect(connectionKind(laptop.connection)).toBe('online');
    }
  });
});

test('no sequence of them lets a lease write through after the window, nor before there was one', () => {
  after((laptop) => {
    if (decideGate(LEASE, laptop.facts()).kind !== 'apply') return;
    expect(laptop.workedMs).not.toBeNull();
    expect(laptop.workedMs).toBeLessThan(DEFAULT_WINDOW_MS);
    if (laptop.isClockHonest) expect(laptop.trueMs).toBeLessThan(DEFAULT_WINDOW_MS);
  });
});

test('whatever happens, what may be written is taken: applied, checked or kept as a draft', () => {
  after((laptop) => {
    for (const needs of [LEASE, GUARDED, PRICED]) {
      for (const behindDraft of [null, id(7)]) {
        const verdict = decideGate(needs, laptop.facts({ behindDraft }));
        expect(verdict.kind).not.toBe('refuse');
        expect(verdict.pass.mode).toBe(
          verdict.kind === 'hold' ? 'draft' : verdict.kind === 'check-live' ? 'live' : 'lease',
        );
        if (verdict.kind === 'hold') expect(verdict.unblocks).not.toBe('');
      }
    }
  });
});
