import { book } from '../words.ts'

export const accounts = book({
  language_unknown: [
    'Documents are not written in “{a}”.',
    'Dokument skrivs inte på ”{a}”.',
    'In „{a}“ werden keine Dokumente geschrieben.',
  ],
  language_unknown_do: ['Take one of {a}.', 'Välj en av {a}.', 'Nehmen Sie eines von {a}.'],
  routing_invalid: [
    '“{a}” is not an electronic address.',
    '”{a}” är ingen elektronisk adress.',
    '„{a}“ ist keine elektronische Adresse.',
  ],
  routing_invalid_do: [
    'Write the scheme of the EAS list, a colon, and the number: 0007:5567037485.',
    'Skriv schemat ur EAS-listan, ett kolon och numret: 0007:5567037485.',
    'Schreiben Sie das Schema der EAS-Liste, einen Doppelpunkt und die Nummer: 0007:5567037485.',
  ],
  contract_ends_first: [
    'It would end on {a}, before it begins on {b}.',
    'Det skulle sluta {a}, innan det börjar {b}.',
    'Er würde am {a} enden, bevor er am {b} beginnt.',
  ],
  fees_too_many: [
    'A contract has 1 to {a} fees.',
    'Ett avtal har 1 till {a} avgifter.',
    'Ein Vertrag hat 1 bis {a} Gebühren.',
  ],
  fee_code_twice: [
    'Two fees have the code “{a}”.',
    'Två avgifter har koden ”{a}”.',
    'Zwei Gebühren haben den Code „{a}“.',
  ],
  fee_negative: ['A fee is not negative.', 'En avgift är inte negativ.', 'Eine Gebühr ist nicht negativ.'],
  fee_negative_do: [
    'Write what is taken off as a fee of the kind discount.',
    'Ange avdrag som en avgift av typen rabatt.',
    'Schreiben Sie Abzüge als Gebühr der Art Rabatt.',
  ],
  fee_day: [
    'A service that comes once has a day, and no other fee has one.',
    'En engångstjänst har en dag, och ingen annan avgift har det.',
    'Eine einmalige Leistung hat einen Tag, und keine andere Gebühr hat einen.',
  ],
  fee_share: [
    'A discount is a percentage above 0 and up to 100, with at most four decimals.',
    'En rabatt är en procentsats över 0 och högst 100, med högst fyra decimaler.',
    'Ein Rabatt ist ein Prozentsatz über 0 und bis 100, mit höchstens vier Nachkommastellen.',
  ],
  payer_ends_first: [
    'It would end before it begins.',
    'Den skulle sluta innan den börjar.',
    'Sie würde enden, bevor sie beginnt.',
  ],
  vat_number_invalid: [
    '“{a}” is no VAT number of {b}: {c}.',
    '”{a}” är inget momsregistreringsnummer i {b}: {c}.',
    '„{a}“ ist keine USt-IdNr. von {b}: {c}.',
  ],
  vat_number_invalid_do: [
    'Write it as it stands on invoices, with or without the country in front.',
    'Skriv det som det står på fakturor, med eller utan landet först.',
    'Schreiben Sie sie wie auf Rechnungen, mit oder ohne Land davor.',
  ],
})
