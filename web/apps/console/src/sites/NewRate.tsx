import { Button, CloseButton, NativeSelect, TextInput } from '@mantine/core'
import type { SiteView } from '@wattfleet/api/generated/shapes.ts'
import { useChange, usePages } from '@wattfleet/api/queries.ts'
import { DayField } from '@wattfleet/ui/field/DayField.tsx'
import { fieldError, Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { today } from '@wattfleet/ui/show/days.ts'
import { common } from '@wattfleet/words/common.ts'
import { costs } from '@wattfleet/words/costs.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { type FormEvent, useState } from 'react'
import { TOUCHES } from './CostRates.tsx'
import classes from './sites.module.css'

const WAYS = ['price', 'index'] as const

/** A rate from a day on: a price, or a series with a factor and an adder. */
export function NewRate({ site, done }: { site: SiteView; done: () => void }) {
  const t = useWords(costs)
  const c = useWords(common)
  const { currency } = site
  const [texts, setTexts] = useState({
    from: `${today(new Date()).slice(0, 7)}-01`,
    price: '',
    series: '',
    factor: '1',
    adder: '0',
    monthly: '',
    note: '',
  })
  const [by, setBy] = useState<(typeof WAYS)[number]>('price')
  const series = usePages('GET /api/v1/series', { query: { limit: 1000 } })
  const named = texts.series || series.items[0]?.name || ''
  const make = useChange('POST /api/v1/cost-rates', TOUCHES)
  const { error } = make
  const field = (name: keyof typeof texts, label: string, more: { w?: number; required?: boolean } = {}) => (
    <TextInput
      label={label}
      {...more}
      value={texts[name]}
      error={fieldError(error, name)}
      onChange={(event) => setTexts({ ...texts, [name]: event.currentTarget.value })}
    />
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const priced =
      by === 'price'
        ? { price: decimal(texts.price) }
        : { index: { series: named, factor: decimal(texts.factor), adder: decimal(texts.adder) } }
    make.mutate(
      {
        body: {
          site_id: site.id,
          valid_from: texts.from,
          monthly: decimal(texts.monthly) || '0',
          note: texts.note.trim(),
          ...priced,
        },
      },
      { onSuccess: done },
    )
  }
  return (
    <form className={`${classes.form} ${classes.line}`} onSubmit={submit}>
      <div className={classes.row}>
        <DayField
          label={t('from')}
          required
          value={texts.from}
          error={fieldError(error, 'valid_from')}
          onChange={(next) => setTexts({ ...texts, from: next })}
        />
        <NativeSelect
          size="xs"
          label={t('by')}
          value={by}
          data={WAYS.map((one) => ({ value: one, label: t(`by_${one}`) }))}
          onChange={(event) => setBy(event.currentTarget.value === 'index' ? 'index' : 'price')}
        />
        {by === 'price' && field('price', t('price', { currency }), { required: true })}
        {by === 'index' && (
          <>
            <NativeSelect
              size="xs"
              label={t('series')}
              value={named}
              data={series.items.map((one) => one.name)}
              error={fieldError(error, 'index.series')}
              onChange={(event) => setTexts({ ...texts, series: event.currentTarget.value })}
            />
            {field('factor', t('factor'), { w: 70 })}
            {field('adder', t('adder'), { w: 80 })}
          </>
        )}
        {field('monthly', t('monthlyField', { currency }))}
        {field('note', t('note'))}
      </div>
      {by === 'index' && series.data !== undefined && series.items.length === 0 && (
        <span className={classes.dim}>{t('noSeries')}</span>
      )}
      <span className={classes.dim}>{t('addSo')}</span>
      <Refused error={error} />
      <div className={classes.row}>
        <Button
          type="submit"
          loading={make.isPending}
          disabled={by === 'price' ? !texts.price.trim() : !named}
        >
          {t('add')}
        </Button>
        <CloseButton aria-label={c('cancel')} onClick={done} />
      </div>
    </form>
  )
}

/** A decimal comma is one, too; what is no number is left for the server to refuse. */
function decimal(text: string): string {
  return text.trim().replace(',', '.')
}
