import { Empty } from '@wattfleet/ui/frame/States.tsx'
import { driver } from '@wattfleet/words/driver.ts'
import { useWords } from '@wattfleet/words/language.tsx'

/** The driver's app, as long as nobody has opened a link. */
export function App() {
  const t = useWords(driver)
  return (
    <main style={{ minHeight: '100dvh', display: 'grid' }}>
      <Empty title={t('notSignedIn')}>{t('notSignedInHow')}</Empty>
    </main>
  )
}
