import { CloseButton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { versionOf } from '@wattfleet/api/call.ts'
import type { Chart } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useFound } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { common } from '@wattfleet/words/common.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { ledger } from '@wattfleet/words/ledger.ts'
import { ChartForm } from './ChartForm.tsx'
import { rowsOf } from './chart.ts'
import classes from './ledger.module.css'
import { useAccountName } from './names.ts'

/** In whose numbers the books are written into files: the own chart, or the one that comes with the program. */
export function ChartPanel() {
  const t = useWords(ledger)
  const c = useWords(common)
  const own = useFound('GET /api/v1/ledger/chart', {})
  const isNew = own.data === null
  const shipped = useCall('GET /api/v1/ledger/chart', { query: { shipped: 'BAS' } }, { enabled: isNew })
  const asked = isNew ? shipped : own
  const chart = own.data ?? shipped.data
  return (
    <Page
      title={t('chart')}
      note={chart && (isNew ? t('chartShipped', { title: chart.title }) : chart.title)}
      actions={
        <CloseButton aria-label={c('close')} renderRoot={(props) => <Link to="/ledger" {...props} />} />
      }
    >
      {chart === undefined ? waiting(asked) : <Known chart={chart} isNew={isNew} />}
    </Page>
  )
}

function Known({ chart, isNew }: { chart: Chart; isNew: boolean }) {
  const t = useWords(ledger)
  const may = useMay()
  const nameOf = useAccountName()
  return (
    <>
      <span className={classes.dim}>{t(isNew ? 'chartNew' : 'chartHelp')}</span>
      {may('billing:write') ? (
        <ChartForm chart={chart} version={isNew ? 0 : (versionOf(chart) ?? 0)} />
      ) : (
        <Panel title={chart.title}>
          <Facts
            of={rowsOf(chart).map(({ account, number, name }) => [nameOf(account), `${number} ${name}`])}
          />
        </Panel>
      )}
    </>
  )
}
