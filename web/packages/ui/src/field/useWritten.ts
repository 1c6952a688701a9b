import { type ChangeEvent, useEffect, useRef, useState } from 'react'

interface Ways {
  write: (value: string) => string
  read: (text: string) => string | null
}

interface Written {
  input: {
    value: string
    onChange: (event: ChangeEvent<HTMLInputElement>) => void
    onBlur: () => void
  }
  /** What stands there cannot be read, and nobody is writing any more. */
  wrong: boolean
}

/** A text that is a value once it can be read; left, it stands as the reader's language writes it. */
export function useWritten(value: string, onChange: (value: string) => void, ways: Ways): Written {
  const [text, setText] = useState(() => ways.write(value))
  const [wrong, setWrong] = useState(false)
  const told = useRef(value)
  const shown = ways.write(value)
  useEffect(() => {
    if (told.current === value) return
    told.current = value
    setText(shown)
    setWrong(false)
  }, [value, shown])
  const take = (next: string) => {
    told.current = next
    onChange(next)
  }
  return {
    input: {
      value: text,
      onChange: ({ currentTarget }) => {
        setText(currentTarget.value)
        setWrong(false)
        const read = currentTarget.value.trim() === '' ? '' : ways.read(currentTarget.value)
        if (read !== null && read !== value) take(read)
      },
      onBlur: () => {
        const read = text.trim() === '' ? '' : ways.read(text)
        setWrong(read === null)
        if (read !== null) setText(ways.write(read))
        else if (value !== '') take('')
      },
    },
    wrong,
  }
}
