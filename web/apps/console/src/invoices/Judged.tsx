import { Button } from '@mantine/core'
import type { InvoiceView, JudgedView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { invoices } from '@wattfleet/words/invoices.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { useState } from 'react'
import classes from './invoices.module.css'

/** What the official rules say of it, asked when somebody wants to know. */
export function Judged({ invoice }: { invoice: InvoiceView }) {
  const t = useWords(invoices)
  const [wanted, setWanted] = useState(false)
  const query = useCall('GET /api/v1/invoices/{id}/judged', { path: { id: invoice.id } }, { enabled: wanted })
  return (
    <div className={classes.line}>
      <div>
        {t('rules')}
        {wanted && (query.data ? <Report report={query.data} /> : waiting(query))}
      </div>
      {!wanted && (
        <Button variant="default" onClick={() => setWanted(true)}>
          {t('judge')}
        </Button>
      )}
    </div>
  )
}

function Report({ report }: { report: JudgedView }) {
  const t = useWords(invoices)
  const word = useWordFor(invoices)
  return (
    <div style={{ display: 'grid', gap: 8, paddingTop: 4 }}>
      <State
        state={report.accepted ? 'available' : 'faulted'}
        word={t(report.accepted ? 'accepted' : 'refused')}
      />
      <span className={classes.dim}>
        {word(report.form)} ·{' '}
        {report.checked.length > 0 ? `${t('checked')}: ${report.checked.join(', ')}` : t('lacking')}
      </span>
      {report.findings.map((one) => (
        <div key={`${one.rule} ${one.where} ${one.text}`}>
          <span className={one.severity === 'fatal' ? classes.bad : classes.dim}>{word(one.severity)}</span>{' '}
          <strong>{one.rule}</strong> {one.text} {one.hint}
          {one.where && <div className={`${classes.dim} ${classes.hash}`}>{one.where}</div>}
        </div>
      ))}
    </div>
  )
}
