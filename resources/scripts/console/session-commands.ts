import { createWrapperClient } from '../../../sync/wrapper-api/client.ts';
import { systemClock } from '../../../main/engine/system-clock.ts';
import { ConsoleMistake, need, type Answer, type Command, type ConsoleContext } from './console-context.ts';
import { columns, shortId, span, time } from './layout.ts';
import { statusLine } from './words.ts';

async function signIn(context: ConsoleContext, words: readonly string[]): Promise<Answer> {
  const who = need(words, 0, 'who signs in: an e-mail address or a role');
  const { email, password } = credentials(context, who, words[1]);
  const client = createWrapperClient({ baseUrl: context.wrapperUrl, fetch, clock: systemClock });
  try {
    const request = { grant_type: 'password', username: email, password } as const;
    const { accessToken, refreshToken = '' } = await client.token({ request });
    const session = await context.engine.host.session.signIn({ accessToken, refreshToken });
    const outcome = await context.engine.call.sync.now();
    const line = await statusText(context);
    const trouble = outcome.kind === 'stopped' ? ` ${outcome.message}` : '';
    return { value: session, text: `Signed in as ${nameOf(context)}. ${line}${trouble}` };
  } finally {
    client.close();
  }
}

/** The first account of a role, or the one whose address begins like this. */
function credentials({ accounts }: ConsoleContext, who: string, password: string | undefined) {
  const account =
    accounts.find(({ email, role }) => role === who || email === who) ??
    accounts.find(({ email }) => email.startsWith(who));
  if (account) return { email: account.email, password: password ?? account.password };
  if (password !== undefined) return { email: who, password };
  const known = accounts.map(({ email, role }) => `${email} (${role})`).join(', ');
  throw new ConsoleMistake(
    `There is no demo account "${who}". Accounts: ${known}. For another one give its password, too.`,
  );
}

function nameOf({ engine }: ConsoleContext): string {
  const session = engine.appContext.sessionStatus();
  if (session.kind === 'signed-out') return 'nobody';
  const tenant = session.tenantName === null ? '' : ` of ${session.tenantName}`;
  return `${session.displayName ?? shortId(session.employeeId)} (${session.roles.join(', ')})${tenant}`;
}

async function signOut({ engine }: ConsoleContext, words: readonly string[]): Promise<Answer> {
  const session = await engine.call.session.signOut({ isUnsentKept: words[0] === 'keep' });
  return { value: session, text: 'Signed out.' };
}

export async function statusText({ engine }: ConsoleContext): Promise<string> {
  return statusLine(await engine.call.sync.status(), Date.now());
}

async function status(context: ConsoleContext): Promise<Answer> {
  const { engine } = context;
  const [session, sync] = await Promise.all([engine.call.session.status(), engine.call.sync.status()]);
  const value = { session, sync };
  const line = statusLine(sync, Date.now());
  if (session.kind === 'signed-out') return { value, text: `${line} "sign-in sales" begins.` };
  const lines = [
    line,
    `You are ${nameOf(context)}.`,
    sync.upToDateAtMs === null
      ? 'Never up to date with the server yet.'
      : `Up to date with the server at ${time(sync.upToDateAtMs)}, change ${sync.head}.`,
    ...(session.isSignInNeeded ? ['The account service refused your session: sign in again. Nothing is lost.'] : []),
    ...(sync.lastError === null
      ? []
      : [`Last trouble: ${sync.lastError.message} (${sync.lastError.code}, ${time(sync.lastError.atMs)})`]),
  ];
  return { value, text: lines.join('\n') };
}

async function people(context: ConsoleContext): Promise<Answer> {
  const { engine } = context;
  const { items } = await engine.call.contacts.page({ sort: { field: 'updatedAtMs', direction: 'desc' }, limit: 200 });
  const owners = [...new Set(items.flatMap(({ ownerId }) => ownerId ?? []))];
  const known = await engine.call.people.byId({ employeeIds: owners });
  // The others are asked for behind the scenes; a person at a prompt can wait for them.
  if (known.length < owners.length) await new Promise((resolve) => setTimeout(resolve, 400));
  const list = await engine.call.people.list();
  const rows = (list.value ?? []).map(({ employeeId, displayName, title, email }) => [
    shortId(employeeId),
    displayName,
    title ?? '-',
    email,
  ]);
  return { value: list, text: columns(rows, 'Nobody is known here yet.') };
}

async function caches({ engine }: ConsoleContext): Promise<Answer> {
  const list = await engine.call.people.freshness();
  const now = Date.now();
  const rows = list.map(({ topic, key, cachedAtMs, expiresAtMs, isStale }) => [
    topic,
    shortId(key),
    `${span(now - cachedAtMs)} old`,
    isStale ? 'stale' : `good for ${span(expiresAtMs - now)}`,
  ]);
  return { value: list, text: columns(rows, 'Nothing is cached.') };
}

export const SESSION_COMMANDS: readonly Command[] = [
  { name: 'sign-in', takes: '<email|role> [password]', about: 'sign in and fetch what is new', run: signIn },
  { name: 'sign-out', takes: '[keep]', about: 'sign out; "keep" seals unsent work for the same user', run: signOut },
  { name: 'status', takes: '', about: 'who you are, the connection, and what is not sent', run: status },
  { name: 'people', takes: '', about: 'colleagues as far as they are cached', run: people },
  { name: 'caches', takes: '', about: "age of the account service's data on this laptop", run: caches },
];
