import { Button } from '@mantine/core'
import { useNavigate, useParams } from '@tanstack/react-router'
import type { TariffInput, TariffView } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useChange } from '@wattfleet/api/queries.ts'
import { useLabel } from '@wattfleet/ui/draft/label.ts'
import { Outcome } from '@wattfleet/ui/draft/Outcome.tsx'
import { useEditing } from '@wattfleet/ui/draft/useEditing.ts'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Page, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { Refused } from '@wattfleet/ui/frame/Refused.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { When } from '@wattfleet/ui/show/Values.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { tariffs } from '@wattfleet/words/tariffs.ts'
import { useState } from 'react'
import { Assign } from './Assign.tsx'
import { Calculator } from './Calculator.tsx'
import { Editor } from './Editor.tsx'
import { Sentences } from './Sentences.tsx'

const FRESH: TariffInput = {
  name: '',
  currency: 'EUR',
  tax_included: true,
  elements: [{ price_components: [{ type: 'ENERGY', price: '0.50', vat: '25.0' }] }],
}

/** Where the words call a field otherwise. */
const FIELDS = { elements: 'says', tax_included: 'included' }

/** One tariff: what it says, tried, changed and assigned; or a new one. */
export function TariffPanel() {
  const { id } = useParams({ from: '/tariffs/$id' })
  return id === 'new' ? <Fresh /> : <Kept key={id} id={id} />
}

function Fresh() {
  const t = useWords(tariffs)
  const navigate = useNavigate()
  const setup = useCall('GET /api/v1/setup', {})
  const [changed, setDraft] = useState<TariffInput | null>(null)
  const draft = changed ?? { ...FRESH, currency: setup.data?.currency || FRESH.currency }
  const create = useChange('POST /api/v1/tariffs', ['/api/v1/tariffs'])
  const save = () =>
    create.mutate(
      { body: draft },
      { onSuccess: (made) => void navigate({ to: '/tariffs/$id', params: { id: made.id } }) },
    )
  return (
    <Page title={t('make')} close="/tariffs">
      <Editor draft={draft} onChange={setDraft} error={create.error} />
      <Refused error={create.error} />
      <div>
        <Button loading={create.isPending} disabled={!draft.name.trim()} onClick={save}>
          {t('save')}
        </Button>
      </div>
      <Panel title={t('says')}>
        <Sentences tariff={draft} />
      </Panel>
      <Calculator tariff={draft} />
    </Page>
  )
}

function Kept({ id }: { id: string }) {
  const query = useCall('GET /api/v1/tariffs/{id}', { path: { id } })
  if (query.data === undefined) return waiting(query)
  return <Known tariff={query.data} />
}

function Known({ tariff }: { tariff: TariffView }) {
  const t = useWords(tariffs)
  const may = useMay()
  const label = useLabel(tariffs, FIELDS)
  const change = useChange('PATCH /api/v1/tariffs/{id}', ['/api/v1/tariffs'])
  const { id, version } = tariff
  const { editing, draft, begin, saved, giveUp } = useEditing(inputOf(tariff), version, change)
  const save = () =>
    change.mutate(
      { path: { id }, version: draft.version, body: draft.value },
      { onSuccess: (made) => saved(inputOf(made), made.version) },
    )
  const edit = may('tariffs:write') && !editing && (
    <Button variant="default" onClick={begin}>
      {t('edit')}
    </Button>
  )
  return (
    <Page title={tariff.name} close="/tariffs" note={t('version', { n: version })} actions={edit}>
      {editing && (
        <>
          <Editor draft={draft.value} onChange={draft.set} error={change.error} />
          <Outcome of={draft} change={change} label={label} about={['tariff', id]} />
          <div style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
            <Button loading={change.isPending} onClick={save}>
              {t('save')}
            </Button>
            <Button variant="subtle" onClick={giveUp}>
              {t('cancel')}
            </Button>
            <small style={{ color: 'var(--wf-dim)' }}>{t('newVersion')}</small>
          </div>
        </>
      )}
      <Panel title={t('says')} actions={<ValidFrom at={tariff.valid_from} />}>
        <Sentences tariff={draft.value} />
      </Panel>
      <Calculator tariff={draft.value} />
      {may('tariffs:write') && <Assign tariffId={id} />}
    </Page>
  )
}

function inputOf({ id, version, ...input }: TariffView): TariffInput {
  return input as TariffInput
}

function ValidFrom({ at }: { at: string | null }) {
  const t = useWords(tariffs)
  return (
    <small>
      {t('validFrom')} {at === null ? t('always') : <When at={at} as="exact" />}
    </small>
  )
}
