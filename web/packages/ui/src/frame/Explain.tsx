import { Drawer, UnstyledButton } from '@mantine/core'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'

interface ExplainProps {
  /** What is explained: the title of the sheet. */
  title: string
  /** What is pressed; "why?" where nothing else is said. */
  children?: ReactNode
  /** The reasons, drawn when the sheet is opened. */
  why: () => ReactNode
}

/** Counts for a sheet how many are open upon it: Escape closes the uppermost alone. */
const Upon = createContext<(more: 1 | -1) => void>(() => undefined)

/** Any number opens down to its reason: the result, its lines, their inputs, their evidence. */
export function Explain({ title, children, why }: ExplainProps) {
  const t = useWords(common)
  const [open, setOpen] = useState(false)
  // No state: a second Escape may come before anything is drawn anew.
  const upon = useRef(0)
  const count = useCallback((more: 1 | -1) => {
    upon.current += more
  }, [])
  const tell = useContext(Upon)
  useEffect(() => {
    if (!open) return
    tell(1)
    return () => tell(-1)
  }, [open, tell])
  return (
    <>
      <UnstyledButton
        onClick={() => setOpen(true)}
        style={{ color: 'var(--wf-accent)', fontSize: 'inherit', lineHeight: 'inherit' }}
      >
        {children ?? t('why')}
      </UnstyledButton>
      <Drawer
        opened={open}
        onClose={() => upon.current === 0 && setOpen(false)}
        position="right"
        size={520}
        title={title}
        closeButtonProps={{ 'aria-label': t('close') }}
        styles={{ title: { fontWeight: 600, fontSize: 16 } }}
      >
        {open && <Upon value={count}>{why()}</Upon>}
      </Drawer>
    </>
  )
}
