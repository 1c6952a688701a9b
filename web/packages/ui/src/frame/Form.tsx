import { Button, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { fieldError, Refused } from './Refused.tsx'

export interface Field {
  name: string
  label: string
  required?: boolean
}

interface FormProps {
  fields: readonly Field[]
  first: Readonly<Record<string, string>>
  submit: string
  busy: boolean
  error: unknown
  done?: string | false
  onSubmit: (values: Readonly<Record<string, string>>) => void
  children?: ReactNode
  /** Fields beside each other where there is room. */
  columns?: boolean
}

const BESIDE = { gridTemplateColumns: 'repeat(auto-fit, minmax(180px, 1fr))', alignItems: 'end' }

/** A short form of texts; what the server refuses stands beside its field, in its words. */
export function Form({ fields, first, submit, busy, error, done, onSubmit, children, columns }: FormProps) {
  const [values, setValues] = useState(first)
  const send = (event: FormEvent) => {
    event.preventDefault()
    onSubmit(values)
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
            value={values[name] ?? ''}
            error={fieldError(error, name)}
            onChange={(event) => setValues({ ...values, [name]: event.currentTarget.value })}
          />
        ))}
      </div>
      {children}
      <Refused error={error} />
      <div style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
        <Button type="submit" loading={busy}>
          {submit}
        </Button>
        {done && <output>{done}</output>}
      </div>
    </form>
  )
}
