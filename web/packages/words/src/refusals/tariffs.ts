import { book } from '../words.ts'

export const tariffs = book({
  tariff_windows_overlap: [
    'elements[{a}] and elements[{b}] price {c}; their {d} overlap.',
    'elements[{a}] och elements[{b}] prissätter {c}; deras {d} överlappar.',
    'elements[{a}] und elements[{b}] bepreisen {c}; ihre {d} überschneiden sich.',
  ],
  tariff_windows_overlap_do: [
    'Let one begin where the other ends: the first would win in silence.',
    'Låt den ena börja där den andra slutar: annars vinner den första i tysthet.',
    'Lassen Sie einen beginnen, wo der andere endet: sonst gewinnt still der erste.',
  ],
  tariff_element_hidden: [
    'elements[{a}] never prices {b}: elements[{c}] holds whenever it does.',
    'elements[{a}] prissätter aldrig {b}: elements[{c}] gäller alltid när det gör det.',
    'elements[{a}] bepreist nie {b}: elements[{c}] gilt immer, wenn es gilt.',
  ],
  tariff_element_hidden_do: [
    'Put the special element before the general one, or take one of the two out.',
    'Sätt det särskilda elementet före det allmänna, eller ta bort ett av dem.',
    'Setzen Sie das besondere Element vor das allgemeine, oder nehmen Sie eines heraus.',
  ],
  group_rule_unreached_do: [
    'Put the special rules first and the one for everybody last.',
    'Sätt de särskilda reglerna först och den för alla sist.',
    'Setzen Sie die besonderen Regeln zuerst und die für alle zuletzt.',
  ],
  group_name_missing: ['The group has no name.', 'Gruppen har inget namn.', 'Die Gruppe hat keinen Namen.'],
  group_name_missing_do: ['Give it one.', 'Ge den ett.', 'Geben Sie einen an.'],
  group_without_rules: [
    'A group has 1 to {a} rules, not {b}.',
    'En grupp har 1 till {a} regler, inte {b}.',
    'Eine Gruppe hat 1 bis {a} Regeln, nicht {b}.',
  ],
  group_without_rules_do: [
    'Write a rule without conditions as the last one to sell to everybody else.',
    'Skriv en regel utan villkor sist för att sälja till alla andra.',
    'Schreiben Sie zuletzt eine Regel ohne Bedingung, um allen anderen zu verkaufen.',
  ],
  tariff_without_price: [
    'The tariff has no price.',
    'Prislistan har inget pris.',
    'Der Tarif hat keinen Preis.',
  ],
  tariff_without_price_do: [
    'Give every element at least one price component; free of charge is one FLAT component of 0.00.',
    'Ge varje element minst ett pris; gratis är ett FLAT-pris på 0.00.',
    'Geben Sie jedem Element mindestens einen Preis; kostenlos ist ein FLAT-Preis von 0.00.',
  ],
  tariff_reservation_unknown: [
    '“{a}” is not what an element can price of a reservation.',
    '”{a}” är inget som ett element kan prissätta av en reservation.',
    '„{a}“ kann ein Element an einer Reservierung nicht bepreisen.',
  ],
  tariff_reservation_unknown_do: ['Use one of {a}.', 'Använd någon av {a}.', 'Nehmen Sie eines von {a}.'],
  tariff_never_matches: [
    'This element never holds: {a} is not above {b}.',
    'Det här elementet gäller aldrig: {a} är inte över {b}.',
    'Dieses Element gilt nie: {a} ist nicht über {b}.',
  ],
  tariff_never_matches_do: [
    '{a} is exclusive; write a larger one or leave it out.',
    '{a} räknas inte med; skriv ett större värde eller utelämna det.',
    '{a} zählt nicht mit; schreiben Sie einen größeren Wert oder lassen Sie ihn weg.',
  ],
  tariff_date_invalid: ['“{a}” is not a date.', '”{a}” är inget datum.', '„{a}“ ist kein Datum.'],
  tariff_date_invalid_do: [
    'Write it as 2026-11-20.',
    'Skriv det som 2026-11-20.',
    'Schreiben Sie es als 2026-11-20.',
  ],
  tariff_name_missing: [
    'The tariff has no name.',
    'Prislistan har inget namn.',
    'Der Tarif hat keinen Namen.',
  ],
  tariff_text_twice: [
    'The tariff has two texts in the same language.',
    'Prislistan har två texter på samma språk.',
    'Der Tarif hat zwei Texte in derselben Sprache.',
  ],
  tariff_text_twice_do: [
    'Keep one text for each language.',
    'Behåll en text per språk.',
    'Behalten Sie einen Text je Sprache.',
  ],
  tariff_validity_empty: [
    'The tariff ends before it begins.',
    'Prislistan slutar innan den börjar.',
    'Der Tarif endet, bevor er beginnt.',
  ],
  tariff_validity_empty_do: [
    'Write a valid_until after valid_from, or leave it out.',
    'Skriv ett slut efter början, eller utelämna det.',
    'Schreiben Sie ein Ende nach dem Beginn, oder lassen Sie es weg.',
  ],
  tariff_component_twice: [
    'An element has two prices for the same thing.',
    'Ett element har två priser för samma sak.',
    'Ein Element hat zwei Preise für dasselbe.',
  ],
  tariff_component_twice_do: [
    'Keep one price component of each type; put the other in an element of its own.',
    'Behåll ett pris av varje slag; sätt det andra i ett eget element.',
    'Behalten Sie einen Preis jeder Art; den anderen setzen Sie in ein eigenes Element.',
  ],
  tariff_type_unknown: [
    '“{a}” is not a kind of price.',
    '”{a}” är inget slags pris.',
    '„{a}“ ist keine Art von Preis.',
  ],
  tariff_step_negative: [
    'A step cannot be negative.',
    'Ett steg kan inte vara negativt.',
    'Ein Schritt kann nicht negativ sein.',
  ],
  tariff_step_negative_do: [
    'Write the smallest billed block in Wh or seconds; 1 switches steps off.',
    'Skriv det minsta debiterade steget i Wh eller sekunder; 1 stänger av steg.',
    'Schreiben Sie den kleinsten berechneten Schritt in Wh oder Sekunden; 1 schaltet Schritte ab.',
  ],
  tariff_grace_invalid: [
    'Only time can begin with a free part, and not with a negative one.',
    'Bara tid kan börja med en fri del, och inte med en negativ.',
    'Nur Zeit kann mit einem freien Teil beginnen, und nicht mit einem negativen.',
  ],
  tariff_grace_invalid_do: [
    'Use free_s with TIME or PARKING_TIME, in seconds.',
    'Använd fri tid med TIME eller PARKING_TIME, i sekunder.',
    'Nehmen Sie freie Zeit mit TIME oder PARKING_TIME, in Sekunden.',
  ],
  tariff_vat_invalid: [
    'A VAT of {a} % is more than the price itself.',
    'En moms på {a} % är mer än själva priset.',
    'Eine MwSt. von {a} % ist mehr als der Preis selbst.',
  ],
  tariff_vat_invalid_do: [
    'Write a percentage from 0 to 100, such as 25.0.',
    'Skriv en procentsats från 0 till 100, till exempel 25.0.',
    'Schreiben Sie einen Prozentsatz von 0 bis 100, etwa 25.0.',
  ],
  tariff_window_empty: [
    'A window that ends when it starts is either never or always.',
    'Ett tidsfönster som slutar när det börjar är antingen aldrig eller alltid.',
    'Ein Zeitfenster, das endet, wenn es beginnt, ist entweder nie oder immer.',
  ],
  tariff_window_empty_do: [
    'Leave start_time and end_time out for the whole day.',
    'Utelämna början och slut för hela dygnet.',
    'Lassen Sie Beginn und Ende für den ganzen Tag weg.',
  ],
  tariff_series_incomplete: [
    'A series needs a limit, and a limit of a series needs its name.',
    'En serie behöver en gräns, och en gräns för en serie behöver dess namn.',
    'Eine Reihe braucht eine Grenze, und die Grenze einer Reihe ihren Namen.',
  ],
  tariff_series_incomplete_do: [
    'Give series with min_value, max_value or both; or leave all three out.',
    'Ange serie med minsta värde, största värde eller båda; eller utelämna alla tre.',
    'Geben Sie die Reihe mit kleinstem oder größtem Wert oder beiden an; oder lassen Sie alle drei weg.',
  ],
  tariff_time_invalid: [
    '“{a}” is not a time of the day.',
    '”{a}” är ingen tid på dygnet.',
    '„{a}“ ist keine Uhrzeit.',
  ],
  tariff_time_invalid_do: [
    'Write it as 18:00; the end of the day is 00:00.',
    'Skriv den som 18:00; dygnets slut är 00:00.',
    'Schreiben Sie sie als 18:00; das Ende des Tages ist 00:00.',
  ],
  tariff_weekday_unknown: [
    '“{a}” is not a weekday.',
    '”{a}” är ingen veckodag.',
    '„{a}“ ist kein Wochentag.',
  ],
  tariff_weekday_unknown_do: ['Use {a}.', 'Använd {a}.', 'Nehmen Sie {a}.'],
  tariff_rounding_unknown: [
    '“{a}” is not a way of rounding.',
    '”{a}” är inget sätt att avrunda.',
    '„{a}“ ist keine Art zu runden.',
  ],
  tariff_limit_empty: [
    'The limit has no amount.',
    'Gränsen har inget belopp.',
    'Die Grenze hat keinen Betrag.',
  ],
  tariff_limit_empty_do: [
    'Give before_vat, and with_vat where people pay with VAT.',
    'Ange beloppet exklusive moms, och inklusive moms där man betalar med moms.',
    'Geben Sie den Betrag ohne MwSt. an, und mit MwSt., wo mit MwSt. gezahlt wird.',
  ],
  tariff_limit_crossed: [
    'The limit with VAT is below the one before VAT.',
    'Gränsen inklusive moms är under den exklusive moms.',
    'Die Grenze mit MwSt. liegt unter der ohne MwSt.',
  ],
  tariff_limit_crossed_do: [
    'Write the amount that includes VAT into with_vat.',
    'Skriv beloppet inklusive moms i fältet för moms.',
    'Schreiben Sie den Betrag mit MwSt. in das Feld dafür.',
  ],
  tariff_invalid: [
    'The tariff cannot be read: {a}.',
    'Prislistan kan inte läsas: {a}.',
    'Der Tarif ist nicht lesbar: {a}.',
  ],
  tariff_invalid_do: [
    'The fields of a tariff stand in docs/spec/rating.md.',
    'En prislistas fält står i docs/spec/rating.md.',
    'Die Felder eines Tarifs stehen in docs/spec/rating.md.',
  ],
  tariff_reservation_dimension: [
    'A reservation has no {a}.',
    'En reservation har ingen {a}.',
    'Eine Reservierung hat kein {a}.',
  ],
  tariff_limits_crossed: [
    'The least price is above the highest price.',
    'Det lägsta priset är över det högsta.',
    'Der Mindestpreis liegt über dem Höchstpreis.',
  ],
  tariff_limits_crossed_do: [
    'Write a min_price that is not above max_price.',
    'Skriv ett lägsta pris som inte är över det högsta.',
    'Schreiben Sie einen Mindestpreis, der nicht über dem Höchstpreis liegt.',
  ],
  series_name_missing: [
    'A series needs a name of at most 100 letters.',
    'En serie behöver ett namn på högst 100 tecken.',
    'Eine Reihe braucht einen Namen mit höchstens 100 Zeichen.',
  ],
  series_name_missing_do: [
    'Name it after what it tells, such as SE3 or DE-LU.',
    'Ge den namn efter vad den visar, till exempel SE3 eller DE-LU.',
    'Nennen Sie sie nach dem, was sie sagt, etwa SE3 oder DE-LU.',
  ],
  rule_twin: [
    'Rule {a} has the same conditions as a later one.',
    'Regel {a} har samma villkor som en senare.',
    'Regel {a} hat dieselben Bedingungen wie eine spätere.',
  ],
  rule_unreached: [
    'Rule {a} has no conditions, so those behind it never hold.',
    'Regel {a} har inga villkor, så de efter den gäller aldrig.',
    'Regel {a} hat keine Bedingungen, daher gelten die dahinter nie.',
  ],
})
