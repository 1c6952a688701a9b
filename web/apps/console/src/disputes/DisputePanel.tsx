import { CloseButton } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import type { DisputeDetailView } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import type { Filters } from '@wattfleet/ui/list/filters.ts'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { common } from '@wattfleet/words/common.ts'
import { disputes } from '@wattfleet/words/disputes.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import classes from './disputes.module.css'
import { End } from './End.tsx'
import { Ended } from './Ended.tsx'
import { Evidence } from './Evidence.tsx'
import { Talk } from './Talk.tsx'

/** One dispute: what is said to be wrong, its clock, the evidence, what was said, and how it ends. */
export function DisputePanel() {
  const { id } = useParams({ from: '/disputes/$id' })
  const query = useCall('GET /api/v1/disputes/{id}', { path: { id } })
  if (query.data === undefined) return waiting(query)
  return <Known key={query.data.id} dispute={query.data} />
}

function Known({ dispute }: { dispute: DisputeDetailView }) {
  const c = useWords(common)
  const t = useWords(disputes)
  const word = useWordFor(disputes, 'is_')
  const may = useMay()
  const open = dispute.state === 'open'
  return (
    <Page
      title={`${t('dispute')} · ${word(dispute.about)}`}
      note={<Ended dispute={dispute} />}
      actions={
        <CloseButton
          aria-label={c('close')}
          renderRoot={(props) => (
            <Link to="/disputes" search={((before: Filters) => before) as never} {...props} />
          )}
        />
      }
    >
      {open && <div className={classes.held}>{t('held')}</div>}
      <Panel title={t('text')}>
        <blockquote className={classes.quote}>{dispute.text}</blockquote>
      </Panel>
      <About dispute={dispute} />
      <Evidence dispute={dispute} />
      <Talk dispute={dispute} />
      {open && may('disputes:write') && <End dispute={dispute} />}
    </Page>
  )
}

function About({ dispute }: { dispute: DisputeDetailView }) {
  const t = useWords(disputes)
  const by = useWordFor(disputes, 'by_')
  const link = (to: '/sessions/$id' | '/invoices/$id', id: string, words: string) => (
    <Link key={id} className={classes.link} to={to} params={{ id }}>
      {words}
    </Link>
  )
  return (
    <Panel title={t('about')}>
      <Facts
        of={[
          dispute.session_id !== null && [
            t('aboutSession'),
            link('/sessions/$id', dispute.session_id, dispute.token ?? t('session')),
          ],
          dispute.invoice_id !== null && [
            t('aboutInvoice'),
            <span key="i">
              {link('/invoices/$id', dispute.invoice_id, t('invoice'))}
              {dispute.line !== null && ` · ${t('line', { n: dispute.line })}`}
            </span>,
          ],
          [t('side'), by(dispute.side)],
          dispute.contact !== '' && [t('contact'), dispute.contact],
          [
            t('opened'),
            <span key="o">
              <When at={dispute.opened_at} as="exact" /> · {dispute.opened_by.name}
            </span>,
          ],
          dispute.closed_at === null && [t('due'), <When key="d" at={dispute.due_at} as="exact" />],
          dispute.closed_at !== null && [
            t('closed'),
            <span key="c">
              <When at={dispute.closed_at} as="exact" /> · {dispute.closed_by?.name}
            </span>,
          ],
          dispute.answer !== '' && [t('answer'), <strong key="a">{dispute.answer}</strong>],
          dispute.credit_note_id !== null && [
            '',
            link('/invoices/$id', dispute.credit_note_id, t('creditNote')),
          ],
        ]}
      />
    </Panel>
  )
}
