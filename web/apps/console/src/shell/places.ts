import {
  type Icon,
  IconAddressBook,
  IconBell,
  IconBolt,
  IconBooks,
  IconBuilding,
  IconBuildingBank,
  IconBuildingStore,
  IconCalendarDollar,
  IconCertificate,
  IconChargingPile,
  IconCoins,
  IconCreditCardPay,
  IconFileImport,
  IconFileInvoice,
  IconHeartbeat,
  IconHelpHexagon,
  IconHistory,
  IconInbox,
  IconKey,
  IconLayoutDashboard,
  IconMailExclamation,
  IconMap2,
  IconMessageReport,
  IconMessages,
  IconNfc,
  IconReceipt,
  IconReportAnalytics,
  IconRoute,
  IconScale,
  IconUsers,
} from '@tabler/icons-react'
import type { shell } from '@wattfleet/words/shell.ts'

export interface Place {
  to:
    | '/'
    | '/map'
    | '/stations'
    | '/sessions'
    | '/doubts'
    | '/alarms'
    | '/messages'
    | '/import'
    | '/acts'
    | '/people'
    | '/health'
    | '/inbox'
    | '/sites'
    | '/tokens'
    | '/meter-keys'
    | '/tariffs'
    | '/invoice-runs'
    | '/invoices'
    | '/accounts'
    | '/open-items'
    | '/movements'
    | '/ledger'
    | '/disputes'
    | '/reminders'
    | '/collections'
    | '/reports'
    | '/seller'
    | '/tariff-groups'
    | '/comparison'
    | '/keys'
  name: keyof typeof shell
  Icon: Icon
  needs: string
}

/** Where one can go, and what one must be able to do there. */
export const GROUPS: readonly { name: keyof typeof shell; places: readonly Place[] }[] = [
  {
    name: 'operate',
    places: [
      { to: '/', name: 'overview', Icon: IconLayoutDashboard, needs: 'stations:read' },
      { to: '/map', name: 'map', Icon: IconMap2, needs: 'sites:read' },
      { to: '/stations', name: 'stations', Icon: IconChargingPile, needs: 'stations:read' },
      { to: '/sessions', name: 'sessions', Icon: IconBolt, needs: 'sessions:read' },
      { to: '/doubts', name: 'doubts', Icon: IconHelpHexagon, needs: 'doubts:read' },
      { to: '/alarms', name: 'alarms', Icon: IconBell, needs: 'alarms:read' },
      { to: '/inbox', name: 'inbox', Icon: IconInbox, needs: 'inbox:read' },
      { to: '/messages', name: 'archive', Icon: IconMessages, needs: 'stations:read' },
    ],
  },
  {
    name: 'billing',
    places: [
      { to: '/invoice-runs', name: 'runs', Icon: IconCalendarDollar, needs: 'billing:read' },
      { to: '/invoices', name: 'invoices', Icon: IconFileInvoice, needs: 'billing:read' },
      { to: '/accounts', name: 'accounts', Icon: IconAddressBook, needs: 'billing:read' },
      { to: '/open-items', name: 'openItems', Icon: IconCoins, needs: 'billing:read' },
      { to: '/reminders', name: 'reminders', Icon: IconMailExclamation, needs: 'billing:read' },
      { to: '/collections', name: 'collections', Icon: IconCreditCardPay, needs: 'billing:read' },
      { to: '/movements', name: 'bank', Icon: IconBuildingBank, needs: 'billing:read' },
      { to: '/ledger', name: 'ledger', Icon: IconBooks, needs: 'billing:read' },
      { to: '/disputes', name: 'disputes', Icon: IconMessageReport, needs: 'disputes:read' },
      { to: '/reports', name: 'reports', Icon: IconReportAnalytics, needs: 'billing:read' },
      { to: '/seller', name: 'seller', Icon: IconBuildingStore, needs: 'billing:read' },
    ],
  },
  {
    name: 'fleet',
    places: [
      { to: '/sites', name: 'sites', Icon: IconBuilding, needs: 'sites:read' },
      { to: '/tokens', name: 'tokens', Icon: IconNfc, needs: 'tokens:read' },
      { to: '/meter-keys', name: 'meterKeys', Icon: IconCertificate, needs: 'stations:read' },
      { to: '/tariffs', name: 'tariffs', Icon: IconReceipt, needs: 'tariffs:read' },
      { to: '/tariff-groups', name: 'tariffGroups', Icon: IconRoute, needs: 'tariffs:read' },
      { to: '/comparison', name: 'comparison', Icon: IconScale, needs: 'sessions:read' },
      { to: '/import', name: 'imports', Icon: IconFileImport, needs: 'stations:write' },
    ],
  },
  {
    name: 'system',
    places: [
      { to: '/health', name: 'health', Icon: IconHeartbeat, needs: 'health:read' },
      { to: '/acts', name: 'acts', Icon: IconHistory, needs: 'acts:read' },
      { to: '/people', name: 'people', Icon: IconUsers, needs: 'people:read' },
      { to: '/keys', name: 'keys', Icon: IconKey, needs: 'keys:read' },
    ],
  },
]
