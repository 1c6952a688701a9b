import { useLanguage, useWords } from '@wattfleet/words/language.tsx'
import { tariffs } from '@wattfleet/words/tariffs.ts'
import { limitsOf, type Priced, sentencesOf } from './sentences.ts'

export function Sentences({ tariff }: { tariff: Priced }) {
  const t = useWords(tariffs)
  const { locale } = useLanguage()
  const sentences = sentencesOf(tariff, t, locale)
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      {sentences.map(({ when, prices }, at) => (
        <div key={`${at + 1} ${when}`}>
          <strong>{when}</strong>
          {prices.map((one) => (
            <div key={one}>{one}</div>
          ))}
        </div>
      ))}
      {limitsOf(tariff, t, locale).map((one) => (
        <div key={one}>{one}</div>
      ))}
      {sentences.length > 1 && <small style={{ color: 'var(--wf-dim)' }}>{t('first')}</small>}
    </div>
  )
}
