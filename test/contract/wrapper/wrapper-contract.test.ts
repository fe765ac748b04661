import { createWrapperClient } from '../../../sync/wrapper-api/client.ts';
import { DEMO_SERVICE } from '../../wrapper-sandbox/demo-seed.ts';
import { serveSandbox } from '../../wrapper-sandbox/serve-sandbox.ts';
import { systemClock } from '../../wrapper-sandbox/system-clock.ts';
import { describeWrapperContract, type WrapperUnderTest } from './wrapper-contract.ts';

/** A real wrapper, when the environment names one. */
function realWrapper(url: string): WrapperUnderTest {
  const { SATCHEL_CHECK_USER_TOKEN: userToken = '', SATCHEL_CHECK_SERVICE_TOKEN: serviceToken = '' } = process.env;
  return { url, userToken, serviceToken, close: async () => {} };
}

async function sandbox(): Promise<WrapperUnderTest> {
  const { url, accounts, close } = await serveSandbox();
  const client = createWrapperClient({ baseUrl: url, fetch, clock: systemClock });
  const manager = accounts.find(({ role }) => role === 'manager');
  const user = await client.token({
    request: { grant_type: 'password', username: manager?.email ?? '', password: manager?.password ?? '' },
  });
  const { clientId: client_id, clientSecret: client_secret } = DEMO_SERVICE;
  const service = await client.token({ request: { grant_type: 'client_credentials', client_id, client_secret } });
  return { url, userToken: user.accessToken, serviceToken: service.accessToken, close };
}

const realUrl = process.env['SATCHEL_CHECK_WRAPPER_URL'];
if (realUrl) describeWrapperContract('the wrapper of the environment', async () => realWrapper(realUrl));
else describeWrapperContract('the sandbox', sandbox);
