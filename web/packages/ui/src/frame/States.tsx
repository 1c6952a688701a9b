/** What a screen shows when it has nothing to show: still loading, nothing there, no right, no server, a refusal. */
import { Button, Skeleton } from '@mantine/core'
import { Refusal, Unreachable } from '@wattfleet/api/problem.ts'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import type { ReactNode } from 'react'
import classes from './frame.module.css'

export function Loading({ rows = 6 }: { rows?: number }) {
  const t = useWords(common)
  return (
    <output aria-label={t('loading')} style={{ display: 'grid', gap: 8, padding: 12 }}>
      {Array.from({ length: rows }, (_, at) => (
        <Skeleton key={`row ${at + 1}`} height={20} width={`${92 - ((at * 17) % 40)}%`} />
      ))}
    </output>
  )
}

/** What will be here, and how it starts. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}) {
  return (
    <div className={classes.state}>
      <p className={classes.stateTitle}>{title}</p>
      {children && <div style={{ maxWidth: 460 }}>{children}</div>}
      {action}
    </div>
  )
}

/** An error in place: what happened, why, what to do, a code for support. */
export function Failed({ error, again }: { error: unknown; again?: () => void }) {
  const t = useWords(common)
  const said = useProblemText()(error)
  const forbidden = error instanceof Refusal && error.status === 403
  return (
    <div className={classes.state} role="alert">
      <p className={classes.stateTitle}>{forbidden ? t('notAllowed') : t('failed')}</p>
      <div style={{ maxWidth: 460 }}>{said}</div>
      {error instanceof Refusal && <small>{t('code', { code: error.code })}</small>}
      {again && !forbidden && (
        <Button variant="default" onClick={again}>
          {t('again')}
        </Button>
      )}
    </div>
  )
}

export function useProblemText(): (error: unknown) => string {
  const t = useWords(common)
  return (error) => {
    if (error instanceof Unreachable) return t('unreachable')
    if (!(error instanceof Refusal)) return String(error)
    if (error.status === 412) return t('changedMeanwhile')
    return [error.problem.detail, error.problem.hint].filter(Boolean).join(' ')
  }
}

interface Asked {
  isPending: boolean
  error: unknown
  refetch: () => unknown
}

/** Draws the right one of these until there is an answer; null when there is one. */
export function waiting(query: Asked & { data: unknown }): ReactNode {
  if (query.data !== undefined) return null
  if (query.error) return <Failed error={query.error} again={() => query.refetch()} />
  return <Loading />
}
