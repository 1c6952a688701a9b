import { Button, CloseButton, FileInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { BankFileView } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { receivables } from '@wattfleet/words/receivables.ts'
import { useState } from 'react'
import { Movement } from './Movement.tsx'
import classes from './receivables.module.css'
import { TOUCHED } from './TakePayment.tsx'

/** A file of the bank: tried, then booked; what is not sure waits for a person, with its reason. */
export function BankPage() {
  const c = useWords(common)
  const t = useWords(receivables)
  const may = useMay()
  const [file, setFile] = useState<File | null>(null)
  const [told, setTold] = useState<BankFileView | null>(null)
  const [kept, setKept] = useState(false)
  const read = useChange('POST /api/v1/payments/bank-file', TOUCHED)
  const send = (content: File, dry: boolean) =>
    read.mutate(
      { query: { dry_run: dry }, body: content as never, media: 'application/xml' },
      {
        onSuccess: (answer) => {
          setTold(answer)
          if (!dry) setKept(true)
        },
      },
    )
  const choose = (chosen: File | null) => {
    setFile(chosen)
    setTold(null)
    setKept(false)
    if (chosen) send(chosen, true)
  }
  const sure = told?.items.filter(isSure).length ?? 0
  const fresh = told?.items.filter((one) => !one.booked && !one.known).length ?? 0
  return (
    <Page
      title={t('bank')}
      actions={
        <CloseButton aria-label={c('close')} renderRoot={(props) => <Link to="/movements" {...props} />} />
      }
    >
      {may('billing:write') ? (
        <div className={classes.choose}>
          <FileInput
            w={320}
            label={t('file')}
            placeholder="camt.xml"
            accept=".xml,application/xml,text/xml"
            value={file}
            onChange={choose}
          />
          <small className={classes.dim}>{t('bankHelp')}</small>
        </div>
      ) : (
        <Empty title={t('bank')}>{t('bankHelp')}</Empty>
      )}
      <Refused error={read.error} />
      {told && (
        <Panel
          title={<Counts told={told} sure={sure} />}
          flush
          actions={
            <>
              {fresh > 0 && file && !kept && (
                <Button loading={read.isPending} onClick={() => send(file, false)}>
                  {t(sure > 0 ? 'bookSure' : 'keepWaiting')}
                </Button>
              )}
              {kept && (
                <Link className={classes.link} to="/movements">
                  {t('toInbox')}
                </Link>
              )}
            </>
          }
        >
          {told.items.length === 0 && <div className={classes.line}>{t('bankEmpty')}</div>}
          {told.items.map((one) => (
            <Movement key={one.id} movement={one} onBooked={() => file && send(file, true)} />
          ))}
        </Panel>
      )}
    </Page>
  )
}

/** It may be booked without a person: one item fits, and it is not more than what is open. */
export function isSure(one: BankFileView['items'][number]): boolean {
  return (
    !one.booked &&
    !one.known &&
    one.invoice_id !== null &&
    one.difference !== null &&
    Number(one.difference) <= 0
  )
}

function Counts({ told, sure }: { told: BankFileView; sure: number }) {
  const t = useWords(receivables)
  const waits = told.items.filter((one) => !one.booked && !one.known && !isSure(one)).length
  const parts = [
    told.booked > 0 && t('bookedNow', { n: told.booked }),
    sure > 0 && t('sure', { n: sure }),
    waits > 0 && t('waits', { n: waits }),
    told.known > 0 && t('knownBefore', { n: told.known }),
  ].filter(Boolean)
  return <output>{parts.join(' · ') || t('bankEmpty')}</output>
}
