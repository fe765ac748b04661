import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { lockFolder, type FolderLock } from '../../../main/db/lock-folder.ts';
import { SatchelError, toSatchelError } from '../../../sync/protocol/satchel-error.ts';
import { openInBrowser, type WindowFiles } from './browser-app.ts';
import { chooseShell } from './choose-shell.ts';
import { demoFolder, demoSecret, readPorts, writePorts } from './demo-folder.ts';
import { buildElectronIfStale, openElectronApp } from './electron-app.ts';
import { askFirstStart } from './hand-over.ts';
import { openAddress } from './open-address.ts';
import type { OpenedApp } from './opened-app.ts';
import { printReady } from './ready-line.ts';
import { OPTIONS_HELP, readStartOptions, UsageError, type StartOptions } from './start-options.ts';
import { startServices, type RunningServices } from './start-services.ts';

type Tell = (line: string) => void;

/** What differs between `start` and `dev`: where the window's files come from. */
export interface AppCommand {
  readonly name: 'start' | 'dev';
  readonly intro: string;
  readonly prepareWindow: (tell: Tell) => Promise<WindowFiles>;
}

const tell: Tell = (line) => void process.stderr.write(`${line}\n`);

/** Everything from the arguments to the exit status. */
export async function runAppCommand(command: AppCommand, args: readonly string[]): Promise<void> {
  try {
    const options = readStartOptions(args);
    if (options.isHelp)
      process.stdout.write(`npm run ${command.name} -- [options]\n\n${command.intro}\n${OPTIONS_HELP}`);
    else process.exitCode = await run(command, options);
  } catch (error) {
    tell(`${command.name}: ${toSatchelError(error).message}`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

async function run(command: AppCommand, options: StartOptions): Promise<number> {
  const ending = endingBySignal();
  const folder = demoFolder(options.dataDir);
  const lock = lockOrUndefined(folder);
  if (!lock) return handOver(options, folder);
  await using parts = new AsyncDisposableStack();
  parts.defer(() => lock.close());
  chmodSync(options.dataDir, 0o700);
  const openShell = await prepareShell(command, options, folder);
  const services = await openServices(options, folder);
  parts.defer(() => services.close());
  if (ending.aborted) return 0;
  const app = await openShell(services);
  parts.defer(() => app.close());
  printReady({ options, services, app });
  if (options.isOpening && !app.hasOwnWindow) openAddress(app.startUrl());
  if (!ending.aborted) await Promise.race([once(ending, 'abort'), services.ended, app.ended]);
  return 0;
}

/** A signal while something starts is obeyed when that has started. */
function endingBySignal(): AbortSignal {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
  return ending.signal;
}

function lockOrUndefined(folder: string): FolderLock | undefined {
  try {
    return lockFolder(folder);
  } catch (error) {
    if (error instanceof SatchelError && error.code === 'ALREADY_RUNNING') return undefined;
    throw error;
  }
}

type OpenShell = (services: RunningServices) => Promise<OpenedApp>;

/** Everything slow that needs no server; the shell itself is opened when the servers answer. */
async function prepareShell(
  command: AppCommand,
  { shell, dataDir, port }: StartOptions,
  folder: string,
): Promise<OpenShell> {
  // Hot reload is the browser shell's.
  const chosen = await chooseShell(command.name === 'dev' ? 'browser' : shell, tell);
  const window = await command.prepareWindow(tell);
  if (chosen.kind === 'browser') {
    return ({ syncUrl, wrapperUrl }) =>
      openInBrowser({ dataDir, syncUrl, wrapperUrl, port, folder, window, warn: tell });
  }
  await buildElectronIfStale(tell);
  return ({ syncUrl, wrapperUrl }) => openElectronApp({ binary: chosen.binary, dataDir, syncUrl, wrapperUrl });
}

async function openServices({ demo }: StartOptions, folder: string): Promise<RunningServices> {
  const ports = readPorts(folder);
  if (demo === 'large' && ports.sync === undefined)
    tell('Loading the large demo tenant; this takes a minute at the first start.');
  const order = {
    folder,
    demo,
    secret: demoSecret(folder),
    syncPort: ports.sync ?? 0,
    wrapperPort: ports.wrapper ?? 0,
  };
  const services = await startServices(order);
  const portOf = (url: string): number => Number(new URL(url).port);
  writePorts(folder, { ...ports, sync: portOf(services.syncUrl), wrapper: portOf(services.wrapperUrl) });
  return services;
}

/** @returns 0 when the first start's window was opened, 1 when nothing could be */
async function handOver({ dataDir, isOpening, isJson }: StartOptions, folder: string): Promise<number> {
  const url = await askFirstStart(folder);
  const isOpened = url !== undefined && isOpening && !isJson;
  if (isOpened) openAddress(url);
  tell(
    `Satchel is already running with the data in ${dataDir}${url === undefined ? '; use the window that is open, or close it first.' : `: ${url}`}`,
  );
  return isOpened ? 0 : 1;
}
