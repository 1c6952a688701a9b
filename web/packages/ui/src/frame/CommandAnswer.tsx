import { Code } from '@mantine/core'
import type { OrderView } from '@wattfleet/api/generated/shapes.ts'
import { useLive } from '@wattfleet/live/live.tsx'
import { commands } from '@wattfleet/words/commands.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import type { ReactNode } from 'react'
import { Said } from '../show/Said.tsx'
import { When } from '../show/Values.tsx'
import { nameOf } from '../show/who.ts'
import { Shape } from '../state/Shape.tsx'
import classes from './command.module.css'
import { Explain } from './Explain.tsx'

interface Step {
  name: 'asked' | 'sent' | 'answered' | 'effect'
  at: string | null
  state: 'done' | 'waiting' | 'bad' | 'open'
  text?: string
}

const SHAPES: Record<Step['state'], string> = {
  done: 'available',
  waiting: 'preparing',
  bad: 'faulted',
  open: 'offline',
}

/** An order in its place: asked → sent → answered → effect seen, each with its time, as it goes on. */
export function CommandAnswer({ order: first }: { order: OrderView }) {
  const t = useWords(commands)
  const name = useWordFor(commands)
  const live = useLive('order', first.id)
  const order = live && live.version >= first.version ? live : first
  return (
    <div className={classes.order}>
      <div className={classes.orderHead}>
        <strong>{name(order.command)}</strong>
        <span className={classes.by}>{t('by', { who: nameOf(order.asked_by) })}</span>
        <Explain title={name(order.command)} why={() => <Words order={order} />} />
      </div>
      <ol className={classes.steps}>
        {stepsOf(order).map((one) => (
          <li key={one.name} className={classes.step}>
            <Shape state={SHAPES[one.state]} size={12} />
            <span>
              {t(one.name)}
              {one.at && (
                <>
                  {' '}
                  <When at={one.at} />
                </>
              )}
              {one.text && (
                <span className={one.state === 'bad' ? classes.bad : classes.by}> · {name(one.text)}</span>
              )}
            </span>
          </li>
        ))}
      </ol>
      {order.problem && (
        <div className={classes.bad}>
          <Said text={order.problem} />
        </div>
      )}
    </div>
  )
}

function stepsOf(order: OrderView): Step[] {
  const steps: Step[] = [{ name: 'asked', at: order.asked_at, state: 'done' }]
  if (order.state === 'not_connected')
    return [...steps, { name: 'sent', at: null, state: 'bad', text: 'not_connected' }]
  steps.push({ name: 'sent', at: order.sent_at, state: order.sent_at ? 'done' : 'waiting' })
  if (order.sent_at === null) return [...steps, { name: 'answered', at: null, state: 'open' }]
  steps.push(answered(order))
  if (order.state === 'accepted' && order.effect) steps.push(effect(order.effect))
  return steps
}

function answered(order: OrderView): Step {
  if (order.state === 'sent' || order.state === 'pending') {
    return { name: 'answered', at: null, state: 'waiting', text: 'waitingAnswer' }
  }
  const good = order.state === 'accepted'
  return { name: 'answered', at: order.answered_at, state: good ? 'done' : 'bad', text: order.state }
}

function effect(said: string): Step {
  const state = said === 'seen' ? 'done' : said === 'absent' ? 'bad' : 'waiting'
  return { name: 'effect', at: null, state, text: `effect_${said}` }
}

function Words({ order }: { order: OrderView }): ReactNode {
  const t = useWords(commands)
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <strong>{t('request')}</strong>
      <Code block>{JSON.stringify(order.request, null, 2)}</Code>
      <strong>{t('answer')}</strong>
      <Code block>
        {order.answer === null ? (
          order.problem ? (
            <Said text={order.problem} />
          ) : (
            '—'
          )
        ) : (
          JSON.stringify(order.answer, null, 2)
        )}
      </Code>
    </div>
  )
}
