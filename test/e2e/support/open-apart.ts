import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import type { Page } from 'playwright-core';
import { openBrowserApp } from '../../../main/browser/open-browser-app.ts';
import type { Engine } from '../../../main/engine/create-engine.ts';
import { threadEntriesBeside } from '../../../main/engine/engine-host.ts';
import { loadDemo } from '../../../resources/scripts/demo-data/load-demo.ts';
import { buildRendererIfStale, RENDERER_DIR } from '../../../resources/scripts/start/build-renderer.ts';
import { openField } from '../../integration/engine/field.ts';
import { letFall } from '../../integration/hosts/falling/fall.ts';
import { HALDEN_TENANT_ID } from '../../wrapper-sandbox/demo-tenant.ts';
import type { SandboxAccount } from '../../wrapper-sandbox/sandbox-seed.ts';
import { openLaptop } from './open-laptop.ts';
import { openRelay, type Relay } from './relay.ts';
import { sendJson } from './send-json.ts';
import { accountOf, type Role } from './sign-in.ts';
import { openWindows, type Look } from './windows.ts';

/** The app beside its servers instead of with them, so that each of them, and what is between, can fail alone. */
export interface OpenApart extends AsyncDisposable {
  /** Another window; the first one opens the start address. */
  openWindow(look?: Look): Promise<Page>;
  account(role: Role): SandboxAccount;
  /** The sync server as this laptop reaches it. */
  readonly server: Relay;
  /** Replaces the account service's faults; `{}` is a healthy one. */
  faults(faults: Readonly<Record<string, unknown>>): Promise<void>;
  /** An administrator ends every session of this account; the server is told and tells its laptops. */
  revokeSessions(role: Role): Promise<void>;
  /** Changes a part of the tenant's configuration at the account service, which tells the server. */
  changeTenant(change: Readonly<Record<string, unknown>>): Promise<void>;
  /** Sets the credits that are left. */
  setCredits(available: number): Promise<void>;
  /** Moves the engine's clock forward; the browser's stays. */
  passMs(ms: number): Promise<void>;
  /** Breaks the windows' lines to the engine, and lets none be opened until `mendLine`. */
  cutLine(): void;
  mendLine(): void;
  /** What the windows ask still arrives; no answer comes back over the lines that are open now. */
  loseAnswers(): void;
  /** A bug ends the engine's thread; resolves then. What looks after it starts it again, later each time. */
  letEngineFall(): Promise<void>;
  /** A colleague's laptop, which reaches the server whatever this one does. */
  otherLaptop(role: Role): Promise<Engine>;
}

export async function openApart(): Promise<OpenApart> {
  await using parts = new AsyncDisposableStack();
  const root = mkdtempSync(join(tmpdir(), 'satchel-apart-'));
  parts.defer(() => rmSync(root, { recursive: true, force: true }));
  await buildRendererIfStale(() => undefined);
  const field = parts.use(await openField());
  const { sandbox } = field;
  await loadDemo(field.server.store, { size: 'small', nowMs: Date.now() });
  const server = parts.use(await openRelay(field.server.url));
  let onFall: () => void = () => undefined;
  const app = await openBrowserApp({
    dataDir: join(root, 'data'),
    syncUrl: server.url,
    wrapperUrl: sandbox.url,
    port: 0,
    files: RENDERER_DIR,
    hasTestClock: true,
    entries: threadEntriesBeside(new URL('../../integration/hosts/falling/worker.ts', import.meta.url).href),
    warn: (line) => line.startsWith('The engine ended') && onFall(),
  });
  parts.defer(() => app.close());
  const line = lineOf(app.shell.server);
  const windows = parts.use(await openWindows(app.shell.startUrl()));
  const kept = parts.move();
  return {
    ...line,
    server,
    openWindow: (look) => windows.open(look),
    account: (role) => accountOf(sandbox.accounts, role),
    faults: (faults) => sendJson('PUT', `${sandbox.url}/_sandbox/faults`, faults),
    revokeSessions(role) {
      const { employeeId } = accountOf(sandbox.accounts, role);
      return sendJson('POST', `${sandbox.url}/_sandbox/webhook`, { type: 'session.revoked', employeeId });
    },
    async changeTenant(change) {
      await sendJson('PUT', `${sandbox.url}/_sandbox/tenants/${HALDEN_TENANT_ID}`, change);
      const event = { type: 'tenant.changed', tenantId: HALDEN_TENANT_ID };
      await sendJson('POST', `${sandbox.url}/_sandbox/webhook`, event);
    },
    setCredits: (available) => sendJson('PUT', `${sandbox.url}/_sandbox/credits/${HALDEN_TENANT_ID}`, { available }),
    passMs: (advanceMs) => sendJson('POST', `http://127.0.0.1:${app.testClockPort}/`, { advanceMs }),
    letEngineFall: () =>
      new Promise((resolve) => {
        onFall = resolve;
        letFall('engine', 'throw');
      }),
    async otherLaptop(role) {
      const where = { dataDir: join(root, role), syncUrl: field.server.url, wrapperUrl: sandbox.url };
      const engine = await openLaptop(where, accountOf(sandbox.accounts, role));
      kept.defer(() => engine.close());
      return engine;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** The windows' lines are what the shell's server upgrades. */
function lineOf(server: Server): Pick<OpenApart, 'cutLine' | 'mendLine' | 'loseAnswers'> {
  const open = new Set<Duplex>();
  let isCut = false;
  server.prependListener('upgrade', (_request, socket: Duplex) => {
    if (isCut) return void socket.destroy();
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  return {
    cutLine() {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    mendLine() {
      isCut = false;
    },
    loseAnswers() {
      for (const socket of open) socket.cork();
    },
  };
}
