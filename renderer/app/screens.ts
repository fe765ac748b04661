import { type ComponentType, lazy, type LazyExoticComponent } from 'react';

/** The one id in a screen's path, under the path's own name for it. */
type Params = Readonly<Record<string, string>>;

/** A screen, loaded when it is opened first. */
export type Screen = LazyExoticComponent<ComponentType<Params>>;

const screen = (load: () => Promise<ComponentType<Params>>): Screen => lazy(async () => ({ default: await load() }));

export const screens = {
  today: screen(async () => (await import('../today/today-screen.tsx')).TodayScreen),
  contacts: screen(async () => (await import('../contacts/contacts-screen.tsx')).ContactsScreen),
  companies: screen(async () => (await import('../companies/companies-screen.tsx')).CompaniesScreen),
  deals: screen(async () => (await import('../deals/deals-screen.tsx')).DealsScreen),
  tasks: screen(async () => (await import('../tasks/tasks-screen.tsx')).TasksScreen),
  sync: screen(async () => (await import('../sync/sync-screen.tsx')).SyncScreen),
  import: screen(async () => (await import('../import/import-screen.tsx')).ImportScreen),
  health: screen(async () => (await import('../health/health-screen.tsx')).HealthScreen),
  settings: screen(async () => (await import('../settings/settings-screen.tsx')).SettingsScreen),
} as const;

export type ScreenKey = keyof typeof screens;
