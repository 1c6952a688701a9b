import type { SumView } from '@wattfleet/api/generated/shapes.ts'
import { Facts, Figure, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { Energy, Money } from '@wattfleet/ui/show/Values.tsx'
import { comparison } from '@wattfleet/words/comparison.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import type { Whole } from './adding.ts'
import classes from './comparison.module.css'
import { Extremes } from './Extremes.tsx'

/** What came out: sums, those who pay most more or less, what was left out, and how it was priced. */
export function Outcome({ whole }: { whole: Whole }) {
  const t = useWords(comparison)
  const names = [whole.a.name || t('asSold'), whole.b.name] as const
  if (whole.lookedAt === 0) return <Empty title={t('noneTitle')}>{t('none')}</Empty>
  return (
    <>
      {whole.compared === 0 && <Empty title={t('leftOut')}>{t('nonePriced')}</Empty>}
      {whole.sums.map((one) => (
        <Sums key={one.currency} sum={one} names={names} />
      ))}
      {whole.mostMore.length > 0 && (
        <Extremes id="extremes" title={t('mostMore')} pairs={whole.mostMore} whole={whole} names={names} />
      )}
      {whole.mostLess.length > 0 && (
        <Extremes
          id={whole.mostMore.length > 0 ? undefined : 'extremes'}
          title={t('mostLess')}
          pairs={whole.mostLess}
          whole={whole}
          names={names}
        />
      )}
      <div className={classes.columns}>
        <LeftOut of={whole.leftOut} />
        {whole.compared > 0 && <Engines whole={whole} names={names} />}
      </div>
    </>
  )
}

function Sums({ sum, names }: { sum: SumView; names: readonly [string, string] }) {
  const t = useWords(comparison)
  const { currency } = sum
  const figure = (label: string, before: string, whole: string, signed = false) => (
    <Figure label={`${label} · ${t('beforeVat')}`} to="#extremes">
      {signed && Number(before) > 0 && '+'}
      <Money of={before} currency={currency} />
      <small className={classes.small}>
        {t('withVat')} <Money of={whole} currency={currency} />
      </small>
    </Figure>
  )
  return (
    <Panel title={currency}>
      <div className={classes.figures}>
        {figure(t('difference'), sum.difference_before_vat, sum.difference, true)}
        {figure(names[0], sum.a_before_vat, sum.a_amount)}
        {figure(names[1], sum.b_before_vat, sum.b_amount)}
        <Figure label={t('sessions')} to="#extremes">
          {sum.sessions}
          <small className={classes.small}>
            {sum.more} {t('more')} · {sum.less} {t('less')} · {sum.same} {t('same')}
          </small>
        </Figure>
        <Figure label={t('energy')} to="#extremes">
          <Energy wh={sum.energy_wh} digits={1} />
        </Figure>
      </div>
    </Panel>
  )
}

function LeftOut({ of }: { of: Readonly<Record<string, number>> }) {
  const t = useWords(comparison)
  const word = useWordFor(comparison, 'out_')
  const each = Object.entries(of)
  if (each.length === 0) return null
  return (
    <Panel title={t('leftOut')}>
      <Facts of={each.map(([reason, count]) => [word(reason), count] as const)} />
    </Panel>
  )
}

function Engines({ whole, names }: { whole: Whole; names: readonly [string, string] }) {
  const t = useWords(comparison)
  const told = (by: Readonly<Record<string, number>>) =>
    (['kept', 'bulk', 'exact'] as const)
      .flatMap((one) => (by[one] ? [t(`by_${one}`, { n: by[one] })] : []))
      .join(' · ')
  return (
    <Panel title={t('priced')}>
      <Facts
        of={[
          [names[0], told(whole.a.by)],
          [names[1], told(whole.b.by)],
          ['', <small key="alike">{t('enginesAlike')}</small>],
        ]}
      />
    </Panel>
  )
}
