import { Button } from '@mantine/core'
import { driver } from '@wattfleet/words/driver.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { useEffect, useState } from 'react'

/** What a browser hands over when the app can be put on the home screen. */
interface InstallPrompt extends Event {
  prompt: () => Promise<unknown>
}

/** Offered once, by a browser that can; not where the app stands on the home screen already. */
export function Install() {
  const t = useWords(driver)
  const [offer, setOffer] = useState<InstallPrompt | null>(null)
  useEffect(() => {
    const hear = (event: Event) => {
      event.preventDefault()
      setOffer(event as InstallPrompt)
    }
    window.addEventListener('beforeinstallprompt', hear)
    return () => window.removeEventListener('beforeinstallprompt', hear)
  }, [])
  if (offer === null) return null
  const put = () => void offer.prompt().finally(() => setOffer(null))
  return (
    <Button variant="default" fullWidth onClick={put}>
      {t('install')}
    </Button>
  )
}
