import { Alert } from '@mantine/core'
import { Refusal } from '@wattfleet/api/problem.ts'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { useProblemText } from './States.tsx'

/** What the server said no to, beside what was tried. */
export function Refused({ error }: { error: unknown }) {
  const t = useWords(common)
  const text = useProblemText()
  if (!error) return null
  return (
    <Alert color="red" variant="outline" role="alert" p="sm">
      {text(error)}
      {error instanceof Refusal && (
        <div style={{ color: 'var(--wf-dim)', fontSize: 12 }}>{t('code', { code: error.code })}</div>
      )}
    </Alert>
  )
}

/** The words beside a field that the server refused. */
export function fieldError(error: unknown, ...names: string[]): string | undefined {
  if (!(error instanceof Refusal)) return undefined
  const { field = '', fields = [], detail } = error.problem
  const hit = [field, ...fields].some((one) =>
    names.some((name) => one === name || one.startsWith(`${name}.`)),
  )
  return hit ? detail : undefined
}
