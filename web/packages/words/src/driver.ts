import { book } from './words.ts'

/** The driver's app. */
export const driver = book({
  notSignedIn: ['Open your link', 'Öppna din länk', 'Öffnen Sie Ihren Link'],
  notSignedInHow: [
    'Your operator sends you a link for your card. Open it on this phone.',
    'Din operatör skickar en länk för ditt kort. Öppna den på den här telefonen.',
    'Ihr Betreiber schickt Ihnen einen Link für Ihre Karte. Öffnen Sie ihn auf diesem Telefon.',
  ],
  title: ['Charging', 'Laddning', 'Laden'],
  charging: ['Charging', 'Laddar', 'Lädt'],
  pausedByCar: ['Your car pauses', 'Bilen gör paus', 'Ihr Auto pausiert'],
  pausedByUs: ['Paused for a moment', 'Pausad en stund', 'Kurz pausiert'],
  waiting: ['Plugged in', 'Inkopplad', 'Angesteckt'],
  nothing: ['Nothing charges now', 'Inget laddar just nu', 'Gerade lädt nichts'],
  nothingHow: [
    'Show your card at a station. Your charge appears here within a second.',
    'Visa kortet vid en laddstation. Laddningen visas här inom en sekund.',
    'Zeigen Sie Ihre Karte an einer Ladestation. Der Ladevorgang erscheint hier binnen einer Sekunde.',
  ],
  energy: ['Energy', 'Energi', 'Energie'],
  cost: ['So far', 'Hittills', 'Bisher'],
  noCost: ['No price', 'Inget pris', 'Kein Preis'],
  battery: ['Battery', 'Batteri', 'Batterie'],
  lasted: ['For', 'I', 'Seit'],
  at: ['at {station}', 'vid {station}', 'an {station}'],
  since: ['since', 'sedan', 'seit'],
  history: ['Your charges', 'Dina laddningar', 'Ihre Ladevorgänge'],
  noHistory: [
    'Your charges will stand here, with their price.',
    'Dina laddningar visas här, med pris.',
    'Ihre Ladevorgänge stehen hier, mit ihrem Preis.',
  ],
  review: ['is being looked at', 'granskas', 'wird geprüft'],
  more: ['Show more', 'Visa fler', 'Mehr zeigen'],
  card: ['Card {card}', 'Kort {card}', 'Karte {card}'],
  asOf: [
    'No connection. This is how it was {when}.',
    'Ingen anslutning. Så här var det {when}.',
    'Keine Verbindung. So war es {when}.',
  ],
  language: ['Language', 'Språk', 'Sprache'],
  signOut: ['Sign out', 'Logga ut', 'Abmelden'],
})
