import { Code } from '@mantine/core'
import type { FrameView } from '@wattfleet/api/generated/shapes.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { station } from '@wattfleet/words/station.ts'
import { When } from '../show/Values.tsx'
import { Facts } from './Page.tsx'

/** A message as it travelled, with what was answered to it. */
export function Frame({ frame }: { frame: FrameView }) {
  const t = useWords(station)
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <Facts
        of={[
          [t('when'), <When key="at" at={frame.at} as="exact" />],
          [t('direction'), frame.direction === 'in' ? t('in') : t('out')],
          [t('action'), frame.action || frame.kind],
          frame.error !== null && [t('error'), frame.error],
        ]}
      />
      <strong>{t('contents')}</strong>
      <Code block>{pretty(frame.frame)}</Code>
      {frame.answer !== null && (
        <>
          <strong>{t('answer')}</strong>
          <Code block>{pretty(frame.answer)}</Code>
        </>
      )}
    </div>
  )
}

export function pretty(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

/** The part of a message that says something, on one line. */
export function payloadLine(frame: FrameView): string {
  const parts: unknown = frame.frame
  if (!Array.isArray(parts)) return String(parts)
  const payload: unknown = parts.at(-1)
  return JSON.stringify(payload) ?? ''
}
