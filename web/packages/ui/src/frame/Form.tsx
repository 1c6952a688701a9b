import { Button, TextInput } from '@mantine/core'
import type { FormEvent, ReactNode } from 'react'
import { type About, Outcome } from '../draft/Outcome.tsx'
import type { Draft } from '../draft/useDraft.ts'
import { fieldError } from './Refused.tsx'

export type Texts = Readonly<Record<string, string>>

export interface Field {
  name: string
  label: string
  required?: boolean
}

interface FormProps {
  fields: readonly Field[]
  draft: Draft<Texts>
  submit: string
  change: { isPending: boolean; error: unknown }
  done?: string | false
  onSubmit: (values: Texts) => void
  children?: ReactNode
  /** Fields beside each other where there is room. */
  columns?: boolean
  about?: About
}

const BESIDE = { gridTemplateColumns: 'repeat(auto-fit, minmax(180px, 1fr))', alignItems: 'end' }

/** A short form of texts; what the server refuses stands beside its field, in its words. */
export function Form({ fields, draft, submit, change, done, onSubmit, children, columns, about }: FormProps) {
  const { error } = change
  const label = (name: string) => fields.find((one) => one.name === name)?.label ?? name
  const send = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(draft.value)
  }
  return (
    <form onSubmit={send} style={{ display: 'grid', gap: 12, maxWidth: columns ? 720 : 440 }}>
      <div style={{ display: 'grid', gap: 12, ...(columns ? BESIDE : {}) }}>
        {fields.map(({ name, label, required }) => (
          <TextInput
            key={name}
            name={name}
            label={label}
            required={required}
            value={draft.value[name] ?? ''}
            error={fieldError(error, name)}
            onChange={(event) => draft.set({ [name]: event.currentTarget.value })}
          />
        ))}
      </div>
      {children}
      <Outcome of={draft} change={change} label={label} {...(about ? { about } : {})} />
      <div style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
        <Button type="submit" loading={change.isPending}>
          {submit}
        </Button>
        {done && <output>{done}</output>}
      </div>
    </form>
  )
}
