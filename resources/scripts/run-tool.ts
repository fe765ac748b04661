import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

export interface ToolResult {
  readonly status: number;
  readonly output: string;
}

/** Runs a tool's own file with this Node, because a name in node_modules/.bin is a script of another kind on Windows. */
export async function runTool(file: string, args: readonly string[]): Promise<ToolResult> {
  const child = spawn(process.execPath, [resolve(ROOT, 'node_modules', file), ...args], { cwd: ROOT });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const status = await new Promise<number>((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
  });
  return { status, output: Buffer.concat(chunks).toString().trim() };
}
