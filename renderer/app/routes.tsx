import { createHashHistory, createRootRoute, createRoute, createRouter, useParams } from '@tanstack/react-router';
import { createElement } from 'react';
import { screens, type ScreenKey } from './screens.ts';
import { NoPage } from './no-page.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Shell, notFoundComponent: NoPage });

/**
 * A route gives its screen the one id in its path, under the path's own name for it. A list and its record are one
 * route, so that the list stays as it is, scrolled and focused, while a record opens beside it.
 */
function routeTo(path: string, key: ScreenKey) {
  const component = function Page() {
    const params: Readonly<Record<string, string>> = useParams({ strict: false });
    return createElement(screens[key], params);
  };
  return createRoute({ getParentRoute: () => root, path, component });
}

const routes = [
  routeTo('/', 'today'),
  routeTo('/contacts/{-$contactId}', 'contacts'),
  routeTo('/companies/{-$companyId}', 'companies'),
  routeTo('/deals/{-$dealId}', 'deals'),
  routeTo('/tasks', 'tasks'),
  routeTo('/sync', 'sync'),
  routeTo('/import', 'import'),
  routeTo('/health', 'health'),
  routeTo('/settings', 'settings'),
];

export const router = createRouter({ routeTree: root.addChildren(routes), history: createHashHistory() });
