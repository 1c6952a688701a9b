import { Link } from '@tanstack/react-router'
import type { DeliveryView, MailView, WebhookView } from '@wattfleet/api/generated/shapes.ts'
import { Refusal } from '@wattfleet/api/problem.ts'
import { useCall, usePages } from '@wattfleet/api/queries.ts'
import { Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Empty, waiting } from '@wattfleet/ui/frame/States.tsx'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { Said } from '@wattfleet/ui/show/Said.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { alarms } from '@wattfleet/words/alarms.ts'
import { troubles } from '@wattfleet/words/generated/troubles.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import { Mail } from './Mail.tsx'
import { Webhook } from './Webhook.tsx'

/** Who is told of alarms: by mail with quiet hours, by webhook; each with a test. */
export function ChannelsPage() {
  const t = useWords(alarms)
  const pages = useWords(shell)
  const mail = useCall('GET /api/v1/mail', {})
  const webhook = useCall('GET /api/v1/webhook', {})
  return (
    <Page
      title={t('channels')}
      actions={
        <Link to="/alarms" style={{ color: 'var(--wf-accent)' }}>
          {pages('alarms')}
        </Link>
      }
    >
      <Panel title={t('mail')}>{settled(mail) ? <Mail mail={mail.data ?? NO_MAIL} /> : waiting(mail)}</Panel>
      <Panel title={t('webhook')}>
        {settled(webhook) ? <Webhook webhook={webhook.data ?? NO_WEBHOOK} /> : waiting(webhook)}
      </Panel>
      <Deliveries />
    </Page>
  )
}

/** A channel that nobody has set up yet is an empty form, not an error. */
function settled(query: { data: unknown; error: unknown }): boolean {
  return query.data !== undefined || (query.error instanceof Refusal && query.error.status === 404)
}

const NO_MAIL: MailView = {
  host: '',
  port: 587,
  security: 'starttls',
  user: '',
  sender: '',
  has_password: false,
  recipients: [],
}
const NO_WEBHOOK: WebhookView = { url: '', secret: '', allow_private: false, language: 'en' }

function Deliveries() {
  const t = useWords(alarms)
  const found = usePages('GET /api/v1/deliveries', {}, { everyMs: 10_000 })
  const columns: Column<DeliveryView>[] = [
    { name: 'when', head: t('when'), width: '130px', cell: (one) => <When at={one.made_at} /> },
    { name: 'target', head: t('target'), width: 'minmax(140px, 1fr)', cell: (one) => one.target },
    { name: 'subject', head: t('subject'), width: 'minmax(160px, 2fr)', cell: (one) => one.subject },
    { name: 'tries', head: t('tries'), width: '60px', right: true, cell: (one) => one.tries },
    {
      name: 'state',
      head: t('result'),
      width: 'minmax(120px, 1fr)',
      cell: (one) => (
        <>
          {t(one.state)} <Said text={one.problem} from={troubles} />
        </>
      ),
    },
  ]
  return (
    <>
      <h2 style={{ fontSize: 16, lineHeight: '24px', margin: 0 }}>{t('deliveries')}</h2>
      <List
        boxed
        label={t('deliveries')}
        columns={columns}
        pages={found}
        idOf={(one) => one.id}
        empty={<Empty title={t('noDeliveries')} />}
      />
    </>
  )
}
