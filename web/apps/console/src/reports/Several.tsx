import { Button } from '@mantine/core'
import classes from './reports.module.css'

interface SeveralProps<One extends string> {
  label: string
  help: string
  all: readonly One[]
  chosen: readonly One[]
  word: (one: One) => string
  onChange: (next: One[]) => void
}

/** Some of these, in the order in which they are pressed; each tells its place. */
export function Several<One extends string>({ label, help, all, chosen, word, onChange }: SeveralProps<One>) {
  return (
    <fieldset className={classes.several}>
      <legend>{label}</legend>
      <p className={classes.help}>{help}</p>
      <div className={classes.toggles}>
        {all.map((one) => {
          const at = chosen.indexOf(one)
          return (
            <Button
              key={one}
              variant={at < 0 ? 'default' : 'light'}
              aria-pressed={at >= 0}
              onClick={() => onChange(at < 0 ? [...chosen, one] : chosen.filter((other) => other !== one))}
            >
              {at >= 0 && <span className={classes.place}>{at + 1}</span>}
              {word(one)}
            </Button>
          )
        })}
      </div>
    </fieldset>
  )
}
