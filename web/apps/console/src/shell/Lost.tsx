import { Empty, Failed } from '@wattfleet/ui/frame/States.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'

export function NotFound() {
  const t = useWords(shell)
  return <Empty title={t('notFound')}>{t('notFoundHow')}</Empty>
}

export function Broken({ error, reset }: { error: unknown; reset: () => void }) {
  return <Failed error={error} again={reset} />
}
