import { parseArgs } from 'node:util';
import { build, Platform } from 'electron-builder';
import { builderConfig, type System } from './package/builder-config.ts';
import { ROOT, runTool } from './run-tool.ts';

const HELP = `npm run package -- [--linux] [--win] [--mac] [--dir]

Builds the app and its installers into dist/, for this system when none is named. --dir: only the unpacked app.
electron-builder fetches Electron and its own tools, so this needs the network. SATCHEL_ELECTRON_DIST names an unpacked
Electron to use instead. Where the installed app finds its servers: satchel.json beside it, see main/electron/app-settings.ts.
`;

const SYSTEMS = ['linux', 'win', 'mac'] as const satisfies readonly System[];
const PLATFORM: Readonly<Record<System, Platform>> = {
  linux: Platform.LINUX,
  win: Platform.WINDOWS,
  mac: Platform.MAC,
};
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
    await build({
      projectDir: ROOT,
      targets: PLATFORM[system].createTarget(values.dir === true ? 'dir' : null),
      config: builderConfig(system, process.env['SATCHEL_ELECTRON_DIST']),
      publish: 'never',
    });
  }
  return 0;
}

process.exitCode = await packageApp().catch((error: unknown) => {
  console.error(`package: ${error instanceof Error ? error.message : String(error)}`);
  return 2;
});
