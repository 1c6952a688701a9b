import type { ReportView } from '@wattfleet/api/generated/shapes.ts'
import { dayText } from '@wattfleet/ui/show/days.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { reports } from '@wattfleet/words/reports.ts'

/** A report in words: what it tells of which days, and to whom it goes. */
export function useReportWords() {
  const t = useWords(reports)
  const group = useWordFor(reports, 'by_')
  const column = useWordFor(reports, 'of_')
  const period = useWordFor(reports, 'per_')
  const every = useWordFor(reports, 'everyOf_')
  const { locale } = useLanguage()
  const head = (name: string) => (`by_${name}` in reports ? group(name) : column(name))
  const days = (one: ReportView) =>
    one.first && one.last
      ? `${dayText(one.first, locale)} – ${dayText(one.last, locale)}`
      : period(one.period)
  const tells = (one: ReportView) => one.columns.map(column).join(', ')
  const sends = (one: ReportView) =>
    one.every === null ? t('notSent') : t('sendsTo', { every: every(one.every), to: one.to.join(', ') })
  return { t, group, column, period, every, head, days, tells, sends }
}
