import type { InvoiceLineView, InvoiceView, VatSumView } from '@wattfleet/api/generated/shapes.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Facts, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { localised, money } from '@wattfleet/ui/show/numbers.ts'
import { Money } from '@wattfleet/ui/show/Values.tsx'
import { invoices } from '@wattfleet/words/invoices.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { clockOf } from './clockOf.ts'
import classes from './invoices.module.css'
import { LineSessions } from './LineSessions.tsx'

/** The lines under their headings, the sums below; each number opens to its reason. */
export function Lines({ invoice }: { invoice: InvoiceView }) {
  const t = useWords(invoices)
  const { currency } = invoice
  const sum = (label: string, amount: string, strong = false) => (
    <div className={`${classes.line} ${strong ? classes.sum : classes.dim}`}>
      <span>{label}</span>
      <Money of={amount} currency={currency} />
    </div>
  )
  const isNote = invoice.kind === 'credit_note'
  return (
    <Panel id="lines" title={t('lines')} flush>
      {groupsOf(invoice.lines).map(([group, lines]) => (
        <div key={group} className={classes.groupOf}>
          {group && <div className={classes.group}>{group}</div>}
          {lines.map((one, at) => (
            <Line key={`${one.text} ${at + 1}`} invoice={invoice} line={one} currency={currency} />
          ))}
        </div>
      ))}
      {sum(t('net'), invoice.net)}
      {invoice.vat_sums.map((one) => (
        <VatSum key={`${one.category} ${one.rate} ${one.country}`} sum={one} currency={currency} />
      ))}
      {sum(t('gross'), invoice.gross)}
      {Number(invoice.rounding) !== 0 && (
        <div className={`${classes.line} ${classes.dim}`}>
          <span>
            {t('rounding')} ·{' '}
            <Explain title={t('rounding')} why={() => <p style={{ margin: 0 }}>{t('roundingWhy')}</p>} />
          </span>
          <Money of={invoice.rounding} currency={currency} />
        </div>
      )}
      {invoice.vat_in && (
        <div className={`${classes.line} ${classes.dim}`}>
          <span>{t('vatIn')}</span>
          <span className="wf-num">{invoice.vat_in}</span>
        </div>
      )}
      {sum(t(isNote ? 'back' : 'payable'), invoice.payable, true)}
    </Panel>
  )
}

/** Lines that stand under one heading, in their order. */
function groupsOf(lines: readonly InvoiceLineView[]): [string, InvoiceLineView[]][] {
  const groups = new Map<string, InvoiceLineView[]>()
  for (const one of lines) groups.set(one.group, [...(groups.get(one.group) ?? []), one])
  return [...groups]
}

interface LineProps {
  line: InvoiceLineView
  currency: string
}

function Line({ invoice, line, currency }: LineProps & { invoice: InvoiceView }) {
  const t = useWords(invoices)
  return (
    <div className={classes.line}>
      <span>
        {line.text}
        {line.kind === 'correction' && <span className={classes.correction}> · {t('correction')}</span>}
        <span className={classes.dim}>
          {' '}
          · <Computed line={line} currency={currency} /> ·{' '}
          <Explain
            title={line.text}
            why={() => <LineWhy invoice={invoice} line={line} currency={currency} />}
          />
        </span>
        {line.detail && <div className={classes.dim}>{line.detail}</div>}
      </span>
      <Money of={line.net} currency={currency} />
    </div>
  )
}

/** `21.384 kWh × 3,20 kr`, as it was computed; time in hours unless it is wanted as it was counted. */
function Computed({ line, currency, counted = false }: LineProps & { counted?: boolean }) {
  const t = useWords(invoices)
  const unit = useWordFor(invoices)
  const { locale } = useLanguage()
  if (line.unit === 'SEC' && line.per === 3600 && !counted) {
    const values = { time: clockOf(line.quantity), price: money(line.price, currency, locale, true) }
    return <span className="wf-num">{t('computedTime', values)}</span>
  }
  const values = {
    quantity: localised(line.quantity, locale),
    unit: unit(line.unit),
    price: money(line.price, currency, locale, true),
    per: line.per,
  }
  return <span className="wf-num">{t(line.per === 1 ? 'computedText' : 'computedPer', values)}</span>
}

function LineWhy({ invoice, line, currency }: LineProps & { invoice: InvoiceView }) {
  const t = useWords(invoices)
  const word = useWordFor(invoices)
  const { vat } = line
  const kind = line.kind === 'rounding' ? 'rounding_line' : line.kind
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      {line.kind === 'correction' && <p style={{ margin: 0 }}>{t('correctionWhy')}</p>}
      <Facts
        of={[
          [t('lineKind'), word(kind)],
          [
            t('computed'),
            <span key="c">
              <Computed line={line} currency={currency} counted /> ={' '}
              <Money of={line.net} currency={currency} />
              <div className={classes.dim}>{t('halfUp')}</div>
            </span>,
          ],
          line.sessions > 0 && [t('behind'), t('sessionsBehind', { n: line.sessions })],
          line.first_day !== null && [
            t('period'),
            <span key="p">
              <Day of={line.first_day} /> – <Day of={line.last_day} />
            </span>,
          ],
          [
            t('vatCase'),
            t('vatText', { rate: vat.rate, category: vat.category, country: vat.country || '—' }),
          ],
          [t('vatRule'), vat.case || '—'],
          vat.source !== '' && [t('vatLaw'), vat.source],
          vat.reason !== '' && [t('vatReason'), vat.reason],
          vat.note !== '' && [t('vatNote'), vat.note],
        ]}
      />
      {line.sessions > 0 && (
        <LineSessions invoice={invoice.id} at={invoice.lines.indexOf(line)} line={line} currency={currency} />
      )}
    </div>
  )
}

function VatSum({ sum, currency }: { sum: VatSumView; currency: string }) {
  const t = useWords(invoices)
  const { locale } = useLanguage()
  const title = `${t('vat')} ${localised(sum.rate, locale)} %`
  const why = () => (
    <div style={{ display: 'grid', gap: 16 }}>
      <p style={{ margin: 0 }}>{t('vatOnce')}</p>
      <Facts
        of={[
          [
            t('vatCase'),
            t('vatText', { rate: sum.rate, category: sum.category, country: sum.country || '—' }),
          ],
          [
            t('computed'),
            <span key="c">
              <Money of={sum.net} currency={currency} /> × {localised(sum.rate, locale)} % ={' '}
              <Money of={sum.vat} currency={currency} />
            </span>,
          ],
          sum.note !== '' && [t('vatNote'), sum.note],
        ]}
      />
    </div>
  )
  return (
    <div className={`${classes.line} ${classes.dim}`}>
      <span>
        {title} · <Explain title={title} why={why} />
        {sum.note && <div>{sum.note}</div>}
      </span>
      <Money of={sum.vat} currency={currency} />
    </div>
  )
}
