import { Kbd, Modal, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useLiveList } from '@wattfleet/live/live.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react'
import { useMay } from './me.tsx'
import { GROUPS } from './places.ts'
import classes from './shell.module.css'

interface Found {
  id: string
  name: string
  kind: string
  to: string
}

/** Ctrl-K: everything by its name. */
export function Find() {
  const t = useWords(shell)
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setOpen((before) => !before)
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <button type="button" className={classes.find} onClick={() => setOpen(true)}>
        {t('find')} <Kbd size="xs">Ctrl K</Kbd>
      </button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        withCloseButton={false}
        size={560}
        padding={8}
        yOffset="12vh"
      >
        {open && <Finder close={() => setOpen(false)} />}
      </Modal>
    </>
  )
}

function Finder({ close }: { close: () => void }) {
  const t = useWords(shell)
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const found = useFound(text.trim().toLowerCase())
  const go = (one: Found | undefined) => {
    if (!one) return
    close()
    void navigate({ to: one.to } as never)
  }
  const onKey = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step) {
      event.preventDefault()
      setAt(Math.max(0, Math.min(found.length - 1, at + step)))
    }
    if (event.key === 'Enter') go(found[at])
  }
  return (
    <>
      <TextInput
        data-autofocus
        aria-label={t('find')}
        placeholder={t('find')}
        value={text}
        onKeyDown={onKey}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setAt(0)
        }}
      />
      <div role="listbox" aria-label={t('find')} style={{ paddingTop: 8, maxHeight: 420, overflow: 'auto' }}>
        {found.map((one, index) => (
          <button
            key={one.id}
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={classes.found}
            onClick={() => go(one)}
          >
            {one.name} <span className={classes.foundKind}>{one.kind}</span>
          </button>
        ))}
        {found.length === 0 && <div style={{ padding: 8 }}>{t('nothingFound')}</div>}
      </div>
    </>
  )
}

const MOST = 30

function useFound(text: string): Found[] {
  const t = useWords(shell)
  const may = useMay()
  const stations = useLiveList('station')
  return useMemo(() => {
    const places = GROUPS.flatMap((group) => group.places)
      .filter((one) => may(one.needs))
      .map((one) => ({ id: one.to, name: t(one.name), kind: t('pages'), to: one.to }))
    const known = stations
      .filter((one) => text && `${one.identity} ${one.name}`.toLowerCase().includes(text))
      .slice(0, MOST)
      .map((one) => ({
        id: one.id,
        name: one.name && one.name !== one.identity ? `${one.identity} · ${one.name}` : one.identity,
        kind: t('stations'),
        to: `/stations/${encodeURIComponent(one.identity)}`,
      }))
    return [...known, ...places.filter((one) => one.name.toLowerCase().includes(text))].slice(0, MOST)
  }, [text, stations, may, t])
}
