import { Button, CloseButton, Menu, TextInput } from '@mantine/core'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useFilters } from './filters.ts'
import classes from './list.module.css'

export interface Choice {
  value: string
  label: string
}

export interface Filter {
  name: string
  label: string
  options: readonly Choice[]
}

interface FilterBarProps {
  filters: readonly Filter[]
  /** The words beside the field for free text; without it there is none. */
  search?: string
  /** Filters of the address that are changed elsewhere than by chips of choices. */
  also?: readonly string[]
  children?: ReactNode
}

/** Filters as chips. They stand in the address, so that a colleague sees the same list. */
export function FilterBar({ filters, search, also = [], children }: FilterBarProps) {
  const t = useWords(common)
  const [chosen, set] = useFilters()
  const names = [...filters.map((one) => one.name), ...also, 'search']
  const clear = () => {
    for (const name of names) set(name, null)
  }
  const some = names.some((one) => chosen[one])
  return (
    <search className={classes.bar}>
      {search && <SearchField label={search} />}
      {filters.map((one) => (
        <FilterChip
          key={one.name}
          filter={one}
          value={chosen[one.name]}
          onChange={(value) => set(one.name, value)}
        />
      ))}
      {some && (
        <Button variant="subtle" onClick={clear}>
          {t('clear')}
        </Button>
      )}
      {children}
    </search>
  )
}

interface FilterChipProps {
  filter: Filter
  value: string | undefined
  onChange: (value: string | null) => void
}

function FilterChip({ filter, value, onChange }: FilterChipProps) {
  const t = useWords(common)
  const shown = filter.options.find((one) => one.value === value)?.label ?? value
  const name = value ? `${filter.label}: ${shown}` : filter.label
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant={value ? 'light' : 'default'} aria-label={t('filterBy', { name })}>
          {name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        <Menu.Item onClick={() => onChange(null)}>{t('any')}</Menu.Item>
        {filter.options.map((one) => (
          <Menu.Item key={one.value} onClick={() => onChange(one.value)}>
            {one.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

const PAUSE_MS = 250

function SearchField({ label }: { label: string }) {
  const t = useWords(common)
  const [{ search }, set] = useFilters()
  const [text, setText] = useState(search ?? '')
  const sent = useRef(text)
  useEffect(() => {
    if ((search ?? '') === sent.current) return
    sent.current = search ?? ''
    setText(sent.current)
  }, [search])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      set('search', text)
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, set])
  return (
    <TextInput
      type="search"
      placeholder={label}
      aria-label={label}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      w={220}
      rightSection={
        text ? <CloseButton size="xs" aria-label={t('clear')} onClick={() => setText('')} /> : null
      }
    />
  )
}
