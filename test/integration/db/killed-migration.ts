// A second process for migrate.test.ts: migrates the file and is killed after the given number of statements.
import { openDatabase } from '../../../main/db/open-database.ts';

const [path = '', step = ''] = process.argv.slice(2);
let done = 0;

const killing = (run: (sql: string) => void) => (sql: string) => {
  run(sql);
  done += 1;
  if (done === Number(step)) process.kill(process.pid, 'SIGKILL');
};

openDatabase({
  path,
  key: new Uint8Array(32).fill(7),
  mode: 'write',
  buildVersion: 30,
  appVersion: '0.3.0',
  migrations: [
    { version: 10, minSafeVersion: 10, up: () => undefined },
    {
      version: 20,
      minSafeVersion: 20,
      up: (run) => {
        killing(run)('alter table note add column colour text');
        killing(run)(`update note set body = 'changed'`);
      },
    },
    { version: 30, minSafeVersion: 20, up: (run) => killing(run)('create table later (id text)') },
  ],
});
