import { useState } from 'react'
import { type Draft, useDraft } from './useDraft.ts'

/** A thing that is looked at until somebody wants to change it, and again once that was saved or given up. */
export interface Editing<T> {
  editing: boolean
  draft: Draft<T>
  begin: () => void
  /** What was sent has become this. */
  saved: (made: T, version: number) => void
  giveUp: () => void
}

/** `kept` as the server has it at `version`; `change` is what saves it. */
export function useEditing<T extends object>(
  kept: T,
  version: number,
  change: { reset: () => void },
): Editing<T> {
  const [editing, setEditing] = useState(false)
  const draft = useDraft(kept, version)
  return {
    editing,
    draft,
    begin: () => setEditing(true),
    saved: (made, at) => {
      draft.saved(made, at)
      setEditing(false)
    },
    giveUp: () => {
      draft.take()
      change.reset()
      setEditing(false)
    },
  }
}
