import { Button, CloseButton, TextInput } from '@mantine/core'
import type { Rate } from '@wattfleet/api/generated/shapes.ts'
import { DayField } from '@wattfleet/ui/field/DayField.tsx'
import lines from '@wattfleet/ui/frame/lines.module.css'
import { today } from '@wattfleet/ui/show/days.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { reminders } from '@wattfleet/words/reminders.ts'
import classes from './reminders.module.css'

interface RatesProps {
  rates: readonly Rate[]
  /** Where the first of them is thought to be. */
  country: string
  onChange: (next: readonly Rate[]) => void
}

/** The reference rate of each country, from a day on, with where it was read. */
export function Rates({ rates, country, onChange }: RatesProps) {
  const t = useWords(reminders)
  const set = (at: number, part: Partial<Rate>) =>
    onChange(rates.map((one, place) => (place === at ? { ...one, ...part } : one)))
  return (
    <fieldset className={classes.rule}>
      <legend>{t('rates')}</legend>
      {rates.length === 0 && <span className={classes.dim}>{t('noRates')}</span>}
      {rates.map((one, at) => (
        <div key={`rate ${at + 1}`} className={lines.row}>
          <TextInput
            label={t('country')}
            w={70}
            value={one.country}
            onChange={(event) => set(at, { country: event.currentTarget.value.toUpperCase().slice(0, 2) })}
          />
          <DayField label={t('from')} value={one.since} onChange={(next) => set(at, { since: next })} />
          <TextInput
            label={t('percent')}
            w={80}
            inputMode="decimal"
            value={one.percent}
            onChange={(event) => set(at, { percent: event.currentTarget.value.replace(',', '.') })}
          />
          <TextInput
            label={t('rateSource')}
            w={180}
            value={one.source}
            onChange={(event) => set(at, { source: event.currentTarget.value })}
          />
          <CloseButton
            aria-label={t('removeRate', { n: at + 1 })}
            onClick={() => onChange(rates.filter((_, place) => place !== at))}
          />
        </div>
      ))}
      <div>
        <Button
          variant="default"
          onClick={() =>
            onChange([
              ...rates,
              {
                country: rates.at(-1)?.country ?? country,
                since: today(new Date()),
                percent: '',
                source: '',
              },
            ])
          }
        >
          {t('addRate')}
        </Button>
      </div>
    </fieldset>
  )
}
