import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, runTool } from './run-tool.ts';

const HELP = `npm run package -- [--linux] [--win] [--mac] [--dir]

Builds the app and its installers into dist/, for this system when none is named. --dir: only the unpacked app.
electron-builder fetches Electron and its own tools, so this needs the network. SATCHEL_ELECTRON_DIST names an unpacked
Electron to use instead. Where the installed app finds its servers: satchel.json beside it, see main/electron/app-settings.ts.
`;

const CONFIG = 'resources/packaging/electron-builder.config.mjs';
const SYSTEMS = ['linux', 'win', 'mac'] as const;
type System = (typeof SYSTEMS)[number];
const OWN_SYSTEM: Partial<Record<NodeJS.Platform, System>> = { linux: 'linux', win32: 'win', darwin: 'mac' };

async function packageApp(): Promise<number> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      linux: { type: 'boolean' },
      win: { type: 'boolean' },
      mac: { type: 'boolean' },
      dir: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const named = SYSTEMS.filter((system) => values[system] === true);
  const systems = named.length > 0 ? named : [OWN_SYSTEM[process.platform] ?? 'linux'];
  const built = await runTool('electron-vite/bin/electron-vite.js', ['build']);
  if (built.status !== 0) throw new Error(`the app could not be built: ${built.output}`);
  for (const system of systems) {
    // one system a run: what the configuration leaves out depends on it
    const status = await runBuilder([`--${system}`, ...(values.dir === true ? ['--dir'] : [])]);
    if (status !== 0) return 1;
  }
  return 0;
}

function runBuilder(args: readonly string[]): Promise<number> {
  const cli = resolve(ROOT, 'node_modules/electron-builder/cli.js');
  const child = spawn(process.execPath, [cli, '--config', CONFIG, '--publish', 'never', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
  });
}

process.exitCode = await packageApp().catch((error: unknown) => {
  console.error(`package: ${error instanceof Error ? error.message : String(error)}`);
  return 2;
});
