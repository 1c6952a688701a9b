import { NativeSelect, UnstyledButton } from '@mantine/core'
import { useChange } from '@wattfleet/api/queries.ts'
import { driver } from '@wattfleet/words/driver.ts'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { LANGUAGES, type Language } from '@wattfleet/words/words.ts'
import classes from './driver.module.css'
import { forget } from './kept.ts'

const NAMES: Record<Language, string> = { en: 'English', sv: 'Svenska', de: 'Deutsch' }

/** Whose card this is, in which language, and the way out. */
export function Foot({ card, signIn }: { card: string; signIn: string | null }) {
  const t = useWords(driver)
  const { language, speak } = useLanguage()
  const end = useChange('POST /api/v1/my/sign-out', [])
  const leave = async () => {
    await end.mutateAsync({}).catch(() => null)
    forget()
    location.assign('/driver/')
  }
  return (
    <footer className={classes.foot}>
      <NativeSelect
        aria-label={t('language')}
        value={language}
        data={LANGUAGES.map((one) => ({ value: one, label: NAMES[one] }))}
        onChange={(event) => speak(LANGUAGES.find((one) => one === event.currentTarget.value) ?? 'en')}
      />
      {card && <span className={classes.dim}>{t('card', { card })}</span>}
      {signIn !== null && (
        <UnstyledButton className={classes.out} onClick={leave}>
          {t('signOut')}
        </UnstyledButton>
      )}
    </footer>
  )
}
