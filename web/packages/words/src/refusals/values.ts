import { book } from '../words.ts'

export const values = book({
  currency_invalid: ['“{a}” is not a currency.', '”{a}” är ingen valuta.', '„{a}“ ist keine Währung.'],
  currency_invalid_2: ['The currency is missing.', 'Valutan saknas.', 'Die Währung fehlt.'],
  currency_invalid_do: [
    'Use the three capital letters of ISO 4217, such as EUR or SEK.',
    'Använd de tre versalerna enligt ISO 4217, till exempel EUR eller SEK.',
    'Nehmen Sie die drei Großbuchstaben nach ISO 4217, etwa EUR oder SEK.',
  ],
  instant_invalid: [
    '“{a}” is not a moment in time.',
    '”{a}” är ingen tidpunkt.',
    '„{a}“ ist kein Zeitpunkt.',
  ],
  instant_invalid_do: [
    'Write it as 2026-11-20T12:00:00Z, or with an offset such as +01:00.',
    'Skriv den som 2026-11-20T12:00:00Z, eller med en förskjutning som +01:00.',
    'Schreiben Sie ihn als 2026-11-20T12:00:00Z oder mit einem Versatz wie +01:00.',
  ],
  zone_unknown: ['“{a}” is not a time zone.', '”{a}” är ingen tidszon.', '„{a}“ ist keine Zeitzone.'],
  zone_unknown_do: [
    'Use an IANA name such as Europe/Stockholm.',
    'Använd ett IANA-namn, till exempel Europe/Stockholm.',
    'Nehmen Sie einen IANA-Namen wie Europe/Stockholm.',
  ],
})
