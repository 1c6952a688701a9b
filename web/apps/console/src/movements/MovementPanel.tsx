import { CloseButton } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { BankMovementView, FittingView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import lines from '@wattfleet/ui/frame/lines.module.css'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Figure, Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { Day } from '@wattfleet/ui/show/Books.tsx'
import { useReturned } from '@wattfleet/ui/show/returned.ts'
import { Money, When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { movements } from '@wattfleet/words/movements.ts'
import { receivables } from '@wattfleet/words/receivables.ts'
import { Matching } from './Matching.tsx'
import { LOOKS } from './MovementsPage.tsx'
import classes from './movements.module.css'
import { Said } from './Said.tsx'

/** One movement: what the bank told of it, what it pays or may pay, and how that is taken back. */
export function MovementPanel() {
  const { id } = useParams({ from: '/movements/$id' })
  const query = useCall('GET /api/v1/movements/{id}', { path: { id } })
  const fitting = useCall('GET /api/v1/movements/{id}/fitting', { path: { id } })
  if (query.data === undefined) return waiting(query)
  if (fitting.data === undefined) return waiting(fitting)
  return <Known key={id} movement={query.data} fitting={fitting.data} />
}

interface KnownProps {
  movement: BankMovementView
  fitting: FittingView
}

function Known({ movement, fitting }: KnownProps) {
  const t = useWords(movements)
  const c = useWords(common)
  const why = useWordFor(receivables, 'why_')
  const returned = useReturned()
  const may = useMay()('billing:write')
  const { currency, state } = movement
  const plain = (label: string, value: string) => value !== '' && ([label, value] as const)
  const standing = fitting.payments.some((one) => !one.undone)
  return (
    <Page
      title={movement.party || '—'}
      note={<State state={LOOKS[state]} word={t(state)} />}
      actions={
        <CloseButton
          aria-label={c('close')}
          renderRoot={(props) => <Link to="/movements" search={(before) => before} {...props} />}
        />
      }
    >
      <div className={classes.figures}>
        <Figure label={t('amount')} to={null}>
          <Money of={movement.amount} currency={currency} />
        </Figure>
        {movement.left !== movement.amount && (
          <Figure label={t('left')} to="#pays">
            <Money of={movement.left} currency={currency} />
          </Figure>
        )}
      </div>
      <Facts
        of={[
          [t('day'), <Day key="d" of={movement.booked_on} />],
          plain(t('account'), movement.party_account),
          plain(t('reference'), movement.reference),
          plain(t('text'), movement.text),
          plain(t('returned'), returned(movement.returned)),
          plain(t('batch'), movement.batch),
          [
            t('found'),
            <span key="f">
              {why(movement.why)} · <When at={movement.read_at} />
            </span>,
          ],
          plain(t('note'), movement.note),
          movement.redacted_at !== null && [t('redacted'), <When key="r" at={movement.redacted_at} />],
        ]}
      />
      {fitting.payments.length > 0 && (
        <Panel id="pays" title={t('pays')} flush>
          {fitting.payments.map((one) => (
            <div key={one.payment_id} className={`${lines.item} ${lines.line}`}>
              <Link className={classes.link} to="/invoices/$id" params={{ id: one.invoice_id }}>
                {one.number}
              </Link>
              <span>
                <Money of={one.amount} currency={currency} />
                {one.undone && <span className={classes.dim}> · {t('takenBack')}</span>}
              </span>
            </div>
          ))}
        </Panel>
      )}
      {may && state === 'waiting' && <Matching movement={movement} fitting={fitting} />}
      {may && state === 'waiting' && <Said key="aside" movement={movement} how="aside" />}
      {may && (state === 'aside' || standing) && (
        <Said key="reopen" movement={movement} how="reopen" paid={standing} />
      )}
    </Page>
  )
}
