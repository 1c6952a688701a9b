import type { FrameView } from '@wattfleet/api/generated/shapes.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { station as words } from '@wattfleet/words/station.ts'
import { useMemo } from 'react'
import type { Column } from '../list/List.tsx'
import { When } from '../show/Values.tsx'
import { payloadLine } from './Frame.tsx'
import classes from './frame.module.css'

/** The columns of messages, of one station or of all: each call with its answer beside it. */
export function useMessageColumns(): Column<FrameView>[] {
  const t = useWords(words)
  return useMemo(
    () => [
      { name: 'at', head: t('when'), width: '120px', cell: (one) => <When at={one.at} /> },
      {
        name: 'direction',
        wide: true,
        head: t('direction'),
        width: '64px',
        cell: (one) => (
          <span role="img" aria-label={one.direction === 'in' ? t('in') : t('out')}>
            {one.direction === 'in' ? '←' : '→'}
          </span>
        ),
      },
      {
        name: 'action',
        head: t('action'),
        width: 'minmax(110px, 170px)',
        cell: (one) => <strong>{one.action || one.kind}</strong>,
      },
      {
        name: 'contents',
        wide: true,
        head: t('contents'),
        width: 'minmax(240px, 3fr)',
        cell: (one) => <code>{payloadLine(one)}</code>,
      },
      {
        name: 'answer',
        wide: true,
        head: t('answer'),
        width: 'minmax(140px, 1fr)',
        cell: (one) =>
          one.error === null ? (
            <code className={classes.note}>
              {one.answer === null ? '' : payloadLine({ ...one, frame: one.answer })}
            </code>
          ) : (
            <span style={{ color: 'var(--wf-state-faulted)' }}>{one.error}</span>
          ),
      },
    ],
    [t],
  )
}
