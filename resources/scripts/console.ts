import { join, resolve } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { parseArgs } from 'node:util';
import { fileKeyStore } from '../../main/db/file-key-store.ts';
import { createEngine } from '../../main/engine/create-engine.ts';
import { toSatchelError } from '../../sync/protocol/satchel-error.ts';
import { DEMO_ACCOUNTS } from '../../test/wrapper-sandbox/demo-seed.ts';
import { helpText, isQuit, runLine } from './console/commands.ts';
import { ConsoleMistake, type ConsoleContext } from './console/console-context.ts';
import { firstContact } from './console/network-commands.ts';
import { startOwnServices, type OwnServices } from './console/own-services.ts';
import { connectionWords } from './console/words.ts';

const HELP = `npm run console -- --data DIR [--sync URL --wrapper URL] [--help]

The engine by hand, without a window. Reads commands from standard input, one a line; ends with 0 at its end.
  --data DIR      folder for this laptop's data; made when it is not there
  --sync URL      a sync server that is running; without it one with a small demo tenant is started
  --wrapper URL   the wrapper that belongs to it
  --help          this text

Commands:
${helpText()}
`;

interface Options {
  readonly dataDir: string;
  readonly urls: { readonly syncUrl: string; readonly wrapperUrl: string } | null;
}

/** @throws Error with one line for the user; null when only help is wanted */
function readOptions(args: string[]): Options | null {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args, options: { data: text, sync: text, wrapper: text, help: { type: 'boolean' } } });
  const { data, sync, wrapper, help } = values;
  if (help === true) return null;
  if (data === undefined || data === '') throw new Error('--data DIR is missing');
  if ((sync === undefined) !== (wrapper === undefined)) throw new Error('--sync and --wrapper belong together');
  for (const url of [sync, wrapper])
    if (url !== undefined && !URL.canParse(url)) throw new Error(`"${url}" is no address`);
  const urls = sync !== undefined && wrapper !== undefined ? { syncUrl: sync, wrapperUrl: wrapper } : null;
  return { dataDir: resolve(data), urls };
}

/** Ends the reading at Ctrl-C, SIGINT or SIGTERM; a command under way is not waited for. */
class Ending {
  readonly reached: Promise<'ending'>;
  isReached = false;
  #reach: (value: 'ending') => void = () => undefined;

  constructor() {
    this.reached = new Promise((resolve_) => {
      this.#reach = resolve_;
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => this.end());
  }

  end(): void {
    this.isReached = true;
    this.#reach('ending');
  }
}

async function main(options: Options): Promise<void> {
  const ending = new Ending();
  const own = options.urls === null ? await startOwnServices(join(options.dataDir, 'demo-services')) : null;
  try {
    await converse(options, own, ending);
  } finally {
    await own?.close();
  }
}

async function converse({ dataDir, urls }: Options, own: OwnServices | null, ending: Ending): Promise<void> {
  const { syncUrl, wrapperUrl } = urls ?? own ?? { syncUrl: '', wrapperUrl: '' };
  const engine = await createEngine({ dataDir, keyStore: fileKeyStore(join(dataDir, 'keys')), syncUrl, wrapperUrl });
  try {
    const context: ConsoleContext = { engine, wrapperUrl, accounts: DEMO_ACCOUNTS, isJson: false, lastDiscarded: [] };
    await Promise.race([firstContact(context), ending.reached]);
    const isTerminal = process.stdin.isTTY === true;
    if (isTerminal)
      process.stdout.write(
        `Satchel, by hand. Data in ${dataDir}. "help" lists the commands, "sign-in sales" begins.\n`,
      );
    const lines = createInterface({
      input: process.stdin,
      ...(isTerminal ? { output: process.stdout } : {}),
      terminal: isTerminal,
    });
    lines.on('SIGINT', () => ending.end());
    void ending.reached.then(() => lines.close());
    await readLines(context, lines, ending);
    lines.close();
  } finally {
    await engine.close();
  }
}

async function readLines(context: ConsoleContext, lines: Interface, ending: Ending): Promise<void> {
  const prompt = (): void => {
    if (process.stdin.isTTY !== true || ending.isReached) return;
    lines.setPrompt(`${connectionWords(context.engine.appContext.syncStatus().connection)}> `);
    lines.prompt();
  };
  prompt();
  for await (const line of lines) {
    if (ending.isReached || isQuit(line)) return;
    if (line.trim() !== '' && !line.trim().startsWith('#'))
      await Promise.race([answerLine(context, line), ending.reached]);
    if (ending.isReached) return;
    prompt();
  }
}

async function answerLine(context: ConsoleContext, line: string): Promise<void> {
  try {
    const { value, text } = await runLine(context, line);
    process.stdout.write(`${context.isJson ? JSON.stringify(value) : text}\n`);
  } catch (error) {
    process.stdout.write(`${mistakeText(error, context.isJson)}\n`);
  }
}

/** Errors of the engine carry a code; a program reads that, a person the sentence. */
function mistakeText(error: unknown, isJson: boolean): string {
  const message = (error as Error).message.replace(/\s+/g, ' ');
  const code =
    error instanceof ConsoleMistake ? 'BAD_REQUEST' : ((error as { readonly code?: string }).code ?? 'INTERNAL');
  if (isJson) return JSON.stringify({ error: { code, message } });
  return error instanceof ConsoleMistake ? message : `${message} (${code})`;
}

function optionsOrEnd(): Options | null {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`console: ${(error as Error).message.split('\n', 1)[0]}\n`);
    process.exit(2);
  }
}

const options = optionsOrEnd();
if (options === null) process.stdout.write(HELP);
else {
  try {
    await main(options);
    // A pipe that its writer keeps open must not keep the process.
    process.stdin.destroy();
  } catch (error) {
    process.stderr.write(`console: ${toSatchelError(error).message}\n`);
    process.exitCode = 1;
    process.stdin.destroy();
  }
}
