import { audit } from './audit.ts';
import { companies } from './companies.ts';
import { contacts } from './contacts.ts';
import { deals } from './deals.ts';
import { forms } from './forms.ts';
import { health, measures } from './health.ts';
import { live } from './live.ts';
import { mutations } from './mutations.ts';
import { outbox } from './outbox.ts';
import { people } from './people.ts';
import { preferences } from './preferences.ts';
import { search } from './search.ts';
import { session } from './session.ts';
import { sync } from './sync.ts';
import { tasks } from './tasks.ts';
import { timeline } from './timeline.ts';
import { transfer } from './transfer.ts';

/** Everything a window may call. There is no SQL, no file, no URL and no token in it. */
export const appContract = {
  session,
  sync,
  mutations,
  outbox,
  contacts,
  companies,
  deals,
  tasks,
  timeline,
  search,
  people,
  preferences,
  forms,
  live,
  transfer,
  health,
  measures,
  audit,
};

/** Pure reads: answered by the reader thread, which has no write connection. Everything else goes to the engine. */
export const READER_TOPICS = [
  'contacts',
  'companies',
  'deals',
  'tasks',
  'timeline',
  'search',
  'preferences',
  'measures',
] as const;
