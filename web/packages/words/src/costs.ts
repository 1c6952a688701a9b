import { book } from './words.ts'

/** What a kWh costs at a site, for whoever sells it. */
export const costs = book({
  title: ['What electricity costs here', 'Vad elen kostar här', 'Was der Strom hier kostet'],
  emptyTitle: ['Nobody has said it', 'Ingen har angett det', 'Niemand hat es gesagt'],
  empty: [
    'Say what a kWh costs, and each session shows what is left of its sale. Nothing that is sold changes by it.',
    'Ange vad en kWh kostar, så visar varje laddsession vad som blir kvar av försäljningen. Inget som säljs ändras av det.',
    'Sagen Sie, was eine kWh kostet, und jeder Ladevorgang zeigt, was vom Verkauf übrig bleibt. Am Verkauf ändert sich nichts.',
  ],
  now: [
    'A kWh costs {price} now. What a session is sold for above that, before VAT, is its margin.',
    'En kWh kostar {price} nu. Det en laddsession säljs för utöver det, exkl. moms, är dess marginal.',
    'Eine kWh kostet jetzt {price}. Was ein Ladevorgang darüber hinaus bringt, ohne MwSt., ist seine Marge.',
  ],
  nowIndex: [
    'A kWh costs what {price} says at the time it is charged. What a session is sold for above that, before VAT, is its margin.',
    'En kWh kostar vad {price} anger när den laddas. Det en laddsession säljs för utöver det, exkl. moms, är dess marginal.',
    'Eine kWh kostet, was {price} sagt, wenn sie geladen wird. Was ein Ladevorgang darüber hinaus bringt, ohne MwSt., ist seine Marge.',
  ],
  notYet: [
    'The first rate begins later: sessions before it have no margin.',
    'Första priset börjar senare: laddsessioner före det har ingen marginal.',
    'Der erste Satz beginnt später: Ladevorgänge davor haben keine Marge.',
  ],
  monthlyApart: [
    'The connection costs {monthly} a month beside that. No session bears it.',
    'Anslutningen kostar {monthly} i månaden därutöver. Ingen laddsession bär det.',
    'Der Anschluss kostet daneben {monthly} im Monat. Kein Ladevorgang trägt das.',
  ],
  from: ['From', 'Från', 'Ab'],
  perKwh: ['{price} per kWh', '{price} per kWh', '{price} je kWh'],
  index: ['{factor} × {series} + {adder}', '{factor} × {series} + {adder}', '{factor} × {series} + {adder}'],
  monthly: ['{monthly} a month', '{monthly} i månaden', '{monthly} im Monat'],
  remove: ['Remove the rate from {day}', 'Ta bort priset från {day}', 'Satz ab {day} entfernen'],
  removeSo: [
    'From {day} on, the rate before it holds on; margins are told anew by it.',
    'Från {day} gäller priset före vidare; marginaler räknas om efter det.',
    'Ab {day} gilt der Satz davor weiter; Margen werden danach neu berechnet.',
  ],
  removeFirst: [
    'It is the first: sessions from {day} on have no margin then.',
    'Det är det första: laddsessioner från {day} har sedan ingen marginal.',
    'Es ist der erste: Ladevorgänge ab {day} haben dann keine Marge.',
  ],
  keep: ['Keep it', 'Behåll det', 'Behalten'],
  removeDo: ['Remove it', 'Ta bort det', 'Entfernen'],
  add: ['Add a rate', 'Lägg till ett pris', 'Satz hinzufügen'],
  by: ['A kWh costs', 'En kWh kostar', 'Eine kWh kostet'],
  by_price: ['a fixed price', 'ett fast pris', 'einen festen Preis'],
  by_index: ['as a series says', 'enligt en prisserie', 'nach einer Preisreihe'],
  price: [
    'Per kWh, before VAT ({currency})',
    'Per kWh, exkl. moms ({currency})',
    'Je kWh, ohne MwSt. ({currency})',
  ],
  series: ['Series', 'Prisserie', 'Preisreihe'],
  noSeries: [
    'There is no series yet: “wattfleet series add”.',
    'Det finns ingen prisserie än: ”wattfleet series add”.',
    'Es gibt noch keine Preisreihe: „wattfleet series add“.',
  ],
  factor: ['times', 'gånger', 'mal'],
  adder: ['plus', 'plus', 'plus'],
  monthlyField: [
    'Connection per month ({currency})',
    'Anslutning per månad ({currency})',
    'Anschluss im Monat ({currency})',
  ],
  note: ['Note', 'Anteckning', 'Notiz'],
  addSo: [
    'Sessions from this day on, also those that have ended, are reckoned with it until the next rate begins.',
    'Laddsessioner från den dagen, även avslutade, räknas med det tills nästa pris börjar.',
    'Ladevorgänge ab diesem Tag, auch beendete, werden damit gerechnet, bis der nächste Satz beginnt.',
  ],
})
