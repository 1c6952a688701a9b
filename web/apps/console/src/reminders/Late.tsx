import { Link } from '@tanstack/react-router'
import type { ReminderItemView } from '@wattfleet/api/generated/shapes.ts'
import { addDays } from '@wattfleet/ui/field/written.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Facts } from '@wattfleet/ui/frame/Page.tsx'
import { dayText } from '@wattfleet/ui/show/days.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { reminders } from '@wattfleet/words/reminders.ts'
import classes from './reminders.module.css'

/** How many days late an invoice is, and from when to when they are counted. */
export function Late({ item }: { item: ReminderItemView }) {
  const t = useWords(reminders)
  const { locale } = useLanguage()
  const late = t('late', { n: item.days })
  const why = () => (
    <>
      <Facts
        of={[
          [t('dueOn'), dayText(item.due_on, locale)],
          [t('countedTo'), dayText(addDays(item.due_on, item.days), locale)],
          [t('level'), item.level],
        ]}
      />
      <p>{t('lateHow', { n: item.days })}</p>
      <Link className={classes.link} to="/reminders/settings">
        {t('lateRule')}
      </Link>
    </>
  )
  return (
    <Explain title={late} why={why}>
      <span className={classes.late}>{late}</span>
    </Explain>
  )
}
