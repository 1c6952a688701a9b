import { Drawer, UnstyledButton } from '@mantine/core'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { type ReactNode, useState } from 'react'

interface ExplainProps {
  /** What is explained: the title of the sheet. */
  title: string
  /** What is pressed; "why?" where nothing else is said. */
  children?: ReactNode
  /** The reasons, drawn when the sheet is opened. */
  why: () => ReactNode
}

/** Any number opens down to its reason: the result, its lines, their inputs, their evidence. */
export function Explain({ title, children, why }: ExplainProps) {
  const t = useWords(common)
  const [open, setOpen] = useState(false)
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
        position="right"
        size={520}
        title={title}
        closeButtonProps={{ 'aria-label': t('close') }}
        styles={{ title: { fontWeight: 600, fontSize: 16 } }}
      >
        {open && why()}
      </Drawer>
    </>
  )
}
