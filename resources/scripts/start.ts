import { buildRendererIfStale, RENDERER_DIR } from './start/build-renderer.ts';
import { runAppCommand } from './start/run-app.ts';

await runAppCommand(
  {
    name: 'start',
    intro: 'Satchel with everything it needs: wrapper sandbox, sync server, engine and window.\n',
    async prepareWindow(tell) {
      await buildRendererIfStale(tell);
      return { files: RENDERER_DIR };
    },
  },
  process.argv.slice(2),
);
