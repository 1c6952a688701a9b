import { book } from '../words.ts'

export const kept = book({
  account_number_taken: [
    'Another account has this number.',
    'En annan kund har det här numret.',
    'Ein anderer Kunde hat diese Nummer.',
  ],
  account_in_use: [
    'The account pays for something, or was invoiced.',
    'Kunden betalar för något eller har fakturerats.',
    'Der Kunde zahlt für etwas oder hat Rechnungen.',
  ],
  account_in_use_do: [
    'End its rules and contracts; one that was ever invoiced stays, and can be put on hold.',
    'Avsluta dess regler och avtal; en kund som har fakturerats blir kvar och kan pausas.',
    'Beenden Sie Regeln und Verträge; wer je eine Rechnung bekam, bleibt und kann angehalten werden.',
  ],
  account_unknown: ['There is no such account.', 'Den kunden finns inte.', 'Diesen Kunden gibt es nicht.'],
  alarm_unknown: ['There is no such alarm.', 'Det larmet finns inte.', 'Diesen Alarm gibt es nicht.'],
  collection_redacted: [
    'The file was redacted at {a}: it held names and accounts.',
    'Filen rensades {a}: den innehöll namn och konton.',
    'Die Datei wurde am {a} geschwärzt: sie enthielt Namen und Konten.',
  ],
  collection_unknown: [
    'There is no such collection.',
    'Den dragningen finns inte.',
    'Diesen Einzug gibt es nicht.',
  ],
  collected_already: [
    'One of these invoices is being collected.',
    'En av fakturorna dras redan in.',
    'Eine dieser Rechnungen wird gerade eingezogen.',
  ],
  contract_unknown: [
    'There is no such contract.',
    'Det avtalet finns inte.',
    'Diesen Vertrag gibt es nicht.',
  ],
  cost_rate_exists: [
    'The site has a rate from that day on already.',
    'Platsen har redan en kostnad från den dagen.',
    'Der Standort hat ab diesem Tag schon einen Satz.',
  ],
  cost_rate_unknown: ['There is no such rate.', 'Den kostnaden finns inte.', 'Diesen Satz gibt es nicht.'],
  dispute_open_already: [
    'There is an open dispute about it already.',
    'Det finns redan en öppen invändning mot den.',
    'Dazu gibt es schon einen offenen Einspruch.',
  ],
  dispute_unknown: [
    'There is no such dispute.',
    'Den invändningen finns inte.',
    'Diesen Einspruch gibt es nicht.',
  ],
  run_unknown: [
    'There is no such invoice run.',
    'Den faktureringskörningen finns inte.',
    'Diesen Rechnungslauf gibt es nicht.',
  ],
  invoice_unknown: ['There is no such invoice.', 'Den fakturan finns inte.', 'Diese Rechnung gibt es nicht.'],
  invoice_unknown_2: [
    'There is no invoice {a}.',
    'Det finns ingen faktura {a}.',
    'Es gibt keine Rechnung {a}.',
  ],
  entry_unknown: ['There is no such entry.', 'Den posten finns inte.', 'Diese Buchung gibt es nicht.'],
  export_too_large: [
    'These days have more than {a} postings.',
    'De här dagarna har fler än {a} konteringar.',
    'Diese Tage haben mehr als {a} Buchungszeilen.',
  ],
  export_too_large_do: [
    'Export fewer days at once.',
    'Exportera färre dagar åt gången.',
    'Exportieren Sie weniger Tage auf einmal.',
  ],
  mailing_unknown: ['There is no such mailing.', 'Det utskicket finns inte.', 'Diese Sendung gibt es nicht.'],
  mandate_taken: [
    'Another mandate has this reference.',
    'Ett annat medgivande har den här referensen.',
    'Ein anderes Mandat hat diese Referenz.',
  ],
  mandate_unknown: [
    'There is no such mandate.',
    'Det medgivandet finns inte.',
    'Dieses Mandat gibt es nicht.',
  ],
  meter_key_exists: [
    'The station has this key already.',
    'Laddstationen har redan den här nyckeln.',
    'Die Ladestation hat diesen Schlüssel schon.',
  ],
  meter_key_unknown: ['There is no such key.', 'Den nyckeln finns inte.', 'Diesen Schlüssel gibt es nicht.'],
  movement_unknown: [
    'There is no such movement of the bank.',
    'Den bankrörelsen finns inte.',
    'Diesen Bankumsatz gibt es nicht.',
  ],
  payer_exists: ['This rule is already there.', 'Den regeln finns redan.', 'Diese Regel gibt es schon.'],
  payer_in_use: ['The rule is used.', 'Regeln används.', 'Die Regel wird benutzt.'],
  payer_unknown: ['There is no such rule.', 'Den regeln finns inte.', 'Diese Regel gibt es nicht.'],
  payer_taken: [
    'The sessions of the {a} “{b}” are paid by another rule then.',
    'Laddsessionerna för {a} ”{b}” betalas då av en annan regel.',
    'Die Ladevorgänge von {a} „{b}“ zahlt dann eine andere Regel.',
  ],
  payer_taken_do: [
    'End the rule {a} of account {b} first.',
    'Avsluta först regeln {a} för kunden {b}.',
    'Beenden Sie erst die Regel {a} des Kunden {b}.',
  ],
  payment_unknown: [
    'There is no such payment.',
    'Den betalningen finns inte.',
    'Diese Zahlung gibt es nicht.',
  ],
  person_unknown: ['There is no such person.', 'Den personen finns inte.', 'Diese Person gibt es nicht.'],
  reminded_already: [
    'One of these invoices was reminded of at this level.',
    'En av fakturorna har redan påmints på den här nivån.',
    'Eine dieser Rechnungen wurde auf dieser Stufe schon gemahnt.',
  ],
  reminder_unknown: [
    'There is no such reminder.',
    'Den påminnelsen finns inte.',
    'Diese Mahnung gibt es nicht.',
  ],
  report_unknown: ['There is no such report.', 'Den rapporten finns inte.', 'Diesen Bericht gibt es nicht.'],
  series_value_differs: [
    'The value from {a} on is known already, and it is another one ({b}, not {c}).',
    'Värdet från {a} är redan känt, och det är ett annat ({b}, inte {c}).',
    'Der Wert ab {a} ist schon bekannt, und er ist ein anderer ({b}, nicht {c}).',
  ],
  series_unknown: ['There is no series “{a}”.', 'Det finns ingen serie ”{a}”.', 'Es gibt keine Reihe „{a}“.'],
  site_in_use: [
    'Stations stand at this site.',
    'Det står laddstationer på den här platsen.',
    'An diesem Standort stehen Ladestationen.',
  ],
  site_in_use_do: [
    'Move its stations to another site first.',
    'Flytta dess laddstationer till en annan plats först.',
    'Ordnen Sie seine Ladestationen erst einem anderen Standort zu.',
  ],
  identity_taken: [
    'Another station has this identity.',
    'En annan laddstation har den här identiteten.',
    'Eine andere Ladestation hat diese Identität.',
  ],
  identity_taken_do: [
    'Identities are compared without regard to case.',
    'Stora och små bokstäver räknas som lika.',
    'Groß- und Kleinschreibung zählt nicht.',
  ],
  version_conflict: [
    'Somebody else has made this version of the group meanwhile.',
    'Någon annan har gjort den här versionen av gruppen under tiden.',
    'Jemand anderes hat diese Fassung der Gruppe inzwischen angelegt.',
  ],
  version_conflict_do: [
    'Read the group again and repeat the change.',
    'Läs gruppen igen och gör om ändringen.',
    'Lesen Sie die Gruppe neu und wiederholen Sie die Änderung.',
  ],
  group_unknown: [
    'There is no such tariff group.',
    'Den prisgruppen finns inte.',
    'Diese Tarifgruppe gibt es nicht.',
  ],
  group_in_use: [
    'The group is assigned {a} times.',
    'Gruppen är tilldelad {a} gånger.',
    'Die Gruppe ist {a}-mal zugeordnet.',
  ],
  group_in_use_do: [
    'Assign another group or tariff to those stations first.',
    'Tilldela de laddstationerna en annan grupp eller prislista först.',
    'Ordnen Sie jenen Ladestationen erst eine andere Gruppe oder einen anderen Tarif zu.',
  ],
  version_conflict_2: [
    'Somebody else has made this version of the tariff meanwhile.',
    'Någon annan har gjort den här versionen av prislistan under tiden.',
    'Jemand anderes hat diese Fassung des Tarifs inzwischen angelegt.',
  ],
  version_conflict_do_2: [
    'Read the tariff again and repeat the change.',
    'Läs prislistan igen och gör om ändringen.',
    'Lesen Sie den Tarif neu und wiederholen Sie die Änderung.',
  ],
  token_exists: [
    'A token with this uid is already there.',
    'Ett kort med det här numret finns redan.',
    'Eine Karte mit dieser UID gibt es schon.',
  ],
  token_exists_do: [
    'Upper and lower case mean the same.',
    'Stora och små bokstäver betyder samma sak.',
    'Groß und klein bedeuten dasselbe.',
  ],
  view_exists: [
    'There is a view of that name already.',
    'Det finns redan en vy med det namnet.',
    'Eine Ansicht dieses Namens gibt es schon.',
  ],
  view_unknown: ['There is no such view.', 'Den vyn finns inte.', 'Diese Ansicht gibt es nicht.'],
  version_conflict_3: [
    'Somebody else has changed this row of {a} meanwhile, or it is gone.',
    'Någon annan har ändrat den här raden i {a} under tiden, eller så är den borta.',
    'Jemand anderes hat diese Zeile in {a} inzwischen geändert, oder sie ist weg.',
  ],
  version_conflict_do_3: [
    'Read it again and repeat the change.',
    'Läs den igen och gör om ändringen.',
    'Lesen Sie sie neu und wiederholen Sie die Änderung.',
  ],
  posted_already: ['This is in the ledger already.', 'Det här är redan bokfört.', 'Das ist schon gebucht.'],
  contract_in_use: ['The contract is used.', 'Avtalet används.', 'Der Vertrag wird benutzt.'],
  billed_already: [
    'One of these things stands on an invoice already.',
    'Något av det här står redan på en faktura.',
    'Etwas davon steht schon auf einer Rechnung.',
  ],
  view_in_use: ['The view is used.', 'Vyn används.', 'Die Ansicht wird benutzt.'],
  cost_rate_in_use: ['The rate is used.', 'Kostnaden används.', 'Der Satz wird benutzt.'],
})
