import { build } from 'vite';
import { rendererConfig } from './renderer-config.ts';

/** `node build-renderer-process.ts FOLDER`, apart from the app because the builder's memory would stay. */
const [, , outDir = ''] = process.argv;
// Whatever this runs under (a test sets "test"), people get the fast build of React.
process.env['NODE_ENV'] = 'production';
try {
  const config = await rendererConfig();
  await build({ ...config, logLevel: 'error', build: { ...config.build, outDir, emptyOutDir: true } });
} catch (error) {
  process.stderr.write((error as Error).message);
  process.exitCode = 1;
}
