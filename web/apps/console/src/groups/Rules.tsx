import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react'
import type { GroupInput, RuleInput } from '@wattfleet/api/generated/shapes.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { fieldError } from '@wattfleet/ui/frame/Refused.tsx'
import { groups } from '@wattfleet/words/groups.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { useRef } from 'react'
import classes from './groups.module.css'
import { RuleFields } from './RuleFields.tsx'
import { moved } from './sentence.ts'

interface RulesProps {
  draft: GroupInput
  onChange: (next: GroupInput) => void
  error: unknown
}

/** The rules in their order: each can be moved, changed and taken away. */
export function Rules({ draft, onChange, error }: RulesProps) {
  const t = useWords(groups)
  const keyOf = useKeys()
  const set = (rules: RuleInput[]) => onChange({ ...draft, rules })
  const setRule = (at: number, next: RuleInput) => {
    keyOf.follow(draft.rules[at], next)
    set(draft.rules.map((one, index) => (index === at ? next : one)))
  }
  return (
    <>
      <TextInput
        label={t('name')}
        maw={360}
        value={draft.name}
        error={fieldError(error, 'name')}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
      />
      <small className={classes.dim}>{t('order')}</small>
      {draft.rules.map((rule, at) => (
        <Panel
          key={keyOf.of(rule)}
          title={t('rule', { n: at + 1 })}
          actions={
            <Moves
              at={at}
              count={draft.rules.length}
              onMove={(by) => set(moved(draft.rules, at, by))}
              onRemove={() => set(draft.rules.filter((_, index) => index !== at))}
            />
          }
        >
          <RuleFields rule={rule} onChange={(next) => setRule(at, next)} />
        </Panel>
      ))}
      <div>
        <Button variant="default" onClick={() => set([...draft.rules, { tariff_id: null }])}>
          {t('addRule')}
        </Button>
      </div>
    </>
  )
}

interface MovesProps {
  at: number
  count: number
  onMove: (by: -1 | 1) => void
  onRemove: () => void
}

function Moves({ at, count, onMove, onRemove }: MovesProps) {
  const t = useWords(groups)
  const n = at + 1
  return (
    <>
      <ActionIcon
        variant="subtle"
        aria-label={t('moveUp', { n })}
        disabled={at === 0}
        onClick={() => onMove(-1)}
      >
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        aria-label={t('moveDown', { n })}
        disabled={n === count}
        onClick={() => onMove(1)}
      >
        <IconArrowDown size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        aria-label={t('removeRule', { n })}
        disabled={count === 1}
        onClick={onRemove}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </>
  )
}

/** Rules have no names: a key that stays with a rule when it is moved or changed. */
function useKeys() {
  const keys = useRef(new WeakMap<RuleInput, number>())
  const last = useRef(0)
  const of = (rule: RuleInput) => {
    const known = keys.current.get(rule)
    if (known !== undefined) return known
    last.current += 1
    keys.current.set(rule, last.current)
    return last.current
  }
  const follow = (before: RuleInput | undefined, next: RuleInput) => {
    if (before !== undefined) keys.current.set(next, of(before))
  }
  return { of, follow }
}
