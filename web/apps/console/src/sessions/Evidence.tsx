import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { SessionDetailView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Frame, payloadLine } from '@wattfleet/ui/frame/Frame.tsx'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { sessions } from '@wattfleet/words/sessions.ts'
import classes from './sessions.module.css'

/** The frames that made this session, down to the byte. */
export function Evidence({ session }: { session: SessionDetailView }) {
  const t = useWords(sessions)
  const c = useWords(common)
  const frames = usePages('GET /api/v1/sessions/{id}/evidence', {
    path: { id: session.id },
    query: { limit: 20 },
  })
  const all = (
    <Link
      to="/stations/$identity"
      params={{ identity: session.station }}
      search={{ tab: 'messages', session: session.id } as never}
      style={{ color: 'var(--wf-accent)' }}
    >
      {t('allMessages')}
    </Link>
  )
  return (
    <Panel id="evidence" title={t('evidence')} actions={all} flush>
      {frames.data === undefined && waiting(frames)}
      {frames.items.map((one) => (
        <div key={one.id} className={classes.frame}>
          <When at={one.at} />
          <Explain title={one.action || one.kind} why={() => <Frame frame={one} />}>
            {one.action || one.kind}
          </Explain>
          <code>{payloadLine(one)}</code>
        </div>
      ))}
      {frames.hasNextPage && (
        <Button variant="subtle" loading={frames.isFetchingNextPage} onClick={() => frames.fetchNextPage()}>
          {c('details')} +20
        </Button>
      )}
    </Panel>
  )
}
