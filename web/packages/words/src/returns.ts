import { book } from './words.ts'

/**
 * Why a bank sent a debit back, by its code. Source: EPC173-14, guidance on reason codes for SEPA direct debit
 * R-transactions; ISO 20022, external code sets. A code that is not here stands as the bank wrote it.
 */
export const returns = book({
  AC01: ['the account number is wrong', 'kontonumret är fel', 'die Kontonummer ist falsch'],
  AC04: ['the account is closed', 'kontot är avslutat', 'das Konto ist aufgelöst'],
  AC06: ['the account is blocked', 'kontot är spärrat', 'das Konto ist gesperrt'],
  AC13: [
    'the account is a consumer’s, and the debit for companies',
    'kontot är en konsuments, och dragningen är för företag',
    'das Konto gehört einem Verbraucher, die Lastschrift ist für Firmen',
  ],
  AG01: [
    'the account takes no direct debits',
    'kontot tillåter inget autogiro',
    'das Konto lässt keine Lastschriften zu',
  ],
  AG02: [
    'first, recurring or last was said wrongly',
    'första, återkommande eller sista angavs fel',
    'Erst-, Folge- oder letzte Lastschrift wurde falsch angegeben',
  ],
  AM04: ['not enough money', 'täckning saknas', 'keine Deckung'],
  AM05: ['it was collected twice', 'den drogs två gånger', 'sie wurde doppelt eingezogen'],
  BE04: ['the payer’s address is missing', 'betalarens adress saknas', 'die Adresse des Zahlers fehlt'],
  BE05: [
    'the bank does not know our creditor identifier',
    'banken känner inte igen vårt borgenärs-id',
    'die Bank kennt unsere Gläubiger-Identifikationsnummer nicht',
  ],
  CNOR: ['our bank takes no part', 'vår bank deltar inte', 'unsere Bank nimmt nicht teil'],
  DNOR: [
    'the payer’s bank takes no part',
    'betalarens bank deltar inte',
    'die Bank des Zahlers nimmt nicht teil',
  ],
  DUPL: ['it was collected twice', 'den drogs två gånger', 'sie wurde doppelt eingezogen'],
  ED05: ['the settlement failed', 'avräkningen misslyckades', 'die Verrechnung schlug fehl'],
  FF01: [
    'the bank cannot read the file',
    'banken kan inte läsa filen',
    'die Bank kann die Datei nicht lesen',
  ],
  FF05: [
    'core or business was said wrongly',
    'konsument eller företag angavs fel',
    'Basis- oder Firmenlastschrift wurde falsch angegeben',
  ],
  FOCR: ['our bank called it back', 'vår bank återkallade den', 'unsere Bank rief sie zurück'],
  FRAD: ['somebody suspects fraud', 'det misstänks bedrägeri', 'es besteht Betrugsverdacht'],
  MD01: [
    'the payer says that there is no mandate',
    'betalaren säger att det inte finns något medgivande',
    'der Zahler sagt, dass es kein Mandat gibt',
  ],
  MD02: [
    'something of the mandate is missing or wrong',
    'något i medgivandet saknas eller är fel',
    'am Mandat fehlt etwas oder ist etwas falsch',
  ],
  MD06: [
    'the payer wants it back',
    'betalaren har begärt den tillbaka',
    'der Zahler hat widersprochen und will sie zurück',
  ],
  MD07: ['the payer has died', 'betalaren har avlidit', 'der Zahler ist verstorben'],
  MS02: [
    'the payer refuses and does not say why',
    'betalaren säger nej utan att ange skäl',
    'der Zahler lehnt ohne Angabe von Gründen ab',
  ],
  MS03: ['the bank does not say why', 'banken anger inget skäl', 'die Bank gibt keinen Grund an'],
  RC01: ['the bank’s BIC is wrong', 'bankens BIC är fel', 'die BIC der Bank ist falsch'],
  RR01: [
    'the law asks for the payer’s account',
    'lagen kräver betalarens konto',
    'das Gesetz verlangt das Konto des Zahlers',
  ],
  RR02: [
    'the law asks for the payer’s name and address',
    'lagen kräver betalarens namn och adress',
    'das Gesetz verlangt Namen und Adresse des Zahlers',
  ],
  RR03: [
    'the law asks for our name and address',
    'lagen kräver vårt namn och vår adress',
    'das Gesetz verlangt unseren Namen und unsere Adresse',
  ],
  RR04: ['a law forbids it', 'en lag hindrar den', 'ein Gesetz steht dem entgegen'],
  SL01: [
    'the payer has told the bank not to pay us',
    'betalaren har sagt till banken att inte betala oss',
    'der Zahler hat die Bank angewiesen, uns nicht zu bezahlen',
  ],
  TM01: ['the file came too late', 'filen kom för sent', 'die Datei kam zu spät'],
  returned: ['the bank does not say why', 'banken anger inget skäl', 'die Bank gibt keinen Grund an'],
})
