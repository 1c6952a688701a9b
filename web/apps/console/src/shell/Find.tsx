import { Kbd, Modal, TextInput } from '@mantine/core'
import { useMatchRoute, useNavigate } from '@tanstack/react-router'
import type { Hit } from '@wattfleet/api/generated/shapes.ts'
import { useCall } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { commands } from '@wattfleet/words/commands.ts'
import { useWordFor, useWords } from '@wattfleet/words/language.tsx'
import { shell } from '@wattfleet/words/shell.ts'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { ASKED } from './asking.ts'
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
  const went = useRef(false)
  const begin = () => {
    setText('')
    setOpen(true)
  }
  const leave = (gone: boolean) => {
    went.current = gone
    setOpen(false)
  }
  // Whoever went somewhere goes on there, and not at the top of the menu.
  const left = () => went.current && document.getElementById('content')?.focus({ preventScroll: true })
  const [text, setText] = useState('')
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const meant = event.ctrlKey || event.metaKey
      if (meant && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setText('')
        setOpen((before) => !before)
      } else if (open && !meant && event.key.length === 1 && !isTypedInto(event.target)) {
        // Whoever types on at once is faster than the window opens; no letter of hers is lost.
        event.preventDefault()
        setText((before) => before + event.key)
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [open])
  return (
    <>
      <button type="button" className={classes.find} onClick={begin}>
        {t('find')} <Kbd size="xs">Ctrl K</Kbd>
      </button>
      <Modal
        opened={open}
        onClose={() => leave(false)}
        onExitTransitionEnd={left}
        withCloseButton={false}
        size={560}
        padding={8}
        yOffset="12vh"
      >
        {open && <Finder text={text} type={setText} close={() => leave(true)} />}
      </Modal>
    </>
  )
}

function isTypedInto(target: EventTarget | null) {
  return target instanceof HTMLInputElement && target.closest('[role=dialog]') !== null
}

function Finder({ text, type, close }: { text: string; type: (text: string) => void; close: () => void }) {
  const t = useWords(shell)
  const navigate = useNavigate()
  const [at, setAt] = useState(0)
  const found = useFound(text.trim().toLowerCase())
  const go = (one: Found | undefined) => {
    if (!one) return
    close()
    void navigate({ href: one.to })
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
          type(event.currentTarget.value)
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
const PAUSE_MS = 150

/** Pages and commands by their name, and all that the server finds. */
function useFound(text: string): Found[] {
  const t = useWords(shell)
  const word = useWordFor(shell)
  const may = useMay()
  const orders = useOrders(text)
  const asked = useLater(text)
  const answer = useCall(
    'GET /api/v1/search',
    { query: { q: asked, limit: 8 } },
    { enabled: asked.length > 1, keep: true },
  )
  return useMemo(() => {
    const places = GROUPS.flatMap((group) => group.places)
      .filter((one) => may(one.needs) && t(one.name).toLowerCase().includes(text))
      .map((one) => ({ id: one.to, name: t(one.name), kind: t('pages'), to: one.to }))
    const hits = asked.length > 1 && text ? (answer.data?.hits ?? []) : []
    const known = hits.flatMap((one) => {
      const to = addressOf(one)
      const name = one.about ? `${one.title} · ${one.about}` : one.title
      return to ? [{ id: `${one.kind} ${one.name}`, name, kind: word(`kind_${one.kind}`), to }] : []
    })
    return [...known, ...orders, ...places].slice(0, MOST)
  }, [text, asked, answer.data, orders, may, t, word])
}

/** Commands by their name: of the station that one looks at, else of one that is chosen from the list first. */
function useOrders(text: string): Found[] {
  const t = useWords(shell)
  const name = useWords(commands)
  const may = useMay()('commands:write')
  const at = useMatchRoute()({ to: '/stations/$identity' })
  const identity = at === false ? null : at.identity
  return useMemo(() => {
    if (!may || text === '') return []
    const place = identity === null ? '/stations' : `/stations/${encodeURIComponent(identity)}`
    return ASKED.filter((one) => name(one).toLowerCase().includes(text)).map((one) => ({
      id: `ask ${one}`,
      name: name(one),
      kind: identity ?? t('ofAStation'),
      to: `${place}?ask=${one}`,
    }))
  }, [text, identity, may, name, t])
}

/** Where something that was found is looked at. */
function addressOf({ kind, name, about }: Hit): string | null {
  const place = encodeURIComponent(name)
  switch (kind) {
    case 'station':
      return `/stations/${place}`
    case 'session':
      return `/sessions/${place}`
    case 'site':
      return `/sites/${place}`
    case 'token':
      return `/tokens/${place}`
    case 'tariff':
      return `/tariffs/${place}`
    case 'account':
      return `/accounts/${place}`
    case 'invoice':
      return `/invoices/${place}`
    case 'person':
      return `/people/${place}`
    case 'command':
      return about ? `/stations/${encodeURIComponent(about.split(' · ')[0] ?? '')}?tab=commands` : null
    default:
      return null
  }
}

/** A text once somebody has stopped typing. */
function useLater(text: string): string {
  const [later, setLater] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setLater(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return later
}
