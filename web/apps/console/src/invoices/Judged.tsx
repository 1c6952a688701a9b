import { Button } from '@mantine/core'
import type { InvoiceView, JudgedView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Said } from '@wattfleet/ui/show/Said.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { documents } from '@wattfleet/words/documents.ts'
import { invoices } from '@wattfleet/words/invoices.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { terms } from '@wattfleet/words/terms.ts'
import { useState } from 'react'
import { fieldsOf } from './fieldsOf.ts'
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
          <strong>{one.rule}</strong> <Broken finding={one} />
          {one.where && <div className={`${classes.dim} ${classes.hash}`}>{one.where}</div>}
        </div>
      ))}
    </div>
  )
}

/** What lacks is said in words of ours; of a rule its id and what it is about, and its official text in English. */
function Broken({ finding: { rule, text, where, hint } }: { finding: JudgedView['findings'][number] }) {
  const t = useWords(invoices)
  const term = useWordFor(terms)
  const { language } = useLanguage()
  if (hint !== '') {
    return (
      <>
        <Said text={text} from={documents} /> <Said text={hint} from={documents} />
      </>
    )
  }
  const fields = fieldsOf(text, where).map((one) =>
    `BT_${one}` in terms ? `${term(`BT_${one}`)} (BT-${one})` : one,
  )
  return (
    <>
      {t('ruleBroken', { rule })} {fields.length > 0 && t('ruleAbout', { fields: fields.join(', ') })}
      <div>
        <span className={classes.dim}>{t('official')}</span>{' '}
        <q lang={language === 'en' ? undefined : 'en'}>{text}</q>
      </div>
    </>
  )
}
