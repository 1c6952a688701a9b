import { book } from '../words.ts'

export const stations = book({
  country_invalid: ['“{a}” is not a country.', '”{a}” är inget land.', '„{a}“ ist kein Land.'],
  country_invalid_do: [
    'Use the two letters of ISO 3166-1, such as SE.',
    'Använd de två bokstäverna enligt ISO 3166-1, till exempel SE.',
    'Nehmen Sie die zwei Buchstaben nach ISO 3166-1, etwa SE.',
  ],
  moment_out_of_range: [
    'No station knows that year.',
    'Ingen laddstation känner det året.',
    'Dieses Jahr kennt keine Ladestation.',
  ],
  moment_out_of_range_do: [
    'Use a year from 1971 to 2199.',
    'Använd ett år från 1971 till 2199.',
    'Nehmen Sie ein Jahr von 1971 bis 2199.',
  ],
  number_out_of_range: [
    '{a} is larger than a station can read.',
    '{a} är större än en laddstation kan läsa.',
    '{a} ist größer, als eine Ladestation lesen kann.',
  ],
  number_out_of_range_do: [
    'Whole numbers travel in 32 bits.',
    'Heltal skickas i 32 bitar.',
    'Ganze Zahlen gehen in 32 Bit.',
  ],
  word_unknown: [
    'This station does not know the {a} “{b}”.',
    'Laddstationen känner inte {a} ”{b}”.',
    'Diese Ladestation kennt {a} „{b}“ nicht.',
  ],
  word_unknown_do: ['Use one of: {a}.', 'Använd ett av: {a}.', 'Nehmen Sie eines von: {a}.'],
  ocpp_action_unknown: [
    'OCPP {a} has no action “{b}”.',
    'OCPP {a} har ingen åtgärd ”{b}”.',
    'OCPP {a} hat keine Aktion „{b}“.',
  ],
  ocpp_action_unknown_do: [
    'Write the action as the standard does, such as TriggerMessage.',
    'Skriv åtgärden som i standarden, till exempel TriggerMessage.',
    'Schreiben Sie die Aktion wie im Standard, etwa TriggerMessage.',
  ],
  ocpp_action_of_station: [
    '{a} is said by stations, not to them.',
    '{a} sägs av laddstationer, inte till dem.',
    '{a} sagen Ladestationen, man sagt es ihnen nicht.',
  ],
  ocpp_action_of_station_do: [
    'Ask for it with TriggerMessage where the version lets you.',
    'Begär det med TriggerMessage där versionen tillåter det.',
    'Fordern Sie es mit TriggerMessage an, wo die Version es erlaubt.',
  ],
  word_unknown_2: [
    'A local list does not know the status “{a}”.',
    'En lokal lista känner inte statusen ”{a}”.',
    'Eine lokale Liste kennt den Status „{a}“ nicht.',
  ],
  quiet_hours_invalid: [
    'Quiet hours have a beginning and another end.',
    'Tysta timmar har en början och ett annat slut.',
    'Ruhezeiten haben einen Beginn und ein anderes Ende.',
  ],
  quiet_hours_invalid_do: [
    'Give quiet_from and quiet_to such as 22:00 and 06:00, or neither.',
    'Ange båda, till exempel 22:00 och 06:00, eller ingen.',
    'Geben Sie beide an, etwa 22:00 und 06:00, oder keine.',
  ],
  no_credential_sent: [
    '{a} has sent no password.',
    '{a} har inte skickat något lösenord.',
    '{a} hat kein Passwort gesendet.',
  ],
  no_credential_sent_do: [
    'Adopt it with a new password and write that into the station.',
    'Ta över den med ett nytt lösenord och skriv in det i laddstationen.',
    'Übernehmen Sie sie mit einem neuen Passwort und tragen Sie es in der Ladestation ein.',
  ],
  credentials_differ: [
    '{a} was tried with more than one password: whose it is cannot be told.',
    '{a} har försökt med mer än ett lösenord: vems det är går inte att säga.',
    '{a} wurde mit mehr als einem Passwort versucht: wem es gehört, ist nicht zu sagen.',
  ],
  credentials_differ_do: [
    'Adopt it with a new password, or with the one that is written in the station.',
    'Ta över den med ett nytt lösenord, eller med det som står i laddstationen.',
    'Übernehmen Sie sie mit einem neuen Passwort oder mit dem, das in der Ladestation steht.',
  ],
  password_length: [
    'A station password has {a} to {b} characters.',
    'En laddstations lösenord har {a} till {b} tecken.',
    'Ein Passwort einer Ladestation hat {a} bis {b} Zeichen.',
  ],
  password_length_do: [
    'Leave it out and one is generated.',
    'Utelämna det, så skapas ett.',
    'Lassen Sie es weg, dann wird eines erzeugt.',
  ],
  password_is_identity: [
    'The password is the station’s identity, which anybody can read on the station.',
    'Lösenordet är laddstationens identitet, som vem som helst kan läsa på den.',
    'Das Passwort ist die Identität der Ladestation, die jeder an ihr lesen kann.',
  ],
  identity_invalid: [
    '“{a}” cannot be a station’s identity.',
    '”{a}” kan inte vara en laddstations identitet.',
    '„{a}“ kann keine Identität einer Ladestation sein.',
  ],
  identity_invalid_do: [
    'Up to 48 letters, digits and * - _ = : + | @ . as they stand at the end of its address.',
    'Högst 48 bokstäver, siffror och * - _ = : + | @ . som de står sist i dess adress.',
    'Bis zu 48 Buchstaben, Ziffern und * - _ = : + | @ . wie am Ende ihrer Adresse.',
  ],
  country_invalid_do_2: [
    'Use the two capital letters of ISO 3166-1, such as SE.',
    'Använd de två versalerna enligt ISO 3166-1, till exempel SE.',
    'Nehmen Sie die zwei Großbuchstaben nach ISO 3166-1, etwa SE.',
  ],
  position_invalid: [
    'The {a} lies within ±{b} degrees.',
    '{a} ligger inom ±{b} grader.',
    '{a} liegt innerhalb von ±{b} Grad.',
  ],
})
