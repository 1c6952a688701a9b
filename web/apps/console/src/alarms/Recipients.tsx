import { Button, Checkbox, CloseButton, NativeSelect, TextInput } from '@mantine/core'
import type { Recipient } from '@wattfleet/api/generated/shapes.ts'
import { ClockField } from '@wattfleet/ui/field/ClockField.tsx'
import { readersZone } from '@wattfleet/ui/show/times.ts'
import { alarms } from '@wattfleet/words/alarms.ts'
import { LANGUAGE_NAMES, useLanguage, useWords } from '@wattfleet/words/language.tsx'
import classes from './alarms.module.css'

interface RecipientsProps {
  of: readonly Recipient[]
  editable: boolean
  onChange: (next: readonly Recipient[]) => void
}

/** Who is told by mail, and when each of them sleeps. */
export function Recipients({ of, editable, onChange }: RecipientsProps) {
  const t = useWords(alarms)
  const { language } = useLanguage()
  const put = (at: number, part: Partial<Recipient> | null) =>
    onChange(of.flatMap((one, index) => (index !== at ? [one] : part ? [{ ...one, ...part }] : [])))
  return (
    <fieldset className={classes.people} disabled={!editable}>
      <legend>{t('recipients')}</legend>
      {of.map((one, at) => (
        <div key={`recipient ${at + 1}`} className={classes.row}>
          <TextInput
            required
            type="email"
            label={t('email')}
            w={220}
            value={one.email}
            onChange={(event) => put(at, { email: event.currentTarget.value })}
          />
          <ClockField
            label={t('quietFrom')}
            value={one.quiet_from ?? ''}
            onChange={(next) => put(at, { quiet_from: next || null })}
          />
          <ClockField
            label={t('quietTo')}
            value={one.quiet_to ?? ''}
            onChange={(next) => put(at, { quiet_to: next || null })}
          />
          <TextInput
            label={t('zone')}
            value={one.zone ?? 'UTC'}
            onChange={(event) => put(at, { zone: event.currentTarget.value })}
          />
          <NativeSelect
            label={t('language')}
            value={one.language ?? 'en'}
            data={LANGUAGE_NAMES}
            onChange={(event) => put(at, { language: event.currentTarget.value as Recipient['language'] })}
          />
          <Checkbox
            label={t('problemsOnly')}
            checked={one.problems_only ?? false}
            onChange={(event) => put(at, { problems_only: event.currentTarget.checked })}
          />
          {editable && (
            <CloseButton
              aria-label={t('removeRecipient', { who: one.email })}
              onClick={() => put(at, null)}
            />
          )}
        </div>
      ))}
      <div className={classes.row}>
        {editable && (
          <Button
            variant="default"
            onClick={() => onChange([...of, { email: '', zone: readersZone(), language }])}
          >
            {t('addRecipient')}
          </Button>
        )}
        <span className={classes.dim}>{t('quietHelp')}</span>
      </div>
    </fieldset>
  )
}
