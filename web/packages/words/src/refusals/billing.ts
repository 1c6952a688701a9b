import { book } from '../words.ts'

export const billing = book({
  bank_file_invalid: [
    'This is no file of a bank that can be read. {a}',
    'Det här är ingen läsbar bankfil. {a}',
    'Das ist keine lesbare Bankdatei. {a}',
  ],
  bank_file_invalid_do: [
    'Ask the bank for camt.053 or camt.054.',
    'Be banken om camt.053 eller camt.054.',
    'Bitten Sie die Bank um camt.053 oder camt.054.',
  ],
  bank_file_gap: [
    'The movements do not lead from {a} to {b} {c}.',
    'Rörelserna leder inte från {a} till {b} {c}.',
    'Die Bewegungen führen nicht von {a} zu {b} {c}.',
  ],
  bank_file_gap_do: [
    'Fetch the statement from the bank again; a part of it is missing.',
    'Hämta kontoutdraget från banken igen; en del av det saknas.',
    'Holen Sie den Auszug noch einmal von der Bank; ein Teil fehlt.',
  ],
  debits_empty: [
    'There is nothing to collect.',
    'Det finns inget att dra in.',
    'Es gibt nichts einzuziehen.',
  ],
  debits_empty_do: [
    'Choose open items with a mandate.',
    'Välj öppna poster med ett medgivande.',
    'Wählen Sie offene Posten mit einem Mandat.',
  ],
  debit_invalid: [
    'Two debits have one id.',
    'Två debiteringar har samma id.',
    'Zwei Lastschriften haben eine Kennung.',
  ],
  debit_invalid_do: [
    'Collect each invoice once.',
    'Dra in varje faktura en gång.',
    'Ziehen Sie jede Rechnung einmal ein.',
  ],
  debit_invalid_2: [
    '{a} {b} cannot be collected by SEPA.',
    '{a} {b} kan inte dras in via SEPA.',
    '{a} {b} können nicht per SEPA eingezogen werden.',
  ],
  debit_invalid_do_2: [
    'Debits are in euro and above zero.',
    'Debiteringar är i euro och över noll.',
    'Lastschriften sind in Euro und über null.',
  ],
  cost_rate_price: [
    'A rate is a price, or an index.',
    'En kostnad är ett pris eller ett index.',
    'Ein Satz ist ein Preis oder ein Index.',
  ],
  dispute_closed: ['It is {state} already.', 'Den är redan {state}.', 'Er ist schon {state}.'],
  dispute_closed_do: [
    'Open another one, if there is something new to say.',
    'Öppna en ny, om det finns något nytt att säga.',
    'Legen Sie einen neuen an, wenn es etwas Neues zu sagen gibt.',
  ],
  dispute_of_no_session: [
    'It is about a line of an invoice, and no session is rated anew by it.',
    'Det gäller en fakturarad, och ingen laddsession prissätts om av det.',
    'Es geht um eine Rechnungsposition; kein Ladevorgang wird dadurch neu bewertet.',
  ],
  dispute_of_no_session_do: [
    'Amend the sessions that the line bills, then explain; or credit the invoice.',
    'Rätta laddsessionerna som raden fakturerar och förklara sedan, eller kreditera fakturan.',
    'Ändern Sie die Ladevorgänge der Position und erklären Sie dann, oder stornieren Sie die Rechnung.',
  ],
  nothing_rerated: [
    'The session is at revision {a}, as it was when it was disputed.',
    'Laddsessionen är i version {a}, som när invändningen gjordes.',
    'Der Ladevorgang steht bei Fassung {a}, wie beim Einspruch.',
  ],
  nothing_rerated_do: [
    'Say what shall differ (energy_wh, started_at, ended_at, token, driver), or explain it.',
    'Ange vad som ska ändras (energi, start, slut, kort, förare), eller förklara.',
    'Sagen Sie, was sich ändern soll (Energie, Beginn, Ende, Karte, Fahrer), oder erklären Sie.',
  ],
  fee_currency_missing: [
    'A fee is in a currency.',
    'En avgift är i en valuta.',
    'Eine Gebühr hat eine Währung.',
  ],
  fee_currency_missing_do: ['Name it: SEK.', 'Ange den: SEK.', 'Nennen Sie sie: SEK.'],
  fee_source_missing: [
    'What the law allows for a {a} there is not known here.',
    'Vad lagen tillåter för {a} där är inte känt här.',
    'Was das Recht dort für {a} erlaubt, ist hier nicht bekannt.',
  ],
  levels_unordered: [
    'Each reminder comes later than the one before it.',
    'Varje påminnelse kommer senare än den före.',
    'Jede Mahnung kommt später als die davor.',
  ],
  colour_invalid: ['“{a}” is not a colour.', '”{a}” är ingen färg.', '„{a}“ ist keine Farbe.'],
  colour_invalid_do: [
    'Write six hexadecimal digits, such as 0b5d57.',
    'Skriv sex hexadecimala siffror, till exempel 0b5d57.',
    'Schreiben Sie sechs hexadezimale Ziffern, etwa 0b5d57.',
  ],
  logo_invalid: [
    'The logo is neither PNG, JPEG nor SVG.',
    'Logotypen är varken PNG, JPEG eller SVG.',
    'Das Logo ist weder PNG noch JPEG noch SVG.',
  ],
  logo_invalid_do: [
    'Save it as SVG, or as PNG of at least 600 pixels width.',
    'Spara den som SVG, eller som PNG med minst 600 pixels bredd.',
    'Speichern Sie es als SVG oder als PNG mit mindestens 600 Pixel Breite.',
  ],
  columns_invalid: ['The columns lack: {a}.', 'Kolumnerna saknar: {a}.', 'Den Spalten fehlt: {a}.'],
  columns_invalid_2: ['Twice: {a}.', 'Två gånger: {a}.', 'Doppelt: {a}.'],
  columns_invalid_do: [
    'Name each column once; quantity and price must stand on every invoice by law.',
    'Ange varje kolumn en gång; antal och pris måste enligt lag stå på varje faktura.',
    'Nennen Sie jede Spalte einmal; Menge und Preis müssen laut Gesetz auf jeder Rechnung stehen.',
  ],
  mandate_reference: [
    '“{a}” cannot be the reference of a mandate.',
    '”{a}” kan inte vara ett medgivandes referens.',
    '„{a}“ kann keine Mandatsreferenz sein.',
  ],
  mandate_reference_do: [
    'Use up to 35 letters and digits, with - and / between, no blanks.',
    'Använd högst 35 bokstäver och siffror, med - och / emellan, utan blanksteg.',
    'Nehmen Sie bis zu 35 Buchstaben und Ziffern, dazwischen - und /, ohne Leerzeichen.',
  ],
  signed_in_future: ['{a} has not come yet.', '{a} har inte kommit än.', '{a} ist noch nicht gekommen.'],
  report_days: [
    'The days do not fit to the period.',
    'Dagarna passar inte till perioden.',
    'Die Tage passen nicht zum Zeitraum.',
  ],
  report_days_2: [
    'The last day is before the first.',
    'Den sista dagen är före den första.',
    'Der letzte Tag liegt vor dem ersten.',
  ],
  report_days_do: ['Exchange them.', 'Byt plats på dem.', 'Tauschen Sie sie.'],
  report_twice: [
    'A column or a group is named twice.',
    'En kolumn eller grupp anges två gånger.',
    'Eine Spalte oder Gruppe ist doppelt genannt.',
  ],
  seller_address: [
    'The seller’s address lacks: {a}.',
    'I säljarens adress saknas: {a}.',
    'In der Anschrift des Verkäufers fehlt: {a}.',
  ],
  seller_address_do: [
    'An invoice is not valid without it.',
    'En faktura är inte giltig utan den.',
    'Eine Rechnung ist ohne sie nicht gültig.',
  ],
  prefix_shared: [
    'Invoices and credit notes would have the same numbers.',
    'Fakturor och kreditfakturor skulle få samma nummer.',
    'Rechnungen und Rechnungskorrekturen hätten dieselben Nummern.',
  ],
  prefix_shared_do: [
    'Give one of them another prefix.',
    'Ge en av dem ett annat prefix.',
    'Geben Sie einer davon ein anderes Präfix.',
  ],
  logo_too_large: [
    'The logo has more than 200 kB.',
    'Logotypen är större än 200 kB.',
    'Das Logo hat mehr als 200 kB.',
  ],
  bankgiro_invalid: [
    '“{a}” is no Bankgiro number.',
    '”{a}” är inget bankgironummer.',
    '„{a}“ ist keine Bankgiro-Nummer.',
  ],
  bankgiro_invalid_do: [
    'It has seven or eight digits, the last of which checks the others.',
    'Det har sju eller åtta siffror, där den sista kontrollerar de andra.',
    'Sie hat sieben oder acht Ziffern; die letzte prüft die anderen.',
  ],
  rate_invalid: [
    'The rate of {a} is not above 0.',
    'Kursen för {a} är inte över 0.',
    'Der Kurs von {a} ist nicht über 0.',
  ],
})
