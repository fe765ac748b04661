import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Kept between starts, so that addresses stay the same. */
const Ports = z.object({ app: z.int(), sync: z.int(), wrapper: z.int() }).partial();
export type Ports = z.infer<typeof Ports>;

/** Where the present start can be reached by another one of the same user. */
const Running = z.object({ origin: z.string(), secret: z.string() });
export type Running = z.infer<typeof Running>;

/** The part of the data folder that a real installation has not: server, wrapper sandbox and how they were started. */
export const demoFolder = (dataDir: string): string => join(dataDir, 'demo');

export const readPorts = (folder: string): Ports => readJson(join(folder, 'ports.json'), Ports) ?? {};
export const writePorts = (folder: string, ports: Ports): void => writeJson(join(folder, 'ports.json'), ports);

export const readRunning = (folder: string): Running | undefined => readJson(join(folder, 'running.json'), Running);
export const writeRunning = (folder: string, running: Running): void =>
  writeJson(join(folder, 'running.json'), running);
export const forgetRunning = (folder: string): void => rmSync(join(folder, 'running.json'), { force: true });

/** Signs the sandbox's tokens and webhooks; kept, so that sessions outlive a restart. It guards nothing but demo data. */
export function demoSecret(folder: string): string {
  const path = join(folder, 'secret');
  if (existsSync(path)) return readFileSync(path, 'utf8');
  const secret = randomBytes(32).toString('base64url');
  writeFileSync(path, secret, { mode: 0o600 });
  return secret;
}

function readJson<T>(path: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Missing, half-written or of another version: nothing depends on it.
    return undefined;
  }
}

function writeJson(path: string, value: object): void {
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify(value), { mode: 0o600 });
}
