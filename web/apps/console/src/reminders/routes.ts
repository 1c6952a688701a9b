import { createRoute } from '@tanstack/react-router'
import { late } from '../shell/late.ts'
import { rootRoute } from '../shell/root.tsx'

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reminders',
  component: late(() => import('./RemindersPage.tsx'), 'RemindersPage'),
})

const due = createRoute({
  getParentRoute: () => list,
  path: 'due',
  component: late(() => import('./DuePanel.tsx'), 'DuePanel'),
})

const settings = createRoute({
  getParentRoute: () => list,
  path: 'settings',
  component: late(() => import('./DunningPanel.tsx'), 'DunningPanel'),
})

const one = createRoute({
  getParentRoute: () => list,
  path: '$id',
  component: late(() => import('./ReminderPanel.tsx'), 'ReminderPanel'),
})

export const reminderRoutes = [list.addChildren([due, settings, one])] as const
