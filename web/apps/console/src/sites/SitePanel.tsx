import { Link, useNavigate, useParams } from '@tanstack/react-router'
import type { SiteView, SiteWish } from '@wattfleet/api/generated/shapes.ts'
import { useCall, useChange } from '@wattfleet/api/queries.ts'
import { useDraft } from '@wattfleet/ui/draft/useDraft.ts'
import { type Field, Form, type Texts } from '@wattfleet/ui/frame/Form.tsx'
import { useMay } from '@wattfleet/ui/frame/me.tsx'
import { Facts, Page } from '@wattfleet/ui/frame/Page.tsx'
import { waiting } from '@wattfleet/ui/frame/States.tsx'
import { readersZone } from '@wattfleet/ui/show/times.ts'
import { useWords } from '@wattfleet/words/language.tsx'
import { setup } from '@wattfleet/words/setup.ts'
import { CostRates } from './CostRates.tsx'
import { Measuring } from './Measuring.tsx'

/** One site, or a new one. */
export function SitePanel() {
  const { id } = useParams({ from: '/sites/$id' })
  return id === 'new' ? <Fresh /> : <Kept key={id} id={id} />
}

function Fresh() {
  const t = useWords(setup)
  const navigate = useNavigate()
  const create = useChange('POST /api/v1/sites', ['/api/v1/sites'])
  const draft = useDraft<Texts>({ zone: readersZone(), currency: 'EUR' })
  return (
    <Page title={t('newSite')} close="/sites">
      <Form
        columns
        fields={useFields()}
        draft={draft}
        submit={t('create')}
        change={create}
        onSubmit={(texts) =>
          create.mutate(
            { body: wishOf(texts) },
            { onSuccess: (made) => void navigate({ to: '/sites/$id', params: { id: made.id } }) },
          )
        }
      />
    </Page>
  )
}

function Kept({ id }: { id: string }) {
  const query = useCall('GET /api/v1/sites/{id}', { path: { id } })
  if (query.data === undefined) return waiting(query)
  return <Known site={query.data} />
}

function Known({ site }: { site: SiteView }) {
  const t = useWords(setup)
  const may = useMay()
  const fields = useFields()
  const change = useChange('PATCH /api/v1/sites/{id}', ['/api/v1/sites'])
  const { id, version } = site
  const texts = textsOf(site)
  const draft = useDraft(texts, version)
  const save = (next: Texts) =>
    change.mutate(
      { path: { id }, version: draft.version, body: wishOf(next) },
      { onSuccess: (made) => draft.saved(textsOf(made), made.version) },
    )
  return (
    <Page
      title={site.name}
      close="/sites"
      note={site.assumed && t('assumed')}
      actions={
        <Link to="/stations" search={{ site: id } as never} style={{ color: 'var(--wf-accent)' }}>
          {t('stations')}
        </Link>
      }
    >
      {may('sites:write') ? (
        <Form
          columns
          fields={fields}
          draft={draft}
          submit={t('save')}
          change={change}
          about={['site', id]}
          done={change.isSuccess && !draft.touched && t('saved')}
          onSubmit={save}
        />
      ) : (
        <Facts of={fields.map(({ name, label }) => [label, texts[name] || '—'])} />
      )}
      <Measuring site={site} />
      {may('billing:read') && <CostRates site={site} />}
    </Page>
  )
}

function useFields(): Field[] {
  const t = useWords(setup)
  return [
    { name: 'name', label: t('name'), required: true },
    { name: 'country', label: t('country'), required: true },
    { name: 'zone', label: t('zone'), required: true },
    { name: 'currency', label: t('currency'), required: true },
    { name: 'address', label: t('address') },
    { name: 'latitude', label: t('latitude') },
    { name: 'longitude', label: t('longitude') },
    { name: 'groups', label: t('groups') },
  ]
}

function textsOf(site: SiteView): Texts {
  const { name, country, zone, currency, address, latitude, longitude, groups } = site
  const place = { latitude: latitude ?? '', longitude: longitude ?? '' }
  return { name, country, zone, currency, address, ...place, groups: groups.join(', ') }
}

function wishOf(texts: Texts): SiteWish {
  const text = (name: string) => (texts[name] ?? '').trim()
  return {
    name: text('name'),
    country: text('country').toUpperCase(),
    zone: text('zone'),
    currency: text('currency').toUpperCase(),
    address: text('address'),
    latitude: text('latitude').replace(',', '.') || null,
    longitude: text('longitude').replace(',', '.') || null,
    groups: text('groups')
      .split(',')
      .flatMap((one) => one.trim() || []),
  }
}
