import { book } from '../words.ts'

export const ledger = book({
  datev_batch_invalid: [
    'The numbers of adviser and client are not DATEV’s.',
    'Numren för rådgivare och klient är inte DATEV:s.',
    'Die Nummern von Berater und Mandant sind keine von DATEV.',
  ],
  datev_batch_invalid_do: [
    'The tax adviser knows them: four to seven digits, and one to five.',
    'Skatterådgivaren vet dem: fyra till sju siffror, och en till fem.',
    'Der Steuerberater kennt sie: vier bis sieben Ziffern und eine bis fünf.',
  ],
  datev_batch_invalid_2: [
    'Account numbers have 4 to 9 digits, and a batch ends after it begins.',
    'Kontonummer har 4 till 9 siffror, och en bunt slutar efter att den börjat.',
    'Kontonummern haben 4 bis 9 Ziffern, und ein Stapel endet nach seinem Beginn.',
  ],
  datev_batch_invalid_do_2: [
    'Look at the length of the account numbers and at the days.',
    'Titta på kontonumrens längd och på dagarna.',
    'Prüfen Sie die Länge der Kontonummern und die Tage.',
  ],
  chart_not_in_digits: [
    'This form takes numbers in digits alone, and the chart has {a}.',
    'Den här formen tar nummer av enbart siffror, och kontoplanen har {a}.',
    'Diese Form nimmt nur Nummern aus Ziffern, und der Kontenplan hat {a}.',
  ],
  chart_not_in_digits_do: [
    'Change them in the chart, or export CSV, XLSX or Parquet.',
    'Ändra dem i kontoplanen, eller exportera CSV, XLSX eller Parquet.',
    'Ändern Sie sie im Kontenplan, oder exportieren Sie CSV, XLSX oder Parquet.',
  ],
  chart_incomplete: [
    'The chart “{a}” has no account for {b}.',
    'Kontoplanen ”{a}” saknar konto för {b}.',
    'Der Kontenplan „{a}“ hat kein Konto für {b}.',
  ],
  chart_incomplete_do: [
    'Add it to the chart, by its name or by the word before its colon.',
    'Lägg till det i kontoplanen, med dess namn eller ordet före kolonet.',
    'Ergänzen Sie es im Kontenplan, unter seinem Namen oder dem Wort vor dem Doppelpunkt.',
  ],
  currency_mixed: [
    'There are entries in {a} beside {b}.',
    'Det finns poster i {a} utöver {b}.',
    'Es gibt Buchungen in {a} neben {b}.',
  ],
  currency_mixed_do: [
    'Export each currency on its own.',
    'Exportera varje valuta för sig.',
    'Exportieren Sie jede Währung für sich.',
  ],
  chart_invalid: [
    'The chart of accounts cannot be read: {a}',
    'Kontoplanen kan inte läsas: {a}',
    'Der Kontenplan ist nicht lesbar: {a}',
  ],
  chart_invalid_2: [
    '“{a}” is no number of an account for {b}.',
    '”{a}” är inget kontonummer för {b}.',
    '„{a}“ ist keine Kontonummer für {b}.',
  ],
  chart_invalid_do: [
    'Give one to twenty digits, letters or hyphens, without spaces.',
    'Ange en till tjugo siffror, bokstäver eller bindestreck, utan blanksteg.',
    'Geben Sie eine bis zwanzig Ziffern, Buchstaben oder Bindestriche an, ohne Leerzeichen.',
  ],
  chart_invalid_3: [
    'The account for {a} has no name.',
    'Kontot för {a} saknar namn.',
    'Das Konto für {a} hat keinen Namen.',
  ],
  chart_invalid_do_2: [
    'Name it as your bookkeeping program does.',
    'Ge det samma namn som i ditt bokföringsprogram.',
    'Nennen Sie es wie in Ihrem Buchhaltungsprogramm.',
  ],
})
