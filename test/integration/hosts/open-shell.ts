import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBrowserApp, type BrowserApp, type BrowserAppOptions } from '../../../main/browser/open-browser-app.ts';
import type { Field } from '../engine/field.ts';

export interface OpenShell extends AsyncDisposable {
  readonly app: BrowserApp;
  readonly origin: string;
  readonly dataDir: string;
  readonly warnings: readonly string[];
  /** Opens a start address as a browser does. @returns the cookie to send */
  enter(): Promise<string>;
}

/** The browser shell on a renderer of one page. */
export async function openShell(
  { server, sandbox }: Pick<Field, 'server' | 'sandbox'>,
  options: Partial<BrowserAppOptions> = {},
): Promise<OpenShell> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'satchel-shell-'));
  const files = join(dataDir, 'renderer');
  mkdirSync(join(files, 'assets'), { recursive: true });
  writeFileSync(
    join(files, 'index.html'),
    '<!doctype html><title>Satchel</title><script type="module" src="/assets/app-1.js"></script><div id="root">Satchel</div>',
  );
  writeFileSync(join(files, 'assets', 'app-1.js'), 'document.documentElement.dataset.ran = "yes";');
  const warnings: string[] = [];
  const app = await openBrowserApp({
    dataDir,
    syncUrl: server.url,
    wrapperUrl: sandbox.url,
    port: 0,
    files,
    warn: (line) => warnings.push(line),
    ...options,
  });
  const enter = async (): Promise<string> => {
    const response = await fetch(app.shell.startUrl(), { redirect: 'manual' });
    return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  };
  return {
    app,
    origin: app.shell.origin,
    dataDir,
    warnings,
    enter,
    async [Symbol.asyncDispose]() {
      await app.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
