/** The tree of addresses. Each noun brings its own branch; here they are only put together. */
import { createRouter } from '@tanstack/react-router'
import { accountRoutes } from './accounts/routes.ts'
import { actRoutes } from './acts/routes.ts'
import { alarmRoutes } from './alarms/routes.ts'
import { archiveRoutes } from './archive/routes.ts'
import { collectionRoutes } from './collections/routes.ts'
import { comparisonRoutes } from './comparison/routes.ts'
import { disputeRoutes } from './disputes/routes.ts'
import { doubtRoutes } from './doubts/routes.ts'
import { groupRoutes } from './groups/routes.ts'
import { healthRoutes } from './health/routes.ts'
import { importRoutes } from './imports/routes.ts'
import { inboxRoutes } from './inbox/routes.ts'
import { runRoutes } from './invoice-runs/routes.ts'
import { invoiceRoutes } from './invoices/routes.ts'
import { keyRoutes } from './keys/routes.ts'
import { ledgerRoutes } from './ledger/routes.ts'
import { meterKeyRoutes } from './meter-keys/routes.ts'
import { movementRoutes } from './movements/routes.ts'
import { overviewRoutes } from './overview/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { receivableRoutes } from './receivables/routes.ts'
import { reminderRoutes } from './reminders/routes.ts'
import { reportRoutes } from './reports/routes.ts'
import { sellerRoutes } from './seller/routes.ts'
import { sessionRoutes } from './sessions/routes.ts'
import { setupRoutes } from './setup/routes.ts'
import { rootRoute } from './shell/root.tsx'
import { siteRoutes } from './sites/routes.ts'
import { stationRoutes } from './stations/routes.ts'
import { tariffRoutes } from './tariffs/routes.ts'
import { tokenRoutes } from './tokens/routes.ts'

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    ...overviewRoutes,
    ...setupRoutes,
    ...actRoutes,
    ...alarmRoutes,
    ...archiveRoutes,
    ...importRoutes,
    ...peopleRoutes,
    ...stationRoutes,
    ...sessionRoutes,
    ...doubtRoutes,
    ...healthRoutes,
    ...inboxRoutes,
    ...tariffRoutes,
    ...runRoutes,
    ...invoiceRoutes,
    ...accountRoutes,
    ...receivableRoutes,
    ...ledgerRoutes,
    ...disputeRoutes,
    ...reminderRoutes,
    ...collectionRoutes,
    ...movementRoutes,
    ...reportRoutes,
    ...sellerRoutes,
    ...groupRoutes,
    ...comparisonRoutes,
    ...siteRoutes,
    ...tokenRoutes,
    ...meterKeyRoutes,
    ...keyRoutes,
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
  // Every value of an address is a word: `?site=12` stays a text.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const words = new URLSearchParams()
    for (const [name, value] of Object.entries(search)) if (value) words.set(name, String(value))
    const text = words.toString()
    return text ? `?${text}` : ''
  },
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
