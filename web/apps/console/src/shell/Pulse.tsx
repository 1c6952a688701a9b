import { useFreshness } from '@wattfleet/live/live.tsx'
import { useNow } from '@wattfleet/ui/show/clock.ts'
import { readersZone, short } from '@wattfleet/ui/show/times.ts'
import { Shape } from '@wattfleet/ui/state/Shape.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import classes from './shell.module.css'

/** Whether what is seen is live, or since when it is not. */
export function Pulse() {
  const t = useWords(common)
  const { locale } = useLanguage()
  const fresh = useFreshness()
  const now = useNow()
  if (fresh.state === 'live') {
    return (
      <output className={classes.pulse}>
        <Shape state="available" size={10} /> {t('live')}
      </output>
    )
  }
  const text =
    fresh.state === 'opening'
      ? t('opening')
      : t('stale', { when: short(new Date(fresh.since), now, locale, readersZone()) })
  return (
    <output className={`${classes.pulse} ${fresh.state === 'stale' ? classes.stale : ''}`}>
      <Shape state="offline" size={10} /> {text}
    </output>
  )
}
