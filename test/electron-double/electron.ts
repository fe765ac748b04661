/**
 * A stand-in for the `electron` module in a plain Node process: it keeps what the program set up, and the test on the
 * other end of the process's channel plays the windows. It knows only what main/electron uses.
 */
import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { answerTest, note, type FakeFrame, type Port } from './test-channel.ts';

class App extends EventEmitter {
  readonly isPackaged = process.env['DOUBLE_PACKAGED'] === '1';
  readonly #paths = new Map<string, string>();
  #isReady = false;
  whenReady(): Promise<void> {
    return new Promise((resolve) =>
      setImmediate(() => {
        this.#isReady = true;
        resolve();
      }),
    );
  }
  isReady(): boolean {
    return this.#isReady;
  }
  getPath(name: string): string {
    return this.#paths.get(name) ?? join(tmpdir(), 'electron-double', name);
  }
  setPath(name: string, path: string): void {
    note('setPath', name, path);
    this.#paths.set(name, path);
  }
  requestSingleInstanceLock(): boolean {
    return process.env['DOUBLE_SECOND'] !== '1';
  }
  enableSandbox(): void {
    note('enableSandbox');
  }
  quit(): void {
    let isHeld = false;
    this.emit('before-quit', { preventDefault: () => (isHeld = true) });
    if (!isHeld) this.exit(0);
  }
  exit(status: number): void {
    note('exit', status);
    process.exit(status);
  }
}
export const app = new App();

const handlers = new Map<string, (request: Request) => Promise<Response>>();
export const protocol = {
  registerSchemesAsPrivileged(schemes: readonly object[]): void {
    if (app.isReady()) throw new Error('registerSchemesAsPrivileged comes before ready');
    note('registerSchemesAsPrivileged', schemes);
  },
  handle(scheme: string, handler: (request: Request) => Promise<Response>): void {
    if (!app.isReady()) throw new Error('protocol.handle comes after ready');
    handlers.set(scheme, handler);
  },
};

type PermissionHandler = (webContents: null, permission: string, answer: (isAllowed: boolean) => void) => void;
let permissionHandler: PermissionHandler | undefined;
let permissionCheck: (() => boolean) | undefined;
export const session = {
  defaultSession: {
    setPermissionRequestHandler: (handler: PermissionHandler) => (permissionHandler = handler),
    setPermissionCheckHandler: (handler: () => boolean) => (permissionCheck = handler),
    setDevicePermissionHandler: (handler: () => boolean) => note('devicePermission', handler()),
  },
};

class WebContents extends EventEmitter {
  openHandler: ((details: { readonly url: string }) => { readonly action: string }) | undefined;
  setWindowOpenHandler(handler: WebContents['openHandler']): void {
    this.openHandler = handler;
  }
}

const windows: BrowserWindow[] = [];
export class BrowserWindow extends EventEmitter {
  static getAllWindows(): readonly BrowserWindow[] {
    return windows;
  }
  readonly webContents = new WebContents();
  constructor(options: object) {
    super();
    windows.push(this);
    note('BrowserWindow', options);
  }
  async loadURL(url: string): Promise<void> {
    note('loadURL', url);
    setImmediate(() => this.emit('ready-to-show'));
  }
  show(): void {
    note('show');
  }
  focus(): void {
    note('focus');
  }
  isMinimized(): boolean {
    return false;
  }
}

class MessagePortMain extends EventEmitter {
  readonly #port: MessagePort;
  constructor(port: MessagePort) {
    super();
    this.#port = port;
  }
  /** Electron queues what comes before this. */
  start(): void {
    this.#port.on('message', (data: unknown) => this.emit('message', { data, ports: [] }));
    this.#port.on('close', () => this.emit('close'));
  }
  postMessage(message: unknown): void {
    this.#port.postMessage(message);
  }
  close(): void {
    this.#port.close();
  }
}
export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new MessagePortMain(port1);
    this.port2 = new MessagePortMain(port2);
  }
}

export const ipcMain = new EventEmitter();
export const powerMonitor = new EventEmitter();
export const shell = { openExternal: async (url: string): Promise<void> => note('openExternal', url) };
export const dialog = { showErrorBox: (title: string, text: string): void => note('errorBox', title, text) };
export const Menu = {
  buildFromTemplate: (template: object): object => template,
  setApplicationMenu: (menu: object): void => note('menu', menu),
};

const mask = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
export const safeStorage = {
  isEncryptionAvailable: (): boolean => process.env['DOUBLE_KEYCHAIN'] !== 'none',
  getSelectedStorageBackend: (): string => process.env['DOUBLE_KEYCHAIN'] ?? 'gnome_libsecret',
  encryptString: (text: string): Buffer => mask(Buffer.from(text)),
  decryptString: (bytes: Buffer): string => mask(bytes).toString(),
};

Object.defineProperty(process, 'resourcesPath', { value: process.env['DOUBLE_RESOURCES'] ?? '/nowhere' });

answerTest({
  async fetch({ url, method = 'GET' }: { url: string; method?: string }) {
    const handler = handlers.get(new URL(url).protocol.slice(0, -1));
    if (!handler) throw new Error(`No handler for ${url}`);
    // Node's Request refuses schemes that it cannot fetch.
    const response = await handler({ url, method } as Request);
    return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
  },
  async emit({ on, event }: { on: 'app' | 'powerMonitor'; event: string }) {
    ({ app, powerMonitor })[on].emit(event);
  },
  async navigate({ url }: { url: string }) {
    let isPrevented = false;
    windows[0]?.webContents.emit('will-frame-navigate', { url, preventDefault: () => (isPrevented = true) });
    return { isPrevented };
  },
  windowOpen: async ({ url }: { url: string }) => windows[0]?.webContents.openHandler?.({ url }),
  async permission({ name }: { name: string }) {
    const asked = await new Promise((resolve) => permissionHandler?.(null, name, resolve));
    return { asked, checked: permissionCheck?.() };
  },
  async ipc({ channel, frame }: { channel: string; frame: FakeFrame }, connect: (port: Port) => void) {
    const senderFrame = {
      ...frame,
      postMessage(_: string, __: unknown, [port]: readonly MessagePortMain[]) {
        if (port) connect(port);
      },
    };
    ipcMain.emit(channel, { senderFrame });
  },
});

process.once('disconnect', () => app.quit());
