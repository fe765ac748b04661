import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidV7 } from 'uuid';
import type { Clock } from '../../../sync/model/clock.ts';
import { nextHlc } from '../../../sync/model/hlc.ts';
import { PROTOCOL_HEADER } from '../../../sync/protocol/version.ts';
import type { PullResponse } from '../../../sync/protocol/pull.ts';
import type { PushAnswer, PushResponse, WireMutation } from '../../../sync/protocol/push.ts';
import { startServer, type ServerOptions, type SyncServer } from '../../../sync/server/start-server.ts';
import { DEMO_SERVICE } from '../../wrapper-sandbox/demo-seed.ts';
import { serveSandbox, type ServedSandbox, type ServeOptions } from '../../wrapper-sandbox/serve-sandbox.ts';

export const SECRET = 'a-webhook-secret-of-the-tests';
const DEVICE = '0b9f4f0e-5f0a-4c9e-9a55-3a7d3b1f0001';

export interface World {
  readonly sandbox: ServedSandbox;
  readonly server: SyncServer;
  readonly databaseUrl: string;
  /** Another process on the same file, beside the first. Closing it closes nothing else. */
  beside(options?: Partial<ServerOptions>): Promise<World>;
  /** Ends the server in the middle of whatever it does and starts another one on the same file. */
  restart(options?: Partial<ServerOptions>, whileDown?: (path: string) => void): Promise<World>;
  close(): Promise<void>;
}

/** The real sandbox and the real server, both over HTTP. */
export async function startWorld(
  options: Partial<ServerOptions> & { readonly sandbox?: ServeOptions } = {},
): Promise<World> {
  const { sandbox: sandboxOptions, ...serverOptions } = options;
  const clock = serverOptions.clock === undefined ? {} : { clock: serverOptions.clock };
  const sandbox = await serveSandbox({ ...clock, ...sandboxOptions });
  const dir = mkdtempSync(join(tmpdir(), 'satchel-server-'));
  return startOn(sandbox, `sqlite:${join(dir, 'sync.db')}`, serverOptions, () =>
    rmSync(dir, { recursive: true, force: true }),
  );
}

async function startOn(
  sandbox: ServedSandbox,
  databaseUrl: string,
  options: Partial<ServerOptions>,
  cleanUp: () => void,
): Promise<World> {
  const server = await startServer({
    databaseUrl,
    wrapperUrl: sandbox.url,
    serviceCredentials: DEMO_SERVICE,
    webhookSecret: SECRET,
    port: 0,
    ...options,
  });
  sandbox.setWebhookTarget({ syncUrl: server.url, secret: SECRET });
  return {
    sandbox,
    server,
    databaseUrl,
    async beside(next = {}) {
      const other = await startOn(sandbox, databaseUrl, { ...options, ...next }, () => {});
      sandbox.setWebhookTarget({ syncUrl: server.url, secret: SECRET });
      return { ...other, close: () => other.server.close() };
    },
    async restart(next = {}, whileDown = () => {}) {
      await server.close();
      whileDown(databaseUrl.slice('sqlite:'.length));
      return startOn(sandbox, databaseUrl, { ...options, ...next }, cleanUp);
    },
    async close() {
      await server.close();
      await sandbox.close();
      cleanUp();
    },
  };
}

export async function signIn({ sandbox }: World, employeeId: string): Promise<string> {
  const account = sandbox.accounts.find((entry) => entry.employeeId === employeeId);
  if (!account) throw new Error(`no account for ${employeeId}`);
  const body = new URLSearchParams({ grant_type: 'password', username: account.email, password: account.password });
  const response = await fetch(`${sandbox.url}/auth/token`, { method: 'POST', body });
  return ((await response.json()) as { accessToken: string }).accessToken;
}

export const newId = (): string => uuidV7();

type Draft = Partial<WireMutation> & Pick<WireMutation, 'name' | 'args'>;

export function mutation(draft: Draft, clock?: Clock): WireMutation {
  const wallMs = draft.wallMs ?? clock?.wallMs() ?? Date.now();
  return {
    id: newId(),
    version: 1,
    wallMs,
    hlc: nextHlc(null, wallMs),
    seen: {},
    after: [],
    pass: { mode: 'lease', entries: [] },
    ...draft,
  };
}

export const headers = (token: string): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  [PROTOCOL_HEADER]: '1',
});

export async function post(world: World, path: string, token: string, body: unknown): Promise<Response> {
  return fetch(`${world.server.url}${path}`, { method: 'POST', headers: headers(token), body: JSON.stringify(body) });
}

export async function pushRaw(world: World, token: string, mutations: readonly WireMutation[]): Promise<PushResponse> {
  const response = await post(world, '/v1/push', token, { deviceId: DEVICE, mutations });
  const body = (await response.json()) as PushResponse;
  if (response.status !== 200) throw new Error(`push: ${response.status} ${JSON.stringify(body)}`);
  return body;
}

export async function push(world: World, token: string, mutations: readonly WireMutation[]): Promise<PushAnswer[]> {
  return (await pushRaw(world, token, mutations)).answers;
}

export async function pushOne(world: World, token: string, one: WireMutation): Promise<PushAnswer['outcome']> {
  const [answer] = await push(world, token, [one]);
  if (!answer) throw new Error('no answer');
  return answer.outcome;
}

/** The outcome in few words: `applied`, `duplicate applied`, `refused NOT_FOUND`, `blocked`, `later CODE`. */
export function brief(outcome: PushAnswer['outcome']): string {
  if (outcome.kind === 'blocked') return 'blocked';
  if (outcome.kind === 'later') return `later ${outcome.code}`;
  const { verdict, isDuplicate } = outcome;
  const what = verdict.kind === 'refused' ? `refused ${verdict.code}` : verdict.kind;
  return isDuplicate ? `duplicate ${what}` : what;
}

export async function pull(
  world: World,
  token: string,
  body: { cursor: string | null; limit?: number; kinds?: string[] },
): Promise<PullResponse> {
  const response = await post(world, '/v1/pull', token, body);
  const answer = (await response.json()) as PullResponse;
  if (response.status !== 200) throw new Error(`pull: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

/** All pages until the head. */
export async function pullAll(
  world: World,
  token: string,
  from: string | null = null,
  limit = 1000,
): Promise<{ rows: PullResponse['rows']; cursor: string; pages: PullResponse[] }> {
  const rows: PullResponse['rows'] = [];
  const pages: PullResponse[] = [];
  let cursor = from;
  for (;;) {
    const page = await pull(world, token, { cursor, limit });
    rows.push(...page.rows);
    pages.push(page);
    cursor = page.cursor;
    if (!page.more) return { rows, cursor, pages };
  }
}

/** One of the sandbox's levers. */
export async function control(
  { sandbox }: World,
  method: 'PUT' | 'POST' | 'DELETE',
  path: string,
  body: unknown,
): Promise<unknown> {
  const response = await fetch(`${sandbox.url}/_sandbox/${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** What the sandbox saw since its start. */
export const calls = ({ sandbox }: World, path: RegExp): number =>
  sandbox.state.log.all().filter((entry) => path.test(entry.path)).length;

export const availableCredits = ({ sandbox }: World, tenantId: string): number =>
  sandbox.state.credits.get(tenantId)?.balance(Date.now()).available ?? Number.NaN;
