import { Button, FileInput, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import type { Texts } from '@wattfleet/api/generated/shapes.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { seller as words } from '@wattfleet/words/seller.ts'
import { useState } from 'react'
import type { PartProps } from './Basics.tsx'
import { Columns } from './Columns.tsx'
import classes from './seller.module.css'

const MOST_BYTES = 200_000
const USUAL_COLOUR = '#0b5d57'
const LANGUAGES = ['en', 'sv', 'de'] as const

/** Logo, colour, columns, and the words in each language. */
export function LookAndTexts({ draft, set, error }: PartProps) {
  const t = useWords(words)
  const [large, setLarge] = useState(false)
  const choose = async (file: File | null) => {
    setLarge(file !== null && file.size > MOST_BYTES)
    if (file === null || file.size > MOST_BYTES) return
    set({ logo: await base64(file) })
  }
  const { logo = '', colour = '' } = draft
  return (
    <Panel title={t('look')}>
      <div className={classes.form}>
        <div className={classes.row}>
          <input
            type="color"
            className={classes.swatch}
            aria-label={t('colour')}
            value={colour || USUAL_COLOUR}
            onChange={(event) => set({ colour: event.currentTarget.value })}
          />
          <TextInput
            label={t('colour')}
            w={100}
            placeholder={USUAL_COLOUR}
            value={colour}
            error={fieldError(error, 'colour')}
            onChange={(event) => set({ colour: event.currentTarget.value })}
          />
          <FileInput
            size="xs"
            w={180}
            label={t('logo')}
            placeholder={t('choose')}
            accept=".png,.svg,image/png,image/svg+xml"
            error={large ? t('logoTooLarge') : fieldError(error, 'logo')}
            onChange={(file) => void choose(file)}
          />
          {logo && (
            <>
              <img className={classes.logo} src={sourceOf(logo)} alt={t('logoAlt')} />
              <Button variant="subtle" onClick={() => set({ logo: '' })}>
                {t('noLogo')}
              </Button>
            </>
          )}
        </div>
        <Columns draft={draft} set={set} error={error} />
        <Words draft={draft} set={set} error={error} />
        <Textarea
          size="xs"
          label={t('extraLines')}
          autosize
          minRows={2}
          value={(draft.extra_lines ?? []).join('\n')}
          error={fieldError(error, 'extra_lines')}
          onChange={(event) => set({ extra_lines: event.currentTarget.value.split('\n').slice(0, 10) })}
        />
      </div>
    </Panel>
  )
}

function Words({ draft, set }: PartProps) {
  const t = useWords(words)
  const { language } = useLanguage()
  const [spoken, setSpoken] = useState<(typeof LANGUAGES)[number]>(language)
  const texts: Readonly<Record<string, Texts>> = draft.texts ?? {}
  const said = texts[spoken] ?? {}
  const write = (name: keyof Texts & string, text: string) =>
    set({ texts: { ...texts, [spoken]: { ...said, [name]: text } } })
  return (
    <div className={classes.form}>
      <SegmentedControl
        aria-label={t('language')}
        value={spoken}
        data={LANGUAGES.map((one) => ({ value: one, label: t(one) }))}
        onChange={(value) => setSpoken(LANGUAGES.find((one) => one === value) ?? 'en')}
      />
      {(['intro', 'terms', 'footer'] as const).map((name) => (
        <Textarea
          key={name}
          size="xs"
          label={t(name)}
          autosize
          minRows={2}
          value={said[name] ?? ''}
          onChange={(event) => write(name, event.currentTarget.value)}
        />
      ))}
    </div>
  )
}

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}

/** PNG begins with iVBOR in base64; what does not is SVG. */
function sourceOf(logo: string): string {
  return `data:image/${logo.startsWith('iVBOR') ? 'png' : 'svg+xml'};base64,${logo}`
}
