import { book } from './words.ts'

/** Sentences that the server keeps in English, as it writes them: of orders, payments, and of what a run holds. */
export const said = book({
  stopped: [
    'The server stopped before the station answered. What the station did is not known.',
    'Servern stannade innan laddstationen svarade. Vad laddstationen gjorde är inte känt.',
    'Der Server hielt an, bevor die Ladestation antwortete. Was sie getan hat, ist nicht bekannt.',
  ],
  neverConnected: [
    'The station has never been connected, so its version is not known.',
    'Laddstationen har aldrig varit ansluten, så dess version är inte känd.',
    'Die Ladestation war noch nie verbunden, daher ist ihre Version nicht bekannt.',
  ],
  refusedCall: [
    'The station refused the call: {what}',
    'Laddstationen nekade anropet: {what}',
    'Die Ladestation lehnte den Aufruf ab: {what}',
  ],
  noAnswer: [
    'The station did not answer. What it did is not known.',
    'Laddstationen svarade inte. Vad den gjorde är inte känt.',
    'Die Ladestation antwortete nicht. Was sie getan hat, ist nicht bekannt.',
  ],
  unreadable: [
    'The station’s answer cannot be read.',
    'Laddstationens svar kan inte läsas.',
    'Die Antwort der Ladestation ist nicht lesbar.',
  ],
  lost: [
    'The connection ended before the station answered.',
    'Anslutningen bröts innan laddstationen svarade.',
    'Die Verbindung endete, bevor die Ladestation antwortete.',
  ],
  notConnected: [
    'The station is not connected.',
    'Laddstationen är inte ansluten.',
    'Die Ladestation ist nicht verbunden.',
  ],
  queueFull: [
    'Too many calls wait for the station.',
    'För många anrop väntar på laddstationen.',
    'Zu viele Aufrufe warten auf die Ladestation.',
  ],
  waitedTooLong: [
    'Other calls to the station took too long.',
    'Andra anrop till laddstationen tog för lång tid.',
    'Andere Aufrufe an die Ladestation dauerten zu lange.',
  ],
  repeatedId: [
    'A call with this id is already on its way.',
    'Ett anrop med detta id är redan på väg.',
    'Ein Aufruf mit dieser Kennung ist schon unterwegs.',
  ],
  notStartedOffline: [
    'Accepted, but not started: the station is not connected for {n} s.',
    'Accepterat men inte startat: laddstationen har inte varit ansluten på {n} s.',
    'Angenommen, aber nicht gestartet: die Ladestation ist seit {n} s nicht verbunden.',
  ],
  notStartedFaulted: [
    'Accepted, but not started: the connector is faulted for {n} s.',
    'Accepterat men inte startat: uttaget har haft ett fel i {n} s.',
    'Angenommen, aber nicht gestartet: der Anschluss ist seit {n} s gestört.',
  ],
  notStartedPlugged: [
    'Accepted, but not started: a car is plugged in, and the station has not begun for {n} s.',
    'Accepterat men inte startat: en bil är ansluten, och laddstationen har inte börjat på {n} s.',
    'Angenommen, aber nicht gestartet: ein Auto ist angeschlossen, und seit {n} s beginnt die Ladestation nicht.',
  ],
  notStartedEmpty: [
    'Accepted, but not started: no car plugged in for {n} s.',
    'Accepterat men inte startat: ingen bil ansluten på {n} s.',
    'Angenommen, aber nicht gestartet: seit {n} s kein Auto angeschlossen.',
  ],
  notStartedSilent: [
    'Accepted, but not started: the station has told of no session for {n} s.',
    'Accepterat men inte startat: laddstationen har inte berättat om någon laddsession på {n} s.',
    'Angenommen, aber nicht gestartet: die Ladestation meldet seit {n} s keinen Ladevorgang.',
  ],
  stillRuns: [
    'Accepted, but the session still runs after {n} s.',
    'Accepterat, men laddsessionen pågår fortfarande efter {n} s.',
    'Angenommen, aber der Ladevorgang läuft nach {n} s noch.',
  ],
  notBooted: [
    'Accepted, but the station has not booted for {n} s.',
    'Accepterat, men laddstationen har inte startat om på {n} s.',
    'Angenommen, aber die Ladestation ist seit {n} s nicht neu gestartet.',
  ],
  otherStatus: [
    'Accepted, but the station still tells another status after {n} s.',
    'Accepterat, men laddstationen anger fortfarande en annan status efter {n} s.',
    'Angenommen, aber die Ladestation meldet nach {n} s noch einen anderen Status.',
  ],
  nothingSeen: [
    'Accepted, but nothing was seen of it for {n} s.',
    'Accepterat, men inget har synts av det på {n} s.',
    'Angenommen, aber seit {n} s war nichts davon zu sehen.',
  ],
  allSettings: [
    'Asking for all settings restarts this make: name the keys (field-faults row 85).',
    'Det här fabrikatet startar om när alla inställningar läses: ange nycklarna (field-faults rad 85).',
    'Dieses Fabrikat startet neu, wenn alle Einstellungen gelesen werden: nennen Sie die Schlüssel (field-faults Zeile 85).',
  ],
  wholeReport: [
    'A whole report restarts this make: ask for single variables (field-faults row 85).',
    'En hel rapport startar om det här fabrikatet: läs enstaka variabler (field-faults rad 85).',
    'Ein ganzer Bericht startet dieses Fabrikat neu: lesen Sie einzelne Variablen (field-faults Zeile 85).',
  ],
  tooLongSetting: [
    'A setting of more than {most} characters spoils others in this make (field-faults row 84).',
    'En inställning med mer än {most} tecken förstör andra i det här fabrikatet (field-faults rad 84).',
    'Eine Einstellung mit mehr als {most} Zeichen verdirbt bei diesem Fabrikat andere (field-faults Zeile 84).',
  ],
  hasKeys: [
    'OCPP 1.6 has keys, not variables: use get_configuration and change_configuration.',
    'OCPP 1.6 har nycklar, inte variabler: använd get_configuration och change_configuration.',
    'OCPP 1.6 hat Schlüssel, keine Variablen: nehmen Sie get_configuration und change_configuration.',
  ],
  hasVariables: [
    'OCPP 2.x has variables, not keys: use get_variables and set_variables.',
    'OCPP 2.x har variabler, inte nycklar: använd get_variables och set_variables.',
    'OCPP 2.x hat Variablen, keine Schlüssel: nehmen Sie get_variables und set_variables.',
  ],
  noProfileList: [
    'OCPP 1.6 cannot list profiles: use get_composite_schedule.',
    'OCPP 1.6 kan inte lista profiler: använd get_composite_schedule.',
    'OCPP 1.6 kann keine Profile auflisten: nehmen Sie get_composite_schedule.',
  ],
  noTransactionStatus: [
    'OCPP 1.6 cannot ask for a transaction’s status.',
    'OCPP 1.6 kan inte fråga efter en transaktions status.',
    'OCPP 1.6 kann den Status einer Transaktion nicht abfragen.',
  ],
  unsignedFirmware: [
    'OCPP 1.6 installs unsigned firmware at once: leave install_at out.',
    'OCPP 1.6 installerar osignerad firmware genast: utelämna install_at.',
    'OCPP 1.6 installiert unsignierte Firmware sofort: lassen Sie install_at weg.',
  ],
  clearsBy: [
    'OCPP 2.x clears by an id, or by at least one of evse, purpose and stack_level (K10.FR.02).',
    'OCPP 2.x rensar efter ett id, eller minst ett av evse, purpose och stack_level (K10.FR.02).',
    'OCPP 2.x löscht nach einer Kennung oder mindestens einem von evse, purpose und stack_level (K10.FR.02).',
  ],

  sellerNoVat: [
    'The seller has no VAT number.',
    'Säljaren har inget momsregistreringsnummer.',
    'Der Verkäufer hat keine USt-IdNr.',
  ],
  siteNoCountry: [
    'The site has no country, so that nobody knows whose VAT it is.',
    'Platsen har inget land, så ingen vet vilket lands moms det är.',
    'Der Standort hat kein Land, daher weiß niemand, wessen MwSt. gilt.',
  ],
  noRateOn: [
    'No VAT rate of {place} is known on {day}.',
    'Ingen momssats för {place} är känd den {day}.',
    'Für {place} ist am {day} kein MwSt.-Satz bekannt.',
  ],
  priceNoVat: [
    'The price says nothing about VAT, and {place} has {rate} %.',
    'Priset säger inget om moms, och {place} har {rate} %.',
    'Der Preis sagt nichts über MwSt., und {place} hat {rate} %.',
  ],
  priceOtherVat: [
    'The price has {told} VAT, and {place} knows {rates} on {day}.',
    'Priset har {told} moms, och {place} har {rates} den {day}.',
    'Der Preis hat {told} MwSt., und {place} kennt {rates} am {day}.',
  ],
  vatElectricityBusiness: [
    'It is not known which VAT electricity in {country} to a business with a VAT number in {where} carries.',
    'Det är inte känt vilken moms el i {country} till ett företag med momsregistreringsnummer i {where} har.',
    'Es ist nicht bekannt, welche MwSt. für Strom in {country} an ein Unternehmen mit USt-IdNr. in {where} gilt.',
  ],
  vatElectricityOther: [
    'It is not known which VAT electricity in {country} to somebody without a VAT number in {where} carries.',
    'Det är inte känt vilken moms el i {country} till någon utan momsregistreringsnummer i {where} har.',
    'Es ist nicht bekannt, welche MwSt. für Strom in {country} an jemanden ohne USt-IdNr. in {where} gilt.',
  ],
  vatServiceBusiness: [
    'It is not known which VAT service in {country} to a business with a VAT number in {where} carries.',
    'Det är inte känt vilken moms tjänster i {country} till ett företag med momsregistreringsnummer i {where} har.',
    'Es ist nicht bekannt, welche MwSt. für Dienstleistungen in {country} an ein Unternehmen mit USt-IdNr. in {where} gilt.',
  ],
  vatServiceOther: [
    'It is not known which VAT service in {country} to somebody without a VAT number in {where} carries.',
    'Det är inte känt vilken moms tjänster i {country} till någon utan momsregistreringsnummer i {where} har.',
    'Es ist nicht bekannt, welche MwSt. für Dienstleistungen in {country} an jemanden ohne USt-IdNr. in {where} gilt.',
  ],

  noSuchTransaction: [
    'No session of this station has the transaction id {tx}.',
    'Ingen laddsession på den här laddstationen har transaktionsnumret {tx}.',
    'Kein Ladevorgang dieser Ladestation hat die Transaktionsnummer {tx}.',
  ],
  severalFit: [
    'A stop with the transaction id {tx} fits {n} sessions, and none is guessed.',
    'Ett slut med transaktionsnumret {tx} passar {n} laddsessioner, och ingen gissas.',
    'Ein Ende mit der Transaktionsnummer {tx} passt zu {n} Ladevorgängen, und keiner wird geraten.',
  ],
  noneFits: [
    'A stop with the transaction id {tx} fits no open session of this station.',
    'Ett slut med transaktionsnumret {tx} passar ingen pågående laddsession på den här laddstationen.',
    'Ein Ende mit der Transaktionsnummer {tx} passt zu keinem laufenden Ladevorgang dieser Ladestation.',
  ],
  updateSeveral: [
    'An update without a transaction id fits {n} sessions, and none is guessed.',
    'En uppdatering utan transaktionsnummer passar {n} laddsessioner, och ingen gissas.',
    'Eine Meldung ohne Transaktionsnummer passt zu {n} Ladevorgängen, und keiner wird geraten.',
  ],
  updateNone: [
    'An update without a transaction id fits no open session of this station.',
    'En uppdatering utan transaktionsnummer passar ingen pågående laddsession på den här laddstationen.',
    'Eine Meldung ohne Transaktionsnummer passt zu keinem laufenden Ladevorgang dieser Ladestation.',
  ],
  neverBegan: [
    'Readings of the transaction {tx}, which this station never began with us.',
    'Mätvärden för transaktionen {tx}, som den här laddstationen aldrig började hos oss.',
    'Messwerte der Transaktion {tx}, die diese Ladestation bei uns nie begonnen hat.',
  ],

  paidReference: [
    '{party}; matched by its reference',
    '{party}; ihopparad enligt referensen',
    '{party}; zugeordnet nach der Referenz',
  ],
  paidNumber: [
    '{party}; matched by its number in the text, and the amount',
    '{party}; ihopparad enligt numret i texten och beloppet',
    '{party}; zugeordnet nach der Nummer im Text und dem Betrag',
  ],
  paidAccount: [
    '{party}; matched by the payer’s account, and the amount',
    '{party}; ihopparad enligt betalarens konto och beloppet',
    '{party}; zugeordnet nach dem Konto des Zahlers und dem Betrag',
  ],
  paidPerson: ['{party}; matched by a person', '{party}; ihopparad för hand', '{party}; von Hand zugeordnet'],
  paidMandate: ['mandate {mandate}', 'medgivande {mandate}', 'Mandat {mandate}'],
  paidTogether: [
    'mandate {mandate}; in one sum',
    'medgivande {mandate}; i en summa',
    'Mandat {mandate}; in einer Summe',
  ],
  paidBack: [
    'mandate {mandate}; came back: {code}',
    'medgivande {mandate}; kom tillbaka: {code}',
    'Mandat {mandate}; zurückgekommen: {code}',
  ],
})
