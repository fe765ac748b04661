import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import type { appContract } from '../../../main/contract/app-contract.ts';
import { fileKeyStore } from '../../../main/db/file-key-store.ts';
import {
  createEngineHost,
  threadEntriesBeside,
  type EngineHost,
  type EngineHostOptions,
} from '../../../main/engine/engine-host.ts';
import type { ThreadExit } from '../../../main/engine/host-supervise.ts';
import type { Field } from '../engine/field.ts';

export type AppClient = ContractRouterClient<typeof appContract>;

export interface Window {
  readonly call: AppClient;
  /** Calls a procedure by any name. */
  readonly link: RPCLink<object>;
  disconnect(): void;
  /** The window goes away without a word. */
  die(): void;
}

export interface OpenHost extends AsyncDisposable {
  readonly engineHost: EngineHost;
  readonly dataDir: string;
  readonly exits: readonly ThreadExit[];
  openWindow(): Window;
}

/** Threads as the shells start them, with an engine that can be made to fall. */
export async function openHost(
  { server, sandbox }: Pick<Field, 'server' | 'sandbox'>,
  options: Partial<EngineHostOptions> = {},
): Promise<OpenHost> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'satchel-host-'));
  const exits: ThreadExit[] = [];
  const engineHost = await createEngineHost({
    dataDir,
    keyStore: fileKeyStore(join(dataDir, 'keys')),
    syncUrl: server.url,
    wrapperUrl: sandbox.url,
    entries: threadEntriesBeside(new URL('falling/worker.ts', import.meta.url).href),
    onExit: (exit) => exits.push(exit),
    ...options,
  });
  return {
    engineHost,
    dataDir,
    exits,
    openWindow: () => openWindow(engineHost),
    async [Symbol.asyncDispose]() {
      await engineHost.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export function openWindow(engineHost: EngineHost): Window {
  const { port1, port2 } = new MessageChannel();
  const disconnect = engineHost.connectWindow(port1);
  const link = new RPCLink({ port: port2 });
  port2.start();
  return { call: createORPCClient<AppClient>(link), link, disconnect, die: () => port2.close() };
}
