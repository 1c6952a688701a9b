import { book } from './words.ts'

/** The law behind what a late payment may cost, as `facts/late.toml` names it in English. */
export const laws = book({
  se_consumer: [
    'Act (1981:739) § 2 with its ordinance: only where it was agreed when the debt arose; Interest Act (1975:635) § 6',
    'Lag (1981:739) om ersättning för inkassokostnader m.m. 2 § med förordning: bara om det avtalades när skulden uppkom; räntelagen (1975:635) 6 §',
    'Schwedisches Gesetz (1981:739) § 2 mit Verordnung: nur, wenn es bei Entstehung der Schuld vereinbart war; Zinsgesetz (1975:635) § 6',
  ],
  se_business: [
    'Act (1981:739) § 4 a, once for each late payment; Interest Act (1975:635) § 6',
    'Lag (1981:739) om ersättning för inkassokostnader m.m. 4 a §, en gång för varje sen betalning; räntelagen (1975:635) 6 §',
    'Schwedisches Gesetz (1981:739) § 4 a, einmal je verspäteter Zahlung; Zinsgesetz (1975:635) § 6',
  ],
  de_business: [
    '§ 288 (2) and (5) BGB, once for each late payment',
    'Tyska BGB 288 § (2) och (5), en gång för varje sen betalning',
    '§ 288 Abs. 2 und 5 BGB, einmal je verspäteter Zahlung',
  ],
  de_consumer: [
    '§ 288 (1) BGB; what a reminder costs is owed only as far as it was real, and never for the first one',
    'Tyska BGB 288 § (1); vad en påminnelse kostar betalas bara så långt det är en verklig kostnad, och aldrig för den första',
    '§ 288 Abs. 1 BGB; Mahnkosten sind nur in tatsächlicher Höhe geschuldet und nie für die erste Mahnung',
  ],
  fi_consumer: [
    'Debt Collection Act (513/1999) § 10 a',
    'Finska lagen om indrivning av fordringar (513/1999) 10 a §',
    'Finnisches Inkassogesetz (513/1999) § 10 a',
  ],
})
