import { useState } from 'react';
import { PROTOCOL_VERSION } from '../../sync/protocol/version.ts';
import { useEngine } from '../app/engine-context.ts';
import { signOut } from '../app/sign-out.ts';
import { useWorkOffline } from '../app/use-work-offline.ts';
import { isElectron } from '../app/window-shell.ts';
import { Button } from '../parts/button.tsx';
import { Checkbox } from '../parts/checkbox.tsx';
import { ChoiceList } from '../parts/choice-list.tsx';
import { type Fact, FactList } from '../parts/fact-list.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { SideNav } from '../parts/side-nav.tsx';
import { useUnits } from '../records/use-units.ts';
import { type ColorScheme, useLayoutState } from '../state/layout-state.ts';
import { useSessionState } from '../state/session-state.ts';
import { useWords } from '../words/words-context.ts';
import { setSetting } from './preferences.ts';
import classes from './settings.module.css';

const SECTIONS = ['appearance', 'keyboard', 'offline', 'profile', 'about'] as const;
type Section = (typeof SECTIONS)[number];
const isSection = (text: string): text is Section => SECTIONS.includes(text as Section);

const SCHEMES = ['system', 'light', 'dark'] as const satisfies readonly ColorScheme[];
const isScheme = (text: string): text is ColorScheme => SCHEMES.includes(text as ColorScheme);

function Appearance() {
  const { say } = useWords();
  const { client } = useEngine();
  const scheme = useLayoutState((state) => state.colorScheme);
  return (
    <>
      <ChoiceList
        label={say('settings.colours')}
        choices={SCHEMES.map((value) => ({ value, label: say(`settings.${value}`) }))}
        value={scheme}
        onChange={(next) => isScheme(next) && setSetting(client, 'colorScheme', next)}
      />
      <p className={classes.help}>{say('settings.coloursHelp')}</p>
    </>
  );
}

function Keyboard() {
  const { say } = useWords();
  const { client } = useEngine();
  const hasLetterKeys = useLayoutState((state) => state.hasLetterKeys);
  return (
    <>
      <Checkbox
        label={say('settings.letters')}
        isLabelShown
        isChecked={hasLetterKeys}
        onChange={(isOn) => setSetting(client, 'hasLetterKeys', isOn)}
      />
      <p className={classes.help}>{say('settings.lettersHelp')}</p>
      <Button label={say('settings.showKeys')} onClick={() => useLayoutState.setState({ isKeySheetOpen: true })} />
    </>
  );
}

function Offline() {
  const { say, minutesLeft } = useWords();
  const offline = useWorkOffline();
  const { client } = useEngine();
  const windowMs = useSessionState((state) => state.sync?.windowMs ?? 0);
  const isReviewing = useSessionState((state) => state.sync?.isReviewingDrafts === true);
  return (
    <>
      <Checkbox label={say('app.workOffline')} isLabelShown isChecked={offline.isOn} onChange={offline.set} />
      <p className={classes.help}>{say('settings.workOfflineHelp', { minutes: minutesLeft(windowMs) })}</p>
      <Checkbox
        label={say('settings.review')}
        isLabelShown
        isChecked={isReviewing}
        onChange={(isOn) => void client.outbox.review({ isOn })}
      />
      <p className={classes.help}>{say('settings.reviewHelp')}</p>
    </>
  );
}

function Profile() {
  const { say } = useWords();
  const { client } = useEngine();
  const session = useSessionState((state) => state.session);
  const units = useUnits();
  if (session?.kind !== 'signed-in') return null;
  const facts: readonly Fact[] = [
    { label: say('settings.name'), value: session.displayName ?? say('field.none') },
    { label: say('settings.tenant'), value: session.tenantName ?? say('field.none') },
    { label: say('settings.roles'), value: session.roleNames.join(', ') },
    { label: say('settings.units'), value: units.map(({ label }) => label).join(', ') },
  ];
  return (
    <>
      <div className={classes.wide}>
        <FactList facts={facts} />
      </div>
      <p className={classes.help}>{say('settings.profileHelp')}</p>
      <Button label={say('settings.signOut')} onClick={() => void signOut(client)} />
    </>
  );
}

function About() {
  const { say, clock } = useWords();
  const sync = useSessionState((state) => state.sync);
  const lastAtMs = sync?.upToDateAtMs ?? null;
  const records =
    lastAtMs === null
      ? say('settings.noContact')
      : say('settings.recordsAt', { seq: sync?.seq ?? 0, clock: clock(lastAtMs) });
  const browser =
    /(?:Chrome|Firefox|Version)\/[\d.]+/.exec(navigator.userAgent)?.[0].replace('/', ' ') ?? navigator.userAgent;
  const facts: readonly Fact[] = [
    { label: say('settings.protocol'), value: String(PROTOCOL_VERSION) },
    { label: say('settings.records'), value: records },
    { label: say('settings.shell'), value: say(isElectron() ? 'settings.shellElectron' : 'settings.shellBrowser') },
    { label: say('settings.engine'), value: browser },
    { label: say('settings.key'), value: say(isElectron() ? 'app.keyInSystem' : 'app.keyInFile') },
  ];
  return (
    <div className={classes.wide}>
      <FactList facts={facts} />
    </div>
  );
}

const BODIES = {
  appearance: Appearance,
  keyboard: Keyboard,
  offline: Offline,
  profile: Profile,
  about: About,
} as const;

/** What belongs to this laptop and this person; nothing of the tenant is changed here. */
export function SettingsScreen() {
  const { say } = useWords();
  const [section, setSection] = useState<Section>('appearance');
  const Body = BODIES[section];
  const items = SECTIONS.map((key) => ({ key, label: say(`settings.${key}`), href: '#/settings' }));
  return (
    <div className={classes.page}>
      <SideNav
        label={say('settings.title')}
        items={items}
        currentKey={section}
        onOpen={(key) => isSection(key) && setSection(key)}
      />
      <div className={classes.body}>
        <PageHead variant="read" isOverList title={say(`settings.${section}`)} />
        <div className={classes.section}>
          <Body />
        </div>
      </div>
    </div>
  );
}
