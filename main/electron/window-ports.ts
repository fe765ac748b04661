import { ipcMain, MessageChannelMain, type IpcMainEvent, type MessagePortMain } from 'electron';
import type { EngineHost } from '../engine/engine-host.ts';
import type { WindowChannel } from '../engine/host-windows.ts';
import { isAppUrl } from './app-origin.ts';

/**
 * A window that asks gets a port of its own; its other end is served here, because a MessagePortMain cannot go into a
 * thread. A reload asks again and the old port closes by itself.
 */
export function connectWindows({ connectChannel }: Pick<EngineHost, 'connectChannel'>): void {
  ipcMain.on('satchel:connect', (event) => {
    if (!isFromApp(event)) return;
    const { port1, port2 } = new MessageChannelMain();
    connectChannel(portMainChannel(port1));
    port1.start();
    event.senderFrame?.postMessage('satchel:port', null, [port2]);
  });
}

/** Only the top frame of a page of ours: an embedded frame or a page that got here by mistake is no window. */
export const isFromApp = ({ senderFrame }: IpcMainEvent): boolean =>
  senderFrame !== null && senderFrame.parent === null && isAppUrl(senderFrame.url);

function portMainChannel(port: MessagePortMain): WindowChannel {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listen) => void port.on('message', ({ data }) => listen(data)),
    onClose: (listen) => void port.on('close', listen),
    close: () => port.close(),
  };
}
