import { call } from '@wattfleet/api/call.ts'
import type { DoubtView, SessionView } from '@wattfleet/api/generated/shapes.ts'
import type { ManyDeed } from '@wattfleet/ui/list/many.ts'
import { doubts } from '@wattfleet/words/doubts.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { many } from '@wattfleet/words/many.ts'
import { states } from '@wattfleet/words/states.ts'

/** What tells one row from another, for people. */
export const nameOfFact = (one: DoubtView) => `${one.station} ${one.at.slice(0, 16).replace('T', ' ')}`
export const nameOfReview = (one: SessionView) =>
  `${one.station} ${one.started_at.slice(0, 16).replace('T', ' ')}`

/** What a person may decide of many facts at once: none of them is ever billed by it. */
export function useFactDeeds(): readonly ManyDeed<DoubtView>[] {
  const t = useWords(doubts)
  return [
    {
      word: 'writeOffMany',
      consequence: 'consequenceWriteOff',
      reasoned: true,
      leaveOut: (one) => (one.state === 'open' ? null : 'decided'),
      run: async ({ id, version }, reason) => {
        await call('POST /api/v1/doubts/{id}/write-off', { path: { id }, version, body: { reason } })
        return { text: t('dismissed'), good: true }
      },
    },
  ]
}

/** Sessions in review: each as it stands when its turn comes, so that nothing is decided unseen. */
export function useReviewDeeds(): readonly ManyDeed<SessionView>[] {
  const state = useWordFor(states)
  const t = useWords(many)
  const changed = { text: t('changedMeanwhile'), good: false }
  /** The review of what was seen; null where somebody has changed it since. */
  const seen = async (one: SessionView) => {
    const review = await call('GET /api/v1/sessions/{id}/review', { path: { id: one.id } })
    return review.version === one.version ? review : null
  }
  return [
    {
      word: 'acceptMany',
      consequence: 'consequenceAccept',
      reasoned: true,
      run: async (one, reason) => {
        const review = await seen(one)
        if (review === null) return changed
        const asked = { path: { id: one.id }, version: review.version, body: { reason } }
        await call('POST /api/v1/sessions/{id}/accept', asked)
        return { text: t('accepted'), good: true }
      },
    },
    {
      word: 'writeOffMany',
      consequence: 'consequenceGiveUp',
      reasoned: true,
      run: async (one, reason) => {
        const review = await seen(one)
        if (review === null) return changed
        const { version, revision } = review
        const asked = { path: { id: one.id }, version, body: { revision, reason } }
        await call('POST /api/v1/sessions/{id}/write-off', asked)
        return { text: state('written_off'), good: true }
      },
    },
  ]
}
