import type { SiteMetrologyView } from '@wattfleet/api/generated/shapes.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { measuring } from '@wattfleet/words/measuring.ts'
import { runs } from '@wattfleet/words/runs.ts'
import { Held } from './Held.tsx'

/** How many of the sessions that wait for an invoice are held, and for what. */
export function Effect({ of }: { of: Pick<SiteMetrologyView, 'looked_at' | 'more' | 'held'> }) {
  const t = useWords(measuring)
  const word = useWordFor(runs)
  const held = of.held.reduce((sum, one) => sum + one.sessions, 0)
  if (of.looked_at === 0) return <span>{t('noneWaits')}</span>
  return (
    <div>
      {held === 0 ? t('nothingHeld', { n: of.looked_at }) : t('someHeld', { n: of.looked_at, held })}{' '}
      {of.more && t('newestOnly')}
      {held > 0 && (
        <ul style={{ margin: 0, paddingLeft: 16 }}>
          {of.held.map((one) => (
            <li key={one.code}>
              {one.newest.length === 0 ? (
                `${one.sessions} ×`
              ) : (
                <Explain title={word(one.code)} why={() => <Held of={one} />}>
                  {one.sessions} ×
                </Explain>
              )}{' '}
              {word(one.code)}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
