import type { ActView, MeterKeyView } from '@wattfleet/api/generated/shapes.ts'
import { usePages } from '@wattfleet/api/queries.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { meters } from '@wattfleet/words/meters.ts'
import { deedOf, saidIn } from './deedOf.ts'
import classes from './meterKeys.module.css'

/** Who did what with it and when, out of the chain of acts; the newest first. */
export function KeyHistory({ of }: { of: MeterKeyView }) {
  const t = useWords(meters)
  const found = usePages('GET /api/v1/acts', { query: { noun: 'meter_key', id: of.id, limit: 50 } })
  return (
    <Panel title={t('history')} flush>
      {found.data === undefined && waiting(found)}
      {found.data !== undefined && found.items.length === 0 && (
        <div className={`${classes.line} ${classes.dim}`}>{t('noHistory')}</div>
      )}
      {found.items.map((one) => (
        <Deed key={one.number} act={one} />
      ))}
    </Panel>
  )
}

function Deed({ act }: { act: ActView }) {
  const t = useWords(meters)
  const word = useWordFor(meters, 'deed_')
  const deed = deedOf(act)
  const { note, until } = saidIn(act)
  return (
    <div className={classes.line}>
      <div>
        <strong>{word(deed)}</strong>
        {deed === 'bounded' && (
          <span>
            {' '}
            <When at={until} as="exact" />
          </span>
        )}
        {note && <div>{note}</div>}
      </div>
      <span className={classes.dim}>
        {act.who.name || t('itself')} · <When at={act.at} as="exact" />
      </span>
    </div>
  )
}
