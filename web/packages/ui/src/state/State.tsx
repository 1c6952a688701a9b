import { useWordFor } from '@wattfleet/words/language.tsx'
import { states } from '@wattfleet/words/states.ts'
import type { ReactNode } from 'react'
import { colourOf, lookOf } from './look.ts'
import { Shape } from './Shape.tsx'
import classes from './state.module.css'

/** A state: its shape, its word, and what belongs to it (power, code, since when). */
export function State({ state, children, word }: { state: string; children?: ReactNode; word?: ReactNode }) {
  const say = useWordFor(states)
  const look = lookOf(state)
  const extra = look === 'offline' ? classes.dimmed : look === 'doubtful' ? classes.hatched : ''
  return (
    <span className={`${classes.state} ${extra}`}>
      <Shape state={state} />
      <span style={{ color: colourOf(state) }}>{word ?? say(state)}</span>
      {children}
    </span>
  )
}
