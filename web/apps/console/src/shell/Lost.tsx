import { useRouter } from '@tanstack/react-router'
import { Page } from '@wattfleet/ui/frame/Page.tsx'
import { Empty, Failed } from '@wattfleet/ui/frame/States.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'

export function NotFound() {
  const t = useWords(shell)
  return (
    <Page title={t('notFound')}>
      <Empty title={t('notFound')}>{t('notFoundHow')}</Empty>
    </Page>
  )
}

export function Broken({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter()
  return <Failed error={error} again={() => void router.invalidate().then(reset)} />
}
