import { Code } from '@mantine/core'
import type { ExplainedView } from '@wattfleet/api/generated/shapes.ts'
import { Explain } from '@wattfleet/ui/frame/Explain.tsx'
import { Facts } from '@wattfleet/ui/frame/Page.tsx'
import { Energy, When } from '@wattfleet/ui/show/Values.tsx'
import { common } from '@wattfleet/words/common.ts'
import { doubts } from '@wattfleet/words/doubts.ts'
import { happened } from '@wattfleet/words/happened.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import type { ReactNode } from 'react'
import { Travelled } from './Behind.tsx'
import classes from './doubts.module.css'

/** What the station said, in words; and the frame in which it travelled. */
export function Told({ doubt }: { doubt: ExplainedView }) {
  const t = useWords(doubts)
  return (
    <div className={classes.why}>
      <Facts of={[[t('at'), <When key="a" at={doubt.at} as="exact" />], ...useFacts(doubt.event)]} />
      {doubt.frame === null ? (
        <Code block>{JSON.stringify(doubt.event, null, 2)}</Code>
      ) : (
        <Explain title={t('frame')} why={() => <Travelled id={doubt.frame ?? 0} />}>
          {t('frame')}
        </Explain>
      )}
    </div>
  )
}

/** Each part of the event that says something; a part that is new to us stands by its own name. */
function useFacts(event: unknown): (readonly [string, ReactNode])[] {
  const part = useWordFor(doubts, 'of_')
  const kind = useWordFor(happened)
  const end = useWordFor(happened, 'end_')
  const yes = useWords(common)('yes')
  const said = (name: string, value: unknown): ReactNode => {
    if (name === 'type') return kind(snake(String(value)))
    if (name === 'reason') return end(String(value))
    if (name === 'register') return <Energy wh={registerOf(value)} />
    return value === true ? yes : String(value)
  }
  return Object.entries((event ?? {}) as object)
    .filter(([name, value]) => tells(name, value))
    .map(([name, value]) => [part(name), said(name, value)] as const)
}

/** Nothing, no, and a number that is not counted are left out; so is what has parts of its own, but a register. */
function tells(name: string, value: unknown): boolean {
  if (name === 'register') return registerOf(value) !== null
  const empty = value === null || value === '' || value === false || (name === 'sequence' && value === -1)
  return !empty && typeof value !== 'object'
}

function registerOf(value: unknown): string | null {
  const [mwh] = Array.isArray(value) ? value : []
  return typeof mwh === 'number' ? String(mwh / 1000) : null
}

function snake(name: string): string {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()
}
