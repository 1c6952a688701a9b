import { Drawer, UnstyledButton } from '@mantine/core'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

interface ExplainProps {
  /** What is explained: the title of the sheet. */
  title: string
  /** What is pressed; "why?" where nothing else is said. */
  children?: ReactNode
  /** The reasons, drawn when the sheet is opened. */
  why: () => ReactNode
}

/** Tells the sheet above that one is open upon it: Escape then closes the upper one alone. */
const Above = createContext<(open: boolean) => void>(() => undefined)

/** Any number opens down to its reason: the result, its lines, their inputs, their evidence. */
export function Explain({ title, children, why }: ExplainProps) {
  const t = useWords(common)
  const [open, setOpen] = useState(false)
  const [deeper, setDeeper] = useState(false)
  const tellAbove = useContext(Above)
  useEffect(() => {
    if (!open) return
    tellAbove(true)
    return () => tellAbove(false)
  }, [open, tellAbove])
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
        onClose={() => setOpen(false)}
        closeOnEscape={!deeper}
        position="right"
        size={520}
        title={title}
        closeButtonProps={{ 'aria-label': t('close') }}
        styles={{ title: { fontWeight: 600, fontSize: 16 } }}
      >
        {open && <Above value={setDeeper}>{why()}</Above>}
      </Drawer>
    </>
  )
}
