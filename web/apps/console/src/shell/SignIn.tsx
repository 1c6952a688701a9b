import { Button, PasswordInput } from '@mantine/core'
import { hasKey } from '@wattfleet/api/who.ts'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import { type FormEvent, useState } from 'react'
import { Choices } from './Choices.tsx'
import { Mark } from './Mark.tsx'
import classes from './shell.module.css'

export function SignIn({ enter, error }: { enter: (key: string) => void; error: unknown }) {
  const t = useWords(shell)
  const [key, setKey] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    enter(key.trim())
  }
  return (
    <main className={classes.signIn}>
      <form className={classes.signInBox} onSubmit={submit}>
        <Mark />
        <h1 className={classes.signInTitle}>{t('signIn')}</h1>
        <p className={classes.signInText}>{t('signInHow')}</p>
        <p className={classes.signInText}>{t('orKey')}</p>
        <PasswordInput
          label={t('key')}
          value={key}
          autoComplete="off"
          placeholder="wfk_…"
          onChange={(event) => setKey(event.currentTarget.value)}
        />
        {hasKey() && <Refused error={error} />}
        <Button type="submit" disabled={!key.trim()}>
          {t('signIn')}
        </Button>
        <Choices />
      </form>
    </main>
  )
}
