import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const from = (path: string) => resolve(import.meta.dirname, path);

export default defineConfig({
  main: {
    build: {
      outDir: from('out/main'),
      externalizeDeps: true, // "dependencies" holds native modules only; everything else is bundled
      rolldownOptions: {
        input: {
          index: from('main/electron/index.ts'),
          browser: from('main/browser/index.ts'),
          worker: from('main/engine/worker.ts'), // threads are entries of their own: stable names to start and to unpack
          reader: from('main/engine/reader.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: from('out/preload'),
      externalizeDeps: false, // a sandboxed preload is one CommonJS file that can require nothing
      rolldownOptions: {
        input: { preload: from('main/electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: from('renderer'),
    plugins: [react()],
    build: {
      outDir: from('out/renderer'),
      emptyOutDir: true,
      minify: true, // electron-vite's default is off: 568 kB instead of 220 kB for React alone
      rolldownOptions: { input: { index: from('renderer/index.html') } },
    },
  },
});
