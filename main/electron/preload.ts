import { contextBridge, ipcRenderer } from 'electron';

/** Sandboxed and alone in its world: it hands messages on and knows nothing of what they say. */
contextBridge.exposeInMainWorld('satchelShell', { kind: 'electron' });

/** A port cannot go through the context bridge, but a message of the window can carry it. */
ipcRenderer.on('satchel:port', (event) =>
  window.postMessage({ kind: 'satchel:port' }, location.origin, [...event.ports]),
);

const ASKED_BY_PAGE = ['satchel:connect', 'satchel:sign-in'];

window.addEventListener('message', ({ data, source }: MessageEvent<{ readonly kind?: unknown } | null>) => {
  const kind = source === window ? data?.kind : undefined;
  if (typeof kind === 'string' && ASKED_BY_PAGE.includes(kind)) ipcRenderer.send(kind);
});
