import { call } from '@wattfleet/api/call.ts'
import type { ComparisonInput } from '@wattfleet/api/generated/shapes.ts'
import { useEffect, useRef, useState } from 'react'
import { added, type Whole } from './adding.ts'

interface Going {
  whole: Whole | null
  state: 'idle' | 'going' | 'stopped' | 'done'
  error: unknown
}

const IDLE: Going = { whole: null, state: 'idle', error: null }

/** Asks part by part, shows what there is so far, and can be stopped. */
export function useComparison() {
  const [going, set] = useState<Going>(IDLE)
  const turn = useRef(0)
  useEffect(
    () => () => {
      turn.current += 1
    },
    [],
  )
  const start = async (body: ComparisonInput) => {
    turn.current += 1
    const mine = turn.current
    let cursor: string | undefined
    let whole: Whole | null = null
    set({ whole, state: 'going', error: null })
    try {
      do {
        const part = await call('POST /api/v1/tariffs/compare', { body, query: { cursor } })
        if (turn.current !== mine) return
        whole = added(whole, part)
        cursor = part.next ?? undefined
        set({ whole, state: cursor ? 'going' : 'done', error: null })
      } while (cursor)
    } catch (error) {
      if (turn.current === mine) set({ whole, state: 'stopped', error })
    }
  }
  const stop = () => {
    turn.current += 1
    set((before) => ({ ...before, state: before.whole ? 'stopped' : 'idle' }))
  }
  return { ...going, start, stop }
}
