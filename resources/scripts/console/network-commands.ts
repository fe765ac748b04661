import { ConsoleMistake, type Answer, type Command, type ConsoleContext } from './console-context.ts';
import { statusText } from './session-commands.ts';

/** An outage is noticed at the next call; this is how long the console waits for it. */
const NOTICE_MS = 6_000;
/** After a restart the connection is not known yet; the first command should not find a laptop that looks offline. */
const FIRST_CONTACT_MS = 2_000;
const LOOK_EVERY_MS = 50;

function isOn(words: readonly string[]): boolean {
  if (words[0] === 'on' || words[0] === 'off') return words[0] === 'on';
  throw new ConsoleMistake('Say "on" or "off".');
}

async function sync(context: ConsoleContext): Promise<Answer> {
  const outcome = await context.engine.call.sync.now();
  const line = await statusText(context);
  return { value: outcome, text: outcome.kind === 'done' ? `Up to date. ${line}` : `${outcome.message} ${line}` };
}

async function verify({ engine }: ConsoleContext): Promise<Answer> {
  const outcome = await engine.call.sync.verify();
  switch (outcome.kind) {
    case 'same':
      return { value: outcome, text: 'Every row here is the server’s.' };
    case 'healed': {
      const { corrected, restored, removed, kept } = outcome.found;
      const rows = `${corrected} corrected, ${restored} restored, ${removed} removed, ${kept} kept`;
      return { value: outcome, text: `Rows differed from the server’s: ${rows}. Your own changes are untouched.` };
    }
    case 'stopped':
      return { value: outcome, text: `Not compared: ${outcome.message}` };
  }
}

async function offline(context: ConsoleContext, words: readonly string[]): Promise<Answer> {
  const wanted = isOn(words);
  const status = await context.engine.call.sync.workOffline({ isOn: wanted });
  if (!wanted) await noticed(context, (connection) => connection === 'online');
  return { value: wanted ? status : await context.engine.call.sync.status(), text: await statusText(context) };
}

/** Cuts the sandbox's answers; a real wrapper has no such switch. */
async function outage(context: ConsoleContext, words: readonly string[]): Promise<Answer> {
  const wanted = isOn(words);
  const body = JSON.stringify(wanted ? { outage: true } : {});
  const response = await fetch(new URL('/_sandbox/faults', context.wrapperUrl), { method: 'PUT', body });
  if (!response.ok) throw new ConsoleMistake('This wrapper is not the sandbox; it cannot be cut off from here.');
  const isSignedIn = context.engine.appContext.sessionStatus().kind === 'signed-in';
  if (isSignedIn) {
    await context.engine.host.power.resumed();
    await noticed(context, (connection) => (connection === 'online') !== wanted);
  }
  return {
    value: { outage: wanted },
    text: `The account service is ${wanted ? 'cut off' : 'back'}. ${await statusText(context)}`,
  };
}

/** Waits for the first attempt of a user who was signed in before. */
export async function firstContact(context: ConsoleContext): Promise<void> {
  if (context.engine.appContext.sessionStatus().kind === 'signed-out') return;
  await noticed(context, (connection) => connection === 'online', FIRST_CONTACT_MS);
}

async function noticed(
  { engine }: ConsoleContext,
  isSo: (connection: string) => boolean,
  limitMs = NOTICE_MS,
): Promise<void> {
  const untilMs = performance.now() + limitMs;
  while (!isSo((await engine.call.sync.status()).connection) && performance.now() < untilMs) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

export const NETWORK_COMMANDS: readonly Command[] = [
  { name: 'sync', takes: '', about: 'send and fetch now', run: sync },
  { name: 'verify', takes: '', about: 'compare every row with the server’s, and put right what differs', run: verify },
  { name: 'offline', takes: 'on|off', about: 'work offline; the writing window runs', run: offline },
  { name: 'outage', takes: 'on|off', about: 'cut the sandbox account service off', run: outage },
];
