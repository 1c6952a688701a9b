import { Button, FileInput, SegmentedControl } from '@mantine/core'
import type { Line, Report } from '@wattfleet/api/generated/shapes.ts'
import { useChange } from '@wattfleet/api/queries.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { useRefusalWords } from '@wattfleet/ui/frame/Refusals.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { type Column, List } from '@wattfleet/ui/list/List.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { people } from '@wattfleet/words/people.ts'
import { shell } from '@wattfleet/words/shell.ts'
import { useState } from 'react'

const KINDS = ['stations', 'tokens', 'sites'] as const
type Kind = (typeof KINDS)[number]
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A file of stations, cards or sites: tried first, then brought in, with a report for each line. */
export function ImportPage() {
  const pages = useWords(shell)
  const t = useWords(people)
  const may = useMay()
  const kinds = KINDS.filter((one) => may(`${one}:write`))
  const [kind, setKind] = useState<Kind>(kinds[0] ?? 'stations')
  const [file, setFile] = useState<File | null>(null)
  const bring = useChange('POST /api/v1/import', [`/api/v1/${kind}`])
  const send = (dry_run: boolean) => {
    if (file === null) return
    const media = file.name.endsWith('.xlsx') ? SHEET : 'text/csv'
    bring.mutate({ query: { kind, dry_run }, body: file, media })
  }
  return (
    <Page title={pages('imports')}>
      <Panel title={t('kind')}>
        <div style={{ display: 'grid', gap: 12, justifyItems: 'start' }}>
          <SegmentedControl
            aria-label={t('kind')}
            value={kind}
            onChange={(value) => setKind(KINDS.find((one) => one === value) ?? 'stations')}
            data={kinds.map((one) => ({ value: one, label: t(one) }))}
          />
          <FileInput
            size="xs"
            w={320}
            maw="100%"
            label={t('file')}
            placeholder={t('choose')}
            accept=".csv,.xlsx,text/csv"
            value={file}
            onChange={setFile}
          />
          <span style={{ color: 'var(--wf-dim)' }}>{t('importHow')}</span>
          <Refused error={bring.error} />
          <div style={{ display: 'flex', gap: 8, alignItems: 'center', flexWrap: 'wrap' }}>
            <Button
              variant="default"
              disabled={file === null}
              loading={bring.isPending}
              onClick={() => send(true)}
            >
              {t('tryIt')}
            </Button>
            <Button disabled={file === null} loading={bring.isPending} onClick={() => send(false)}>
              {t('bring')}
            </Button>
            <span style={{ color: 'var(--wf-dim)' }}>{t('tryHelp')}</span>
          </div>
        </div>
      </Panel>
      {bring.data && <Outcome report={bring.data} />}
    </Page>
  )
}

function Outcome({ report }: { report: Report }) {
  const t = useWords(people)
  const words = useRefusalWords()
  const counts = (['created', 'changed', 'unchanged', 'refused'] as const).map(
    (one) => `${report[one]} ${t(one)}`,
  )
  const columns: Column<Line>[] = [
    { name: 'line', head: t('line'), width: '60px', right: true, cell: (one) => one.line },
    {
      name: 'name',
      head: t('name'),
      width: 'minmax(140px, 1fr)',
      cell: (one) => <strong>{one.name}</strong>,
    },
    {
      name: 'outcome',
      head: t('outcome'),
      width: 'minmax(200px, 2fr)',
      cell: (one) => (
        <span style={one.outcome === 'refused' ? { color: 'var(--wf-state-faulted)' } : undefined}>
          {said(one.outcome, t)} {one.field ? `${one.field}: ` : ''}
          {words(one.detail ?? '')}
        </span>
      ),
    },
  ]
  const secret = report.lines.some((one) => one.ocpp_password)
  if (secret)
    columns.push({
      name: 'password',
      head: t('password'),
      width: '260px',
      cell: (one) => <code>{one.ocpp_password}</code>,
    })
  // What is refused comes first: that is what somebody has to mend.
  const lines = [...report.lines].sort(
    (a, b) => Number(b.outcome === 'refused') - Number(a.outcome === 'refused') || a.line - b.line,
  )
  return (
    <>
      <output>
        <strong>{report.dry_run ? t('tried') : t('brought')}:</strong> {counts.join(' · ')}{' '}
        {secret && !report.dry_run && t('passwordsOnce')}
      </output>
      <List
        boxed
        label={t('outcome')}
        columns={columns}
        pages={whole(lines)}
        idOf={(one) => String(one.line)}
        empty={null}
      />
    </>
  )
}

function said(outcome: string, t: (key: 'created' | 'changed' | 'unchanged' | 'refused') => string): string {
  const known = (['created', 'changed', 'unchanged', 'refused'] as const).find((one) => one === outcome)
  return known ? t(known) : outcome
}

/** A list that is all there. */
function whole<T>(items: readonly T[]) {
  const nothing = () => undefined
  return {
    items,
    data: items,
    isPending: false,
    error: null,
    refetch: nothing,
    hasNextPage: false,
    isFetchingNextPage: false,
    fetchNextPage: nothing,
  }
}
