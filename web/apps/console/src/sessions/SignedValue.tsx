import { Code } from '@mantine/core'
import type { SignedValueView } from '@wattfleet/api/generated/shapes.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Facts } from '@wattfleet/ui/frame/Page.tsx'
import { localised } from '@wattfleet/ui/show/numbers.ts'
import { useZoneOf } from '@wattfleet/ui/show/place.ts'
import { useSaid } from '@wattfleet/ui/show/told.ts'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { State } from '@wattfleet/ui/state/State.tsx'
import { signed } from '@wattfleet/words/generated/signed.ts'
import { useLanguage, useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { measuring } from '@wattfleet/words/measuring.ts'
import { momentOf, readOcmf, type Signed } from './ocmf.ts'
import classes from './sessions.module.css'

const LOOKS: Readonly<Record<string, string>> = {
  valid: 'available',
  invalid: 'faulted',
  not_verifiable: 'doubtful',
}

interface ValueProps {
  value: SignedValueView
  /** Whether an approved key proved it; else it is only whole by the key that came along. */
  proved: boolean
  station: string
}

/** One signed value: what it says, whether its signature holds; it opens letter for letter. */
export function SignedValue({ value, proved, station }: ValueProps) {
  const t = useWords(measuring)
  const word = useWordFor(measuring)
  const found = useSaid(signed)
  const zone = useZoneOf(station)
  const said = readOcmf(value.text)
  const result = value.signed ?? 'unread'
  const look = result === 'valid' && !proved ? 'doubtful' : (LOOKS[result] ?? 'unknown')
  return (
    <div className={classes.line}>
      <span>
        {said?.readings.map((one, at) => (
          <span key={`${one.kind} ${at + 1}`}>
            {at > 0 && ' → '}
            <Register reading={one} />
          </span>
        )) ?? value.text.slice(0, 60)}
        <span className={classes.dim}>
          {' '}
          · <Explain title={t('values')} why={() => <Letter text={value.text} said={said} zone={zone} />} />
        </span>
        {value.why && <div className={classes.dim}>{found(value.why)}</div>}
        {result === 'valid' && !proved && <div className={classes.dim}>{t('wholeOnly')}</div>}
      </span>
      <State state={look} word={word(result)} />
    </div>
  )
}

function Register({ reading }: { reading: Signed['readings'][number] }) {
  const word = useWordFor(measuring, 'at_')
  const { locale } = useLanguage()
  const isNumber = /^-?\d+(\.\d+)?$/.test(reading.value)
  return (
    <span className="wf-num">
      <span className={classes.dim}>{word(reading.kind)} </span>
      {isNumber ? localised(reading.value, locale) : reading.value} {reading.unit}
    </span>
  )
}

function Letter({ text, said, zone }: { text: string; said: Signed | null; zone: string }) {
  const t = useWords(measuring)
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      {said && (
        <Facts
          of={[
            [t('meter'), said.meter || '—'],
            [t('page'), said.page || '—'],
            [t('card'), said.user || '—'],
            ...said.readings.map(
              (one, at) =>
                [
                  `${t('reading')} ${at + 1}`,
                  <span key={one.at}>
                    <Register reading={one} /> · <ReadAt time={one.at} zone={zone} />
                  </span>,
                ] as const,
            ),
          ]}
        />
      )}
      <strong>{t('letter')}</strong>
      <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {text}
      </Code>
    </div>
  )
}

function ReadAt({ time, zone }: { time: string; zone: string }) {
  const moment = momentOf(time)
  return moment === null ? <span>{time}</span> : <When at={moment} zone={zone} as="exact" />
}
