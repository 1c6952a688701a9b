import { book } from './words.ts'

/** The driver's app. */
export const driver = book({
  notSignedIn: ['Open your link', 'Öppna din länk', 'Öffnen Sie Ihren Link'],
  notSignedInHow: [
    'Your operator sends you a link for your card. Open it on this phone.',
    'Din operatör skickar en länk för ditt kort. Öppna den på den här telefonen.',
    'Ihr Betreiber schickt Ihnen einen Link für Ihre Karte. Öffnen Sie ihn auf diesem Telefon.',
  ],
})
