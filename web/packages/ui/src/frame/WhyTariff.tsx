import type { WhyTariffView } from '@wattfleet/api/generated/shapes.ts'
import { groups } from '@wattfleet/words/groups.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { When } from '../show/Values.tsx'
import { Facts } from './Page.tsx'

/** Which tariff sells, and why: the assignment, then rule by rule. */
export function WhyTariff({ why }: { why: WhyTariffView }) {
  const t = useWords(groups)
  const word = useWordFor(groups, 'not_')
  const say = useSentence()
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <output>
        <strong>{say(why)}</strong>
      </output>
      {why.tried.length > 0 && (
        <Facts
          of={why.tried.map(
            (one) =>
              [
                t('rule', { n: one.rule }),
                <span key={one.rule}>
                  {one.note && `${one.note} · `}
                  {one.failed.length === 0
                    ? t('held')
                    : t('failed', { what: one.failed.map(word).join(', ') })}
                </span>,
              ] as const,
          )}
        />
      )}
      <Facts
        of={[
          why.tariff_name !== null && [
            t('tariff'),
            `${why.tariff_name} · ${t('version', { n: why.tariff_version ?? 0 })}`,
          ],
          why.group_name !== null && [
            t('group'),
            `${why.group_name} · ${t('version', { n: why.group_version ?? 0 })}`,
          ],
          why.assigned_from !== null && [t('from'), <When key="from" at={why.assigned_from} as="exact" />],
        ]}
      />
    </div>
  )
}

/** The server's sentence, in the reader's language. */
function useSentence(): (why: WhyTariffView) => string {
  const t = useWords(groups)
  return (why) => {
    if (why.place === 'none') return t('whyNothing')
    const where = why.place === 'evse' ? t('byEvse') : t('byStation')
    const tariff = why.tariff_name ?? ''
    if (why.group_name === null)
      return why.tariff_id === null ? t('whyEnded', { where }) : t('whyAssigned', { tariff, where })
    const group = why.group_name
    const last = why.tried.at(-1)
    if (last === undefined || last.failed.length > 0) return t('whyNoRule', { group })
    const n = last.rule
    return why.tariff_id === null ? t('whyRuleNot', { n, group }) : t('whyRule', { n, group, tariff })
  }
}
