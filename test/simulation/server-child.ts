import { DEMO_SERVICE } from '../wrapper-sandbox/demo-seed.ts';
import { startServer } from '../../sync/server/start-server.ts';
import { WEBHOOK_SECRET } from './simulated-server.ts';

/** The sync server in a process of its own, to be killed. Settings come as one JSON argument. */
interface Settings {
  readonly databaseUrl: string;
  readonly wrapperUrl: string;
  readonly port: number;
}

const settings = JSON.parse(process.argv[2] ?? '{}') as Settings;
const { url } = await startServer({ ...settings, serviceCredentials: DEMO_SERVICE, webhookSecret: WEBHOOK_SECRET });
process.stdout.write(`${JSON.stringify({ url })}\n`);
