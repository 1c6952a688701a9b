import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reminders',
  component: lazyRouteComponent(() => import('./RemindersPage.tsx'), 'RemindersPage'),
})

const due = createRoute({
  getParentRoute: () => list,
  path: 'due',
  component: lazyRouteComponent(() => import('./DuePanel.tsx'), 'DuePanel'),
})

const settings = createRoute({
  getParentRoute: () => list,
  path: 'settings',
  component: lazyRouteComponent(() => import('./DunningPanel.tsx'), 'DunningPanel'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: lazyRouteComponent(() => import('./ReminderPanel.tsx'), 'ReminderPanel'),
})

export const reminderRoutes = [list.addChildren([due, settings, one])] as const
