import { Button, Checkbox, TextInput } from '@mantine/core'
import type { ElementInput, TariffInput } from '@wattfleet/api/generated/shapes.ts'
import { ClockField } from '@wattfleet/ui/field/ClockField.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { tariffs } from '@wattfleet/words/tariffs.ts'
import { PriceRow } from './PriceRow.tsx'
import { DAYS, dayName } from './sentences.ts'
import classes from './tariffs.module.css'

interface EditorProps {
  draft: TariffInput
  onChange: (next: TariffInput) => void
  error: unknown
}

/** A tariff as sentences with gaps. What it holds beyond these gaps stays as it was. */
export function Editor({ draft, onChange, error }: EditorProps) {
  const t = useWords(tariffs)
  const set = (part: Partial<TariffInput>) => onChange({ ...draft, ...part })
  const setElement = (at: number, next: ElementInput | null) =>
    set({ elements: draft.elements.flatMap((one, index) => (index !== at ? [one] : next ? [next] : [])) })
  return (
    <>
      <div className={classes.row}>
        <TextInput
          label={t('name')}
          value={draft.name}
          error={fieldError(error, 'name')}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('currency')}
          w={80}
          value={draft.currency}
          error={fieldError(error, 'currency')}
          onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
        />
        <Checkbox
          label={t('included')}
          checked={draft.tax_included ?? false}
          onChange={(event) => set({ tax_included: event.currentTarget.checked })}
        />
      </div>
      {draft.elements.map((one, at) => (
        // The parts of a tariff have no names: they are what their place makes them.
        <Part key={`part ${at + 1}`} at={at} element={one} onChange={(next) => setElement(at, next)} />
      ))}
      <div>
        <Button
          variant="default"
          onClick={() =>
            set({ elements: [...draft.elements, { price_components: [{ type: 'ENERGY', price: '0' }] }] })
          }
        >
          {t('addPart')}
        </Button>
      </div>
    </>
  )
}

interface PartProps {
  at: number
  element: ElementInput
  onChange: (next: ElementInput | null) => void
}

function Part({ at, element, onChange }: PartProps) {
  const t = useWords(tariffs)
  const prices = element.price_components
  const setPrice = (index: number, next: (typeof prices)[number] | null) => {
    const kept = prices.flatMap((one, other) => (other !== index ? [one] : next ? [next] : []))
    onChange(kept.length ? { ...element, price_components: kept } : null)
  }
  return (
    <Panel title={t('part', { n: at + 1 })}>
      <div className={classes.part}>
        <Conditions element={element} onChange={onChange} />
        {prices.map((one, index) => (
          <PriceRow key={`price ${index + 1}`} price={one} onChange={(next) => setPrice(index, next)} />
        ))}
        <div>
          <Button
            variant="subtle"
            onClick={() =>
              onChange({ ...element, price_components: [...prices, { type: 'PARKING_TIME', price: '0' }] })
            }
          >
            {t('addPrice')}
          </Button>
        </div>
      </div>
    </Panel>
  )
}

function Conditions({ element, onChange }: Omit<PartProps, 'at'>) {
  const t = useWords(tariffs)
  const { locale } = useLanguage()
  const asked = element.restrictions ?? {}
  const set = (part: object) => {
    const next = Object.fromEntries(
      Object.entries({ ...asked, ...part }).filter(
        ([, value]) => value !== '' && value !== null && value !== undefined,
      ),
    )
    onChange({ ...element, restrictions: Object.keys(next).length ? next : null })
  }
  const days = asked.day_of_week ?? []
  const toggle = (day: (typeof DAYS)[number]) => {
    const next = DAYS.filter((one) => (one === day ? !days.includes(one) : days.includes(one)))
    set({ day_of_week: next.length ? next : null })
  }
  return (
    <div className={classes.row}>
      <ClockField
        label={t('from')}
        value={asked.start_time ?? ''}
        onChange={(next) => set({ start_time: next })}
      />
      <ClockField label={t('to')} value={asked.end_time ?? ''} onChange={(next) => set({ end_time: next })} />
      <fieldset className={classes.days}>
        <legend>{t('days')}</legend>
        {DAYS.map((one) => (
          <Button
            key={one}
            size="compact-xs"
            variant={days.includes(one) ? 'filled' : 'default'}
            aria-pressed={days.includes(one)}
            onClick={() => toggle(one)}
          >
            {dayName(one, locale)}
          </Button>
        ))}
      </fieldset>
    </div>
  )
}
