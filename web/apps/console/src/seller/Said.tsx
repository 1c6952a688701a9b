import type { Seller } from '@wattfleet/api/generated/shapes.ts'
import { Facts, Panel } from '@wattfleet/ui/frame/Page.tsx'
import { useWords } from '@wattfleet/words/language.tsx'
import { seller as words } from '@wattfleet/words/seller.ts'

/** The seller, for whoever may look and not change. */
export function Said({ seller }: { seller: Seller }) {
  const t = useWords(words)
  const { street, postcode, town, country } = seller.address
  const { iban, bankgiro } = seller.bank ?? {}
  return (
    <Panel title={t('who')}>
      <Facts
        of={[
          [t('name'), seller.name],
          [t('address'), [street, postcode, town, country].filter(Boolean).join(', ')],
          [t('vatNumber'), seller.vat_number || '—'],
          [t('registration'), seller.registration || '—'],
          [t('bank'), [iban, bankgiro].filter(Boolean).join(' · ') || '—'],
          [t('email'), seller.email || '—'],
        ]}
      />
    </Panel>
  )
}
