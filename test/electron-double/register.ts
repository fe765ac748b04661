import { registerHooks } from 'node:module';

/** `node --import register.ts PROGRAM`: whoever imports `electron` gets the stand-in. */
const url = new URL('electron.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url, format: 'module-typescript', shortCircuit: true } : next(specifier, context),
});
