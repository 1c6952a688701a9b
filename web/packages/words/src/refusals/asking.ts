import { book } from '../words.ts'

export const asking = book({
  act_unknown: ['There is no such act.', 'Den handlingen finns inte.', 'Diese Handlung gibt es nicht.'],
  too_large: [
    'The body is larger than {a} bytes.',
    'Innehållet är större än {a} byte.',
    'Der Inhalt ist größer als {a} Byte.',
  ],
  plain_do: [
    'Send the header “Authorization: Bearer wfk_…” with a valid key.',
    'Skicka huvudet ”Authorization: Bearer wfk_…” med en giltig nyckel.',
    'Senden Sie den Header „Authorization: Bearer wfk_…“ mit einem gültigen Schlüssel.',
  ],
  order_unknown: ['There is no such command.', 'Det kommandot finns inte.', 'Diesen Befehl gibt es nicht.'],
  chart_not_set: [
    'There is no chart of accounts of your own.',
    'Det finns ingen egen kontoplan.',
    'Es gibt keinen eigenen Kontenplan.',
  ],
  session_over: [
    'This charge has ended already.',
    'Laddningen har redan slutat.',
    'Dieser Ladevorgang ist schon beendet.',
  ],
  session_over_do: [
    'There is nothing left to stop; the car can be unplugged.',
    'Det finns inget att stoppa; bilen kan kopplas ur.',
    'Es gibt nichts mehr zu stoppen; das Auto kann abgesteckt werden.',
  ],
  internal: [
    'Something went wrong on our side; the request may or may not have had its effect.',
    'Något gick fel hos oss; det du bad om kan ha utförts eller inte.',
    'Bei uns ging etwas schief; das Verlangte wurde vielleicht ausgeführt, vielleicht nicht.',
  ],
  body_malformed_do: [
    'Send a JSON object in UTF-8.',
    'Skicka ett JSON-objekt i UTF-8.',
    'Senden Sie ein JSON-Objekt in UTF-8.',
  ],
  field_unknown: ['“{a}” is not known here.', '”{a}” är inte känt här.', '„{a}“ ist hier nicht bekannt.'],
  field_invalid: ['{a} cannot be {b}.', '{a} kan inte vara {b}.', '{a} kann nicht {b} sein.'],
  too_many_attempts: [
    'Too many failed attempts came from your address.',
    'För många misslyckade försök kom från din adress.',
    'Zu viele Fehlversuche kamen von Ihrer Adresse.',
  ],
  too_many_attempts_do: [
    'Wait a moment; what is valid is let in meanwhile once it is known.',
    'Vänta en stund; giltiga försök släpps in under tiden när de är kända.',
    'Warten Sie etwas; Gültiges wird inzwischen eingelassen, sobald es bekannt ist.',
  ],
  csrf_invalid: [
    'Another site sent this request.',
    'En annan webbplats skickade detta.',
    'Eine andere Website hat dies gesendet.',
  ],
  csrf_invalid_do: ['Use our own pages.', 'Använd våra egna sidor.', 'Benutzen Sie unsere eigenen Seiten.'],
  csrf_invalid_2: [
    'The token of this sign-in is missing.',
    'Inloggningens kontrollvärde saknas.',
    'Das Merkmal dieser Anmeldung fehlt.',
  ],
  sign_in_over: [
    'You are not signed in any more.',
    'Du är inte inloggad längre.',
    'Sie sind nicht mehr angemeldet.',
  ],
  sign_in_over_do: ['Ask for a new link.', 'Be om en ny länk.', 'Bitten Sie um einen neuen Link.'],
  text_invalid: [
    'A text holds a NUL, which no database keeps.',
    'En text innehåller ett NUL, som ingen databas sparar.',
    'Ein Text enthält ein NUL, das keine Datenbank aufbewahrt.',
  ],
  text_invalid_do: ['Leave it out.', 'Utelämna det.', 'Lassen Sie es weg.'],
  body_malformed: [
    'The body is not JSON that can be read.',
    'Innehållet är ingen läsbar JSON.',
    'Der Inhalt ist kein lesbares JSON.',
  ],
  text_invalid_2: ['“{a}” holds a NUL.', '”{a}” innehåller ett NUL.', '„{a}“ enthält ein NUL.'],
  signed_values_unknown: [
    'The station told no signed value of it.',
    'Laddstationen lämnade inget signerat värde för den.',
    'Die Ladestation hat dazu keinen signierten Wert geliefert.',
  ],
  signed_values_unknown_do: [
    'Only stations with a signing meter do, when they are set so.',
    'Bara laddstationer med signerande mätare gör det, när de är inställda så.',
    'Das tun nur Ladestationen mit signierendem Zähler, wenn sie so eingestellt sind.',
  ],
  span_invalid: [
    'From {a} to {b} are no sessions.',
    'Från {a} till {b} finns inga laddsessioner.',
    'Von {a} bis {b} gibt es keine Ladevorgänge.',
  ],
  side_twofold: [
    'The side names two tariffs.',
    'Sidan anger två prislistor.',
    'Die Seite nennt zwei Tarife.',
  ],
  tariff_missing: ['By which tariff?', 'Enligt vilken prislista?', 'Nach welchem Tarif?'],
  tariff_unknown: ['There is no such tariff.', 'Den prislistan finns inte.', 'Diesen Tarif gibt es nicht.'],
  assignment_twofold: [
    'A station is sold by a tariff or by a group, not by both.',
    'En laddstation säljs efter en prislista eller en grupp, inte båda.',
    'Eine Ladestation wird nach einem Tarif oder einer Gruppe verkauft, nicht nach beiden.',
  ],
  assignment_twofold_do: [
    'Give tariff_id or group_id.',
    'Ange prislista eller grupp.',
    'Geben Sie Tarif oder Gruppe an.',
  ],
  plain: [
    'OCPP {a} does not know “{b}” here.',
    'OCPP {a} känner inte ”{b}” här.',
    'OCPP {a} kennt „{b}“ hier nicht.',
  ],
  plain_do_2: [
    'This station takes: {a}.',
    'Den här laddstationen tar: {a}.',
    'Diese Ladestation nimmt: {a}.',
  ],
  plain_2: ['“{a}” is not a {b}.', '”{a}” är inte {b}.', '„{a}“ ist kein {b}.'],
  plain_do_3: ['Write digits with a point.', 'Skriv siffror med punkt.', 'Schreiben Sie Ziffern mit Punkt.'],
  plain_3: [
    'A {a} cannot be negative, and this one is {b}.',
    '{a} kan inte vara negativt, och det här är {b}.',
    '{a} kann nicht negativ sein, und hier ist {b}.',
  ],
  plain_do_4: ['Write 0 or more.', 'Skriv 0 eller mer.', 'Schreiben Sie 0 oder mehr.'],
  plain_4: [
    '“{a}” has more than {b} decimals.',
    '”{a}” har fler än {b} decimaler.',
    '„{a}“ hat mehr als {b} Nachkommastellen.',
  ],
  secret_invalid: [
    'A webhook’s secret is whsec_ and at least 24 bytes in base64.',
    'En webhooks hemlighet är whsec_ och minst 24 byte i base64.',
    'Das Geheimnis eines Webhooks ist whsec_ und mindestens 24 Byte in Base64.',
  ],
  secret_invalid_do: [
    'Leave it out, and one is made.',
    'Utelämna den, så skapas en.',
    'Lassen Sie es weg, dann wird eines erzeugt.',
  ],
  field_invalid_2: ['“{a}” must be {b}.', '”{a}” ska vara {b}.', '„{a}“ muss sein: {b}.'],
  field_invalid_3: [
    '“{a}” must be {b}, not {c}.',
    '”{a}” ska vara {b}, inte {c}.',
    '„{a}“ muss sein: {b}, nicht: {c}.',
  ],
  field_invalid_4: ['“{a}” is not {b}.', '”{a}” är inte {b}.', '„{a}“ ist nicht {b}.'],
  field_invalid_5: [
    '“{a}” is not written as it must be.',
    '”{a}” är inte skrivet som det måste vara.',
    '„{a}“ ist nicht so geschrieben, wie es sein muss.',
  ],
  field_invalid_6: ['{a} cannot be read: {b}.', '{a} kan inte läsas: {b}.', '{a} ist nicht lesbar: {b}.'],
  field_do: ['Write {a}.', 'Skriv {a}.', 'Erwartet wird: {a}.'],
})
