import {
  IconActivity,
  IconAddressBook,
  IconBuilding,
  IconChartBar,
  IconChecklist,
  IconCloudUp,
  IconFileImport,
  IconLayoutKanban,
  IconPaperclip,
  IconSettings,
  IconSun,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';

import { AppFrame } from '../../../renderer/parts/app-frame.tsx';
import { Sidebar, type SidebarItem } from '../../../renderer/parts/sidebar.tsx';
import { StatusDetails } from '../../../renderer/parts/status-details.tsx';
import type { StatusLineState } from '../../../renderer/parts/status-line-state.ts';
import { StatusLine } from '../../../renderer/parts/status-line.tsx';
import { TitleBar } from '../../../renderer/parts/title-bar.tsx';
import { at, nothing } from './samples.ts';

const items: readonly SidebarItem[] = [
  { key: 'today', label: 'Today', icon: IconSun, href: '#/today', count: 6, keys: 'G T' },
  { key: 'contacts', label: 'Contacts', icon: IconAddressBook, href: '#/contacts', keys: 'G C' },
  { key: 'companies', label: 'Companies', icon: IconBuilding, href: '#/company', keys: 'G O' },
  { key: 'deals', label: 'Deals', icon: IconLayoutKanban, href: '#/deals', keys: 'G D' },
  { key: 'tasks', label: 'Tasks', icon: IconChecklist, href: '#/tasks', count: 11, keys: 'G K' },
  { key: 'files', label: 'Files', icon: IconPaperclip, href: '#/files', keys: 'G F' },
  { key: 'reports', label: 'Reports', icon: IconChartBar, href: '#/reports', keys: 'G R' },
];
const pinned: readonly SidebarItem[] = [
  { key: 'v1', label: 'My region, active', href: '#/contacts', count: 412 },
  { key: 'v2', label: 'No contact for 30 days', href: '#/contacts', count: 38 },
  { key: 'v3', label: 'Trade fair Hamburg', href: '#/contacts', count: 126 },
  { key: 'v4', label: 'Closing this month', href: '#/deals', count: 9 },
];
const bottom = (safe: number): readonly SidebarItem[] => [
  {
    key: 'sync',
    label: 'Sync centre',
    icon: IconCloudUp,
    href: '#/sync-centre',
    keys: 'G S',
    ...(safe > 0 && { count: safe, isHot: true }),
  },
  { key: 'import', label: 'Import', icon: IconFileImport, href: '#/import' },
  { key: 'health', label: 'Health', icon: IconActivity, href: '#/health', keys: 'G H' },
  { key: 'settings', label: 'Settings', icon: IconSettings, href: '#/settings' },
];

const facts = [
  { label: 'Works', value: 'everything you own: read, edit, log, move' },
  { label: 'Becomes a draft', value: 'delete, merge, export, new deals' },
  { label: 'At 10:11', value: 'writing stops, reading and drafts go on' },
  { label: 'Safe here', value: '7 changes, 11.6 MB, encrypted' },
];

export const offlineDetails = (
  <StatusDetails
    title="Offline 12 min"
    lastContactAtMs={at(24, 9, 41)}
    retryInS={8}
    facts={facts}
    onTryNow={nothing}
    onSyncCentre={nothing}
  />
);

interface ShellProps {
  readonly current: string;
  readonly status: StatusLineState;
  readonly safe?: number;
  readonly toasts?: ReactNode;
  readonly children: ReactNode;
}

export function Shell({ current, status, safe = 0, toasts, children }: ShellProps) {
  const titleBar = (
    <TitleBar
      tenant="Halden Instruments"
      meName="Mara Lindqvist"
      canGoBack
      canGoForward={false}
      onBack={nothing}
      onForward={nothing}
      onSearch={nothing}
      onNew={nothing}
      onNotifications={nothing}
      onMe={nothing}
    />
  );
  const isOffline = status.kind === 'offline';
  return (
    <AppFrame
      titleBar={titleBar}
      sidebar={<Sidebar items={items} pinnedViews={pinned} bottom={bottom(safe)} currentKey={current} />}
      statusLine={<StatusLine state={status} {...(isOffline && { details: offlineDetails })} />}
      {...(toasts !== undefined && { toasts })}
    >
      {children}
    </AppFrame>
  );
}
