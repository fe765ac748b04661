import type { OpenedApp } from './opened-app.ts';
import type { StartOptions } from './start-options.ts';
import type { RunningServices } from './start-services.ts';

interface Ready {
  readonly options: StartOptions;
  readonly services: RunningServices;
  readonly app: OpenedApp;
}

/** The one line that programs read (or some lines for people). `app` holds the token that lets one browser in. */
export function printReady({ options, services, app }: Ready): void {
  process.stdout.write(
    options.isJson ? `${jsonLine({ options, services, app })}\n` : `${words({ options, services, app })}\n`,
  );
}

function jsonLine({ options, services, app }: Ready): string {
  const { syncUrl: sync, wrapperUrl: wrapper, accounts } = services;
  const testClock = app.testClockPort === undefined ? {} : { testClock: app.testClockPort };
  return JSON.stringify({
    ready: true,
    app: app.startUrl(),
    sync,
    wrapper,
    data: options.dataDir,
    accounts,
    ...testClock,
  });
}

function words({ options, services, app }: Ready): string {
  const accounts = services.accounts.map(
    ({ role, email, password }) => `  ${role.padEnd(8)} ${email.padEnd(36)} ${password}`,
  );
  return [
    `Satchel is open at ${app.startUrl()}`,
    ...(app.hasOwnWindow ? [] : ['The address works once, in one browser.']),
    'Accounts of the demo tenants:',
    ...accounts,
    `Data: ${options.dataDir} · sync server: ${services.syncUrl} · wrapper sandbox: ${services.wrapperUrl}`,
    'Ctrl-C ends it.',
  ].join('\n');
}
