import { CloseButton, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import type { PriceComponentInput } from '@wattfleet/api/generated/shapes.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { tariffs } from '@wattfleet/words/tariffs.ts'
import classes from './tariffs.module.css'

const TYPES = ['ENERGY', 'TIME', 'PARKING_TIME', 'FLAT'] as const

interface PriceRowProps {
  price: PriceComponentInput
  onChange: (next: PriceComponentInput | null) => void
}

/** `[4.60] [per kWh] with [25] % VAT, the first [15] min free`. */
export function PriceRow({ price, onChange }: PriceRowProps) {
  const t = useWords(tariffs)
  const set = (part: Partial<PriceComponentInput>) => onChange({ ...price, ...part })
  const timed = price.type === 'TIME' || price.type === 'PARKING_TIME'
  return (
    <div className={classes.row}>
      <TextInput
        label={t('price')}
        w={90}
        inputMode="decimal"
        value={price.price ?? ''}
        onChange={(event) => set({ price: decimal(event.currentTarget.value) })}
      />
      <NativeSelect
        size="xs"
        label={t('per')}
        value={price.type}
        data={TYPES.map((one) => ({ value: one, label: t(`UNIT_${one}`) }))}
        onChange={(event) =>
          set({ type: TYPES.find((one) => one === event.currentTarget.value) ?? 'ENERGY' })
        }
      />
      <TextInput
        label={t('vat')}
        w={70}
        inputMode="decimal"
        value={price.vat ?? ''}
        onChange={(event) => set({ vat: decimal(event.currentTarget.value) || null })}
      />
      {timed && (
        <NumberInput
          label={t('freeMin')}
          w={90}
          min={0}
          value={(price.free_s ?? 0) / 60}
          onChange={(minutes) => set({ free_s: Math.round(Number(minutes) * 60) })}
        />
      )}
      <CloseButton aria-label={t('removePrice')} onClick={() => onChange(null)} />
    </div>
  )
}

/** People write a comma where the server reads a point. */
function decimal(text: string): string {
  return text.trim().replace(',', '.')
}
