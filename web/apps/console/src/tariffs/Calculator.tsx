import { Button, NumberInput } from '@mantine/core'
import type { TariffInput } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { MomentField } from '@wattfleet/ui/field/MomentField.tsx'
import { momentAt } from '@wattfleet/ui/field/written.ts'
import { Panel } from '@wattfleet/ui/frame/Page.tsx'
import { PriceLines } from '@wattfleet/ui/frame/PriceLines.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { useHomeZone } from '@wattfleet/ui/show/place.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { tariffs } from '@wattfleet/words/tariffs.ts'
import { type FormEvent, useState } from 'react'
import classes from './tariffs.module.css'

/** What a planned session would cost, before anything is sold by it. */
export function Calculator({ tariff }: { tariff: TariffInput }) {
  const t = useWords(tariffs)
  const [start, setStart] = useState(nextMorning)
  const [kwh, setKwh] = useState<string | number>(20)
  const [charging, setCharging] = useState<string | number>(120)
  const [idle, setIdle] = useState<string | number>(30)
  const zone = useHomeZone()
  const price = useChange('POST /api/v1/tariffs/price', [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const session = {
      started_at: momentAt(start, zone) ?? new Date().toISOString(),
      charging_s: Math.round(Number(charging) * 60),
      idle_s: Math.round(Number(idle) * 60),
      energy_wh: String(Math.round(Number(kwh) * 1000)),
      zone,
    }
    // A draft may be tried before it has a name.
    price.mutate({ body: { tariff: { ...tariff, name: tariff.name || t('make') }, session } })
  }
  return (
    <Panel title={t('try')} actions={<small className={classes.dim}>{t('tryHelp')}</small>} flush>
      <form className={classes.row} style={{ padding: 12 }} onSubmit={submit}>
        <MomentField label={t('starts')} value={start} zone={zone} onChange={(next) => setStart(next)} />
        <NumberInput label={t('energy')} w={80} min={0} value={kwh} onChange={setKwh} />
        <NumberInput label={t('charging')} w={100} min={1} value={charging} onChange={setCharging} />
        <NumberInput label={t('idle')} w={130} min={0} value={idle} onChange={setIdle} />
        <Button type="submit" variant="default" loading={price.isPending}>
          {t('compute')}
        </Button>
      </form>
      <Refused error={price.error} />
      {price.data && <PriceLines rating={{ ...price.data, final: true }} />}
    </Panel>
  )
}

/** Tomorrow at eight, as the field writes it. */
function nextMorning(): string {
  const at = new Date(Date.now() + 86_400_000)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T08:00`
}
