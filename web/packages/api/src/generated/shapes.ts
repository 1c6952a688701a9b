// Generated from docs/openapi.json by tools/generate_web_api.py. Do not edit.

/** Who may use a station when no allow-list says otherwise (see access.authorise). */
export type Access = 'home' | 'private' | 'public'

/** An account of a bookkeeping program. */
export type Account = {
  name: string
  number: string
}

/** What is to be different; all else stays. */
export type AccountChange = {
  address?: Address
  buyer_reference?: string
  contact?: string
  cost_centre?: string
  currency?: string
  dealer?: boolean
  email?: string
  grouping?: Grouping
  kind?: AccountKind
  language?: string
  name?: string
  note?: string
  number?: string
  on_hold?: string
  payment_days?: number
  registration?: string
  routing?: string
  /** Where its invoices are mailed to; none = `email`. */
  send_to?: readonly string[]
  sending?: Sending
  syntax?: Syntax
  vat_number?: string
}

/** Whether VAT law sees a business or a consumer. */
export type AccountKind = 'company' | 'person' | 'tenant'

/** An account. */
export type AccountView = {
  address: Address
  buyer_reference: string
  contact: string
  cost_centre: string
  currency: string
  dealer: boolean
  email: string
  grouping: string
  id: string
  kind: string
  language: string
  name: string
  note: string
  number: string
  on_hold: string
  payment_days: number
  registration: string
  routing: string
  send_to: readonly string[]
  sending: string
  syntax: string
  vat_number: string
  version: number
}

/** A new account. Without `number` it gets the next one. */
export type AccountWish = {
  address?: Address
  /** BT-10; the Leitweg-ID in Germany. */
  buyer_reference?: string
  contact?: string
  cost_centre?: string
  /** ISO 4217; what its fees are in. */
  currency: string
  /** It buys electricity to sell it on. */
  dealer?: boolean
  email?: string
  grouping?: Grouping
  kind: AccountKind
  language?: string
  name: string
  note?: string
  number?: string
  /** Why nothing is invoiced now. */
  on_hold?: string
  payment_days?: number
  /** Its number in the trade register. */
  registration?: string
  /** Electronic address, as in 0007:5567037485. */
  routing?: string
  /** Where its invoices are mailed to; none = `email`. */
  send_to?: readonly string[]
  /** email: each invoice is mailed as soon as it is issued. */
  sending?: Sending
  syntax?: Syntax
  vat_number?: string
}

/** One deed. `before` and `after` hold what differs; null = there was, or is, nothing. */
export type ActView = {
  after: unknown | null
  at: string
  before: unknown | null
  /** SHA-256 over this act and the hash of the one before, in hex. */
  hash: string
  name: string
  noun: string
  number: number
  reason: string
  /** The id of what was acted upon. */
  thing: string
  verb: string
  who: WhoView
}

/** Where an invoice goes; `country` is ISO 3166-1 alpha-2. */
export type Address = {
  country?: string
  postcode?: string
  region?: string
  street?: string
  street2?: string
  town?: string
}

/** How a station from the inbox is taken. With `keep_credential` it may stay as it is configured. */
export type Adoption = {
  access: Access
  groups?: readonly string[]
  in_service_from?: string | null
  keep_credential?: boolean
  max_power_w?: number | null
  name?: string
  ocpp_password?: string | null
  passwordless?: boolean
  site?: string | null
}

/** What a session would be by a choice, and of what its energy and its price would come. */
export type AfterView = {
  begin_register_wh: string | null
  driver: string | null
  end_register_wh: string | null
  ended_at: string | null
  rating: RatingView
  started_at: string
  token: string | null
}

/** What an account owes in one currency: not due yet, and late by up to 30, 60, 90 days and more. `credit` is owed to the customer, negative; `total` is all of it. */
export type AgedView = {
  account_id: string
  /** A decimal number as text. */
  credit: string
  currency: string
  items: number
  /** A decimal number as text. */
  late_30: string
  /** A decimal number as text. */
  late_60: string
  /** A decimal number as text. */
  late_90: string
  /** A decimal number as text. */
  late_more: string
  name: string
  /** A decimal number as text. */
  not_due: string
  number: string
  oldest_due_on: string | null
  /** A decimal number as text. */
  total: string
}

/** What is to be different. `acknowledged` false takes it back; `snoozed_until` null wakes it. */
export type AlarmChange = {
  acknowledged?: boolean
  note?: string
  owner?: string
  snoozed_until?: string | null
}

/** One line of an alarm's history. */
export type AlarmLineView = {
  at: string
  by: string
  id: string
  note: string
  what: string
}

/** Something that must be known. `subject` is a station's identity, a site's name, or Wattfleet itself. */
export type AlarmView = {
  acknowledged: boolean
  acknowledged_at: string | null
  acknowledged_by: string | null
  closed_at: string | null
  code: string
  id: string
  mend: string
  note: string
  opened_at: string
  owner: string
  severity: 'problem' | 'warning'
  since: string
  site: string | null
  snoozed_until: string | null
  state: 'open' | 'closed'
  station: string | null
  subject: string
  /** With `code` they say it in any language. */
  values: Readonly<Record<string, string | number>>
  version: number
  words: string
}

/** What stands in the place of what was told; absent = as it is, null = again as it was told. */
export type AmendBody = {
  driver?: string | null
  ended_at?: string | null
  /** Watt-hours as a decimal text. */
  energy_wh?: string | null
  /** Why; it stands in the act. */
  reason: string
  /** The revision that you looked at; 0 = it had none. Another one is refused. */
  revision: number
  started_at?: string | null
  /** The uid of a registered card. */
  token?: string | null
}

/** What a person has put in the place of what was told; null = that stands as it was told. */
export type AmendedView = {
  driver: string | null
  ended_at: string | null
  energy_wh: string | null
  started_at: string | null
  token: string | null
}

/** How stations come and go at the door: `came`, `left` and `turned` (told to come again) in the last minute; `in_line` wait for a seat, of at most `places`. `storm`: a fleet comes back at once. */
export type ArrivalsView = {
  came: number
  connected: number
  in_line: number
  left: number
  places: number
  storm: boolean
  turned: number
}

/** Which tariff sells, or which group chooses one; null ends the sale. Without `valid_from` it holds for all earlier time too. */
export type AssignmentBody = {
  /** 0 = the whole station. */
  evse?: number
  group_id?: string | null
  tariff_id?: string | null
  valid_from?: string | null
}

/** From `valid_from` on this tariff sells; null = from the beginning. */
export type AssignmentView = {
  evse: number
  group_id: string | null
  tariff_id: string | null
  valid_from: string | null
}

/** How the last audit ended; GET /api/v1/audit tells it line by line. */
export type AuditStateView = {
  ended_at: string | null
  violated: readonly string[]
  violations: number
}

/** The invariants board: the last audit of this tenant, line by line. Times null = there was none yet. `since` null = it looked at everything; else at what came from that moment on. */
export type AuditView = {
  duration_ms: number | null
  ended_at: string | null
  invariants: readonly InvariantView[]
  rows: number
  since: string | null
  started_at: string | null
  violations: number
  whole: boolean
}

/** The last whole backup, how far a continuous one has come, and the last one that was tried. */
export type BackupView = {
  age_s: number | null
  bytes: number
  checked_at: string | null
  following: boolean
  last_at: string | null
  place: string
  problem: string
  shipped_at: string | null
}

/** A ledger account in one currency; debit is positive. */
export type BalanceView = {
  account: string
  /** A decimal number as text. */
  balance: string
  currency: string
  meaning: string
}

/** Where invoices are paid; blanks are taken out. */
export type Bank = {
  bankgiro?: string
  bic?: string
  /** For SEPA direct debit, from your bank: DE98ZZZ09999999999. */
  creditor_id?: string
  iban?: string
  name?: string
}

/** Every movement of the file, in its order; `waiting` are left for a person. */
export type BankFileView = {
  booked: number
  items: readonly MovementView[]
  known: number
  waiting: number
}

/** A movement as its file told it. `left` is what nothing was booked for; `note` why it was put aside. `why` says what was found when its file was read: reference, number, several, nothing, out, returned … */
export type BankMovementView = {
  /** A decimal number as text. */
  amount: string
  /** Our name of a block of debits that the bank booked as one sum. */
  batch: string
  booked_on: string
  currency: string
  id: string
  /** A decimal number as text. */
  left: string
  note: string
  party: string
  party_account: string
  read_at: string
  /** What is personal in it was taken away then. */
  redacted_at: string | null
  reference: string
  /** The bank's code of why a debit came back, such as AC04. */
  returned: string
  state: 'waiting' | 'matched' | 'aside'
  text: string
  version: number
  why: string
}

/** A document with it on, and what it came to there. `stands`: this is what counts now, of none or one. */
export type BilledOnView = {
  /** A decimal number as text. */
  before_vat: string
  currency: string
  id: string
  issued_on: string
  kind: 'invoice' | 'credit_note'
  number: string
  stands: boolean
}

/** What an invoice bills once: a session as it was rated, or a fee of a month. `station`, `started_at` and `energy_wh` are the session's as it is now. */
export type BilledView = {
  energy_wh: string | null
  id: string
  key: string
  /** A decimal number as text. */
  net: string
  rating_id: string | null
  revision: number | null
  session_id: string | null
  started_at: string | null
  station: string | null
}

/** A site on the board and on the map. */
export type BoardSiteView = {
  country: string
  id: string
  kinds: readonly TallyView[]
  latitude: string | null
  longitude: string | null
  name: string
  offline: number
  plugs: Readonly<Record<string, number>>
  stations: number
  zone: string
}

/** The whole network, counted at one moment. */
export type BoardView = {
  at: string
  kinds: readonly TallyView[]
  sites: readonly BoardSiteView[]
}

/** A payment that was made of a movement; `undone`: it was taken back. */
export type BookedView = {
  /** A decimal number as text. */
  amount: string
  invoice_id: string
  number: string
  paid_on: string
  payment_id: string
  undone: boolean
}

/** A decision about what was seen, with its reason. */
export type BoundBody = {
  /** Why; it stands in the act. */
  reason: string
  /** The revision that you looked at; 0 = it had none. Another one is refused. */
  revision: number
}

/** The bundle, for `wattfleet prove`; `form` is its version. */
export type BundleView = {
  engine: number
  form: number
  invoice: Readonly<Record<string, unknown>>
  items: readonly Readonly<Record<string, unknown>>[]
  made_at: readonly number[]
}

/** The customer as it was. */
export type BuyerView = {
  address: Address
  email: string
  language: string
  name: string
  number: string
  syntax: string
  vat_number: string
}

/** Give a reservation up, by the number that travels. */
export type CancelReservation = {
  command: 'cancel_reservation'
  reservation: number
}

/** A session into which the event could be folded. `changes` false = it would change nothing. */
export type CandidateView = {
  begin_register_wh: string | null
  changes: boolean
  effect: EffectView
  end_register_wh: string | null
  ended_at: string | null
  session: string
  started_at: string
  state: string
  token: string | null
  transaction: string
}

/** A certificate of stations' TLS; `problem` where it cannot be used. */
export type CertificateView = {
  begins_at: string | null
  chain: string
  ends_at: string | null
  family: string
  problem: string
}

/** The chain from its first act to the newest. Write `hash` down elsewhere: it stands for all before it. `broken` is the number of the first act that is missing or not as it was written. */
export type ChainView = {
  acts: number
  broken: number | null
  /** SHA-256 over this act and the hash of the one before, in hex. */
  hash: string
  whole: boolean
}

/** In or out of service: `type` Operative or Inoperative; neither evse nor connector = whole station. */
export type ChangeAvailability = {
  command: 'change_availability'
  connector?: number | null
  evse?: number | null
  type: string
}

/** Write one 1.6 key. */
export type ChangeConfiguration = {
  command: 'change_configuration'
  key: string
  value: string
}

/** A charging profile; `description` is ours alone and never travels. */
export type ChargingProfile = {
  description?: string
  duration_s?: number | null
  id?: number | null
  kind: string
  min_rate?: string | null
  periods: readonly SchedulePeriod[]
  purpose: string
  recurrency?: string
  stack_level: number
  start?: string | null
  transaction?: string | null
  unit: string
  valid_from?: string | null
  valid_to?: string | null
}

/** Which account stands for which of ours, by its name or by the word before its colon. */
export type Chart = {
  accounts: Readonly<Record<string, Account>>
  source: string
  title: string
}

/** One thing that was looked at: `holds`, or not; None = it cannot be said from this bundle. `text` is the English sentence of the code and its values. */
export type Check = {
  code: string
  holds: boolean | null
  text: string
  thing: string
  values: Readonly<Record<string, string | number>>
}

/** Forget all cached authorisations. */
export type ClearCache = {
  command: 'clear_cache'
}

/** Clear profiles that match what is given; nothing given = all. */
export type ClearChargingProfile = {
  charging_profile?: number | null
  command: 'clear_charging_profile'
  connector?: number | null
  evse?: number | null
  purpose?: string | null
  stack_level?: number | null
}

/** This machine's clock: whether something keeps it right, and how far off it may be. */
export type ClockView = {
  at: string
  most_error_ms: number | null
  synchronised: boolean | null
}

/** One cold file as the manifest has it. */
export type ColdFileView = {
  bytes: number
  /** The day of UTC on which its rows were received. */
  day: string
  /** Frames of no session have been removed from it. */
  evidence_only: boolean
  first_at: string
  id: string
  kind: 'frames' | 'readings'
  last_at: string
  made_at: string
  /** Below the folder of cold files. */
  path: string
  rows: number
  sha256: string
  /** ready = its rows are still being deleted from the database; done. */
  state: string
}

/** On which day, and of which accounts: all but `leave_out`, or `only` these. `notice_days` is what was agreed with the customers between notice and debit. */
export type CollectWish = {
  due_on: string
  leave_out?: readonly string[]
  notice_days?: number
  only?: readonly string[]
}

/** A file for the bank; `cancelled` = it must not go there. */
export type CollectionView = {
  currency: string
  debits: number
  due_on: string
  id: string
  made_at: string
  made_by: string
  /** Its file, with names and IBANs, went then. */
  redacted_at: string | null
  sha256: string
  state: 'made' | 'cancelled'
  /** A decimal number as text. */
  total: string
  version: number
}

/** What is told of each row; money is before VAT but `amount`. */
export type Column = 'amount' | 'before_vat' | 'cost' | 'energy_kwh' | 'hours' | 'margin' | 'sessions' | 'vat'

/** Who runs this installation. `vat_number` is checked by its own digits, without asking anybody. */
export type Company = {
  /** ISO 3166-1 alpha-2, such as SE. */
  country: string
  /** ISO 4217, such as SEK. */
  currency: string
  name: string
  vat_number?: string
  /** IANA time zone, such as Europe/Stockholm. */
  zone: string
}

/** Two tariffs, and which sessions: those that began from `from` up to `to`, at some places or at all. */
export type ComparisonInput = {
  a?: SideInput
  b: SideInput
  from: string
  sites?: readonly string[]
  /** Identities. */
  stations?: readonly string[]
  to: string
}

/** A part of the comparison; while `next` is there, ask again with it as `cursor` and add up. */
export type ComparisonView = {
  a: SideView
  b: SideView
  compared: number
  left_out: readonly LeftOutView[]
  looked_at: number
  most_less: readonly PairView[]
  most_more: readonly PairView[]
  next: string | null
  seen_until: string | null
  sums: readonly SumView[]
  /** A sentence where there is nothing to compare. */
  text: string
}

/** What is said to be wrong. */
export type Complaint = 'energy' | 'no_charge' | 'not_mine' | 'other' | 'price' | 'time' | 'twice'

/** One connection. `closed_at` null = it is the one that is there now. */
export type ConnectionView = {
  address: string
  closed_at: string | null
  /** Its number among the station's connections. */
  epoch: number
  opened_at: string
  subprotocol: string
  user_agent: string
  /** Why it ended, in words. */
  why: string
}

/** The last told state of a connector; evse 0, connector 0 is the station as a whole. */
export type ConnectorView = {
  connector: number
  error: string
  evse: number
  info: string
  since: string
  status: string
  vendor_error: string
}

/** What is to be different; what was invoiced stays as it was. */
export type ContractChange = {
  fees?: readonly FeeWish[]
  name?: string
  note?: string
  valid_from?: string
  valid_until?: string | null
}

/** A contract. */
export type ContractView = {
  account_id: string
  currency: string
  fees: readonly FeeView[]
  id: string
  name: string
  note: string
  valid_from: string
  valid_until: string | null
  version: number
}

/** A new contract of an account. */
export type ContractWish = {
  account_id: string
  /** The account's, if empty. */
  currency?: string
  fees: readonly FeeWish[]
  name: string
  note?: string
  valid_from: string
  /** The first day on which it holds no more. */
  valid_until?: string | null
}

/** A rate: it holds from its local day until the next one of its site begins. */
export type CostRateView = {
  currency: string
  id: string
  index: IndexInput | null
  /** A decimal number as text. */
  monthly: string
  note: string
  price: string | null
  site_id: string
  valid_from: string
  version: number
}

/** What a kWh costs at a site from a local day on, before VAT: `price`, or an `index`. `monthly` is what the connection costs in a month beside that; no session bears it. */
export type CostRateWish = {
  index?: IndexInput | null
  /** A month of the connection, as in 1250.00. */
  monthly?: string
  note?: string
  /** Per kWh, in the site's currency. */
  price?: string | null
  site_id: string
  valid_from: string
}

/** What it costs: `amount` = `before_vat` + `vat`. Not `final` while it runs, waits for a person, or while its inferred end may be taken back. */
export type CostView = {
  /** A decimal number as text. */
  amount: string
  /** A decimal number as text. */
  before_vat: string
  currency: string
  final: boolean
  /** A decimal number as text. */
  vat: string
}

/** A new key. `key` stands here and never again; a replay has none. */
export type CreatedKeyView = {
  created_at: string
  expires_at: string
  id: string
  key?: string | null
  key_id: string
  name: string
  revoked_at: string | null
  role: string
  scopes: readonly string[]
  used_at: string | null
}

/** A new station. `ocpp_password` stands here and never again; a replay has none. */
export type CreatedStationView = {
  access: 'public' | 'private' | 'home'
  booted_at: string | null
  connected: boolean
  connected_at: string | null
  connectors: readonly ConnectorView[]
  firmware: string
  groups: readonly string[]
  id: string
  identity: string
  in_service_from: string | null
  max_power_w: number | null
  model: string
  name: string
  ocpp: string
  ocpp_password?: string | null
  ocpp_url?: string
  passwordless: boolean
  register_mode: string
  seen_at: string | null
  serial: string
  site: string
  vendor: string
  version: number
  weak_password: boolean
}

/** The answer; it stands on the credit note. `issue_on` is the day that it bears (today, if empty). */
export type CreditBody = {
  issue_on?: string | null
  reason: string
}

/** Why, and the day that the credit note bears (today, if empty). */
export type CreditWish = {
  issue_on?: string | null
  reason: string
}

/** A vendor's own message. */
export type DataTransfer = {
  command: 'data_transfer'
  message?: string | null
  text?: string | null
  vendor: string
}

/** The database: `sqlite` or `postgresql`, its size, and how far its clock is from ours. */
export type DatabaseView = {
  bytes: number | null
  clock_apart_ms: number | null
  kind: string
}

/** A debit. `reason` is the bank's code of why it came back, such as AC04 or MD06. */
export type DebitView = {
  account_id: string
  /** A decimal number as text. */
  amount: string
  id: string
  invoice_id: string
  mandate: string
  mandate_id: string
  number: string
  reason: string
  sequence: string
  settled_on: string | null
  state: 'waiting' | 'booked' | 'returned' | 'cancelled'
}

/** A session after a decision, with its newest revision's number; its price follows within a second. */
export type DecidedView = {
  accepted: readonly string[]
  driver: string | null
  ended_at: string | null
  energy_wh: string
  flags: readonly string[]
  revision: number
  session: string
  started_at: string
  state: string
  token: string | null
  version: number
}

/** Whether it was taken, and why not. */
export type DeliveredView = {
  problem: string
  taken: boolean
}

/** One message about alarms. */
export type DeliveryView = {
  channel: string
  done_at: string | null
  id: string
  made_at: string
  next_at: string | null
  problem: string
  state: 'waiting' | 'sent' | 'failed'
  subject: string
  target: string
  tries: number
}

/** The disk of the data folder. `days_left` null = it does not fill, or is not known for a day yet. */
export type DiskView = {
  days_left: number | null
  free_bytes: number | null
  path: string
  total_bytes: number | null
}

/** Within how many days a dispute is to be answered, and until when a driver may open one. */
export type DisputeClock = {
  /** From its opening to its end. */
  answer_days?: number
  /** After a session's end; agents may open one later, too. */
  open_days?: number
}

/** A dispute with all that was said in it. */
export type DisputeDetailView = {
  about: 'not_mine' | 'energy' | 'time' | 'price' | 'twice' | 'no_charge' | 'other'
  account_id: string | null
  answer: string
  closed_at: string | null
  closed_by: WhoView | null
  contact: string
  credit_note_id: string | null
  due_at: string
  id: string
  invoice_id: string | null
  late: boolean
  line: number | null
  messages: readonly MessageView[]
  opened_at: string
  opened_by: WhoView
  revision: number
  session_id: string | null
  side: 'driver' | 'fleet' | 'house'
  state: 'open' | 'explained' | 'rerated' | 'credited' | 'withdrawn'
  text: string
  token: string | null
  version: number
}

/** A dispute about a session, or about an invoice (`line` from 1; null = all of it). `late` = it waits longer than its clock allows. `revision` is the session's when it was opened. */
export type DisputeView = {
  about: 'not_mine' | 'energy' | 'time' | 'price' | 'twice' | 'no_charge' | 'other'
  account_id: string | null
  answer: string
  closed_at: string | null
  closed_by: WhoView | null
  contact: string
  credit_note_id: string | null
  due_at: string
  id: string
  invoice_id: string | null
  late: boolean
  line: number | null
  opened_at: string
  opened_by: WhoView
  revision: number
  session_id: string | null
  side: 'driver' | 'fleet' | 'house'
  state: 'open' | 'explained' | 'rerated' | 'credited' | 'withdrawn'
  text: string
  token: string | null
  version: number
}

/** About a session, or about an invoice (and one line of it, from 1). */
export type DisputeWish = {
  about: Complaint
  /** Where the answer goes. */
  contact?: string
  invoice_id?: string | null
  line?: number | null
  session_id?: string | null
  /** For whom it is opened. */
  side?: Side
  text: string
}

/** A fact that belongs to no session: by which rule, from which frame, and what became of it. */
export type DoubtView = {
  at: string
  event: unknown
  frame: number | null
  id: string
  note: string
  rule: string
  session: string | null
  state: 'open' | 'resolved' | 'dismissed'
  station: string
  version: number
}

/** All of it. The first policy that fits decides. */
export type Dunning = {
  policies: readonly Policy[]
  rates?: readonly Rate[]
}

/** What a choice would change: energy in Wh and money, before and after. Nothing is written. */
export type EffectView = {
  after: AfterView
  amount_after: string | null
  amount_before: string | null
  currency: string | null
  energy_after_wh: string
  energy_before_wh: string
  state_after: string
}

/** Prices that hold together under the same restrictions. */
export type ElementInput = {
  price_components: readonly PriceComponentInput[]
  restrictions?: RestrictionsInput | null
}

/** Why. `after_next` = one collection more, which tells the bank that it is the last. */
export type EndWish = {
  after_next?: boolean
  reason: string
}

/** One side of an entry. */
export type EntryPostingView = {
  account: string
  /** A decimal number as text. */
  amount: string
  currency: string
  session_id: string | null
}

/** An entry: its postings add up to nothing in each currency. */
export type EntryView = {
  at: string
  booked_on: string
  id: string
  key: string
  postings: readonly EntryPostingView[]
  source: string
  source_id: string
  text: string
}

/** A line of a station's history: what it said, in our words. */
export type EventView = {
  at: string
  body: unknown
  id: number
  kind: string
  received_at: string
  session: string | null
}

/** How often it is sent: early on the first day after. */
export type Every = 'day' | 'month' | 'week'

/** The bundle that both sides see. Of a session: `session` with its frames, registers, usage, tariff and rating lines, `signed` values, `revisions`; of an invoice: `line` and `proof`. `checks` are computed anew. */
export type EvidenceView = {
  checks: readonly Check[]
  dispute_id: string
  form: number
  invoice: string
  line: Readonly<Record<string, unknown>> | null
  made_at: readonly number[]
  proof: Readonly<Record<string, unknown>> | null
  revisions: readonly Readonly<Record<string, unknown>>[]
  session: Readonly<Record<string, unknown>> | null
  signed: readonly Readonly<Record<string, unknown>>[]
}

/** What one unit of a currency is in the seller's own, on a day, by whom. */
export type ExchangeRate = {
  on: string
  /** A decimal text, at most six decimals, such as 11.2345. */
  rate: string
  source?: string
}

/** A doubt with the evidence beside what we know, and what each choice would change. */
export type ExplainedView = {
  at: string
  candidates: readonly CandidateView[]
  end: string
  ends_as: 'unbilled' | 'waits'
  /** When it ends by itself, unbilled. */
  ends_at: string
  event: unknown
  frame: number | null
  heals: string
  id: string
  note: string
  rule: string
  session: string | null
  state: 'open' | 'resolved' | 'dismissed'
  station: string
  version: number
  why: string
}

/** What a fee is counted by. */
export type FeeKind = 'connector' | 'discount' | 'kwh' | 'minimum' | 'monthly' | 'once' | 'session'

/** A fee; `price` is before VAT, of a discount a percentage. */
export type FeeView = {
  code: string
  kind: string
  on: string | null
  price: string
  quantity: number
  text: string
}

/** A fee. `price` is a decimal text before VAT, and for a discount its share in percent. */
export type FeeWish = {
  /** Tells it apart; its kind where none is given. */
  code?: string
  kind: FeeKind
  on?: string | null
  /** Before VAT, as in 99.00; of a discount the percentage. */
  price: string
  quantity?: number
  text: string
}

/** A collection of which just as much waits for the bank. */
export type FittingCollectionView = {
  collection_id: string
  debits: number
  /** A decimal number as text. */
  total: string
}

/** An open invoice that it may pay; `by` is reference, amount, or empty: it is only open. */
export type FittingInvoiceView = {
  by: string
  invoice_id: string
  number: string
  /** A decimal number as text. */
  open: string
}

/** What became of a movement, and what it may pay, the likeliest first. */
export type FittingView = {
  collections: readonly FittingCollectionView[]
  invoices: readonly FittingInvoiceView[]
  payments: readonly BookedView[]
}

/** The file that it is written as. */
export type Form = 'csv' | 'parquet' | 'xlsx'

/** What is wrong with a value, or with all together: a stable word, its values, the English sentence. */
export type FoundView = {
  code: string
  text: string
  values: Readonly<Record<string, string | number>>
}

/** A frame as it travelled; what is not JSON stands as a text. Our answer to a station's call has the `id` of the call, and is told from it by its direction: both were committed together. */
export type FrameView = {
  action: string
  /** With view=pairs: the answer to this call, if any. */
  answer: unknown | null
  answered_at: string | null
  at: string
  /** The epoch of the connection that it came over. */
  connection: number
  /** in = from the station. */
  direction: 'in' | 'out'
  error: string | null
  frame: unknown
  /** The number of its record; a call and our answer share it. */
  id: number
  /** call, send, result, error, result_error, broken, note. */
  kind: string
  message_id: string
  session: string | null
  /** The station's identity. */
  station: string
}

/** By law (as the data say), in any case, or not. */
export type Gate = 'law' | 'off' | 'required'

/** Ask a 2.x station for its inventory; the answer arrives as NotifyReport. */
export type GetBaseReport = {
  base?: string
  command: 'get_base_report'
}

/** Ask a 2.x station which profiles it holds; the answer arrives as ReportChargingProfiles. */
export type GetChargingProfiles = {
  command: 'get_charging_profiles'
  evse?: number | null
  purpose?: string | null
  stack_level?: number | null
}

/** The schedule that results from all profiles, for the next `duration` seconds. */
export type GetCompositeSchedule = {
  charging_rate_unit?: string | null
  command: 'get_composite_schedule'
  connector?: number | null
  duration: number
  evse?: number | null
}

/** 1.6 keys; absent = all keys. */
export type GetConfiguration = {
  command: 'get_configuration'
  keys?: readonly string[] | null
}

/** Upload diagnostics (1.6) to `location`. */
export type GetDiagnostics = {
  command: 'get_diagnostics'
  location: string
  retries?: number | null
  retry_interval?: number | null
  start_time?: string | null
  stop_time?: string | null
}

/** Which version of the local list the station holds. */
export type GetLocalListVersion = {
  command: 'get_local_list_version'
}

/** Upload a log (2.x, and 1.6 with the security extension): `log_type` diagnostics or security. */
export type GetLog = {
  command: 'get_log'
  latest?: string | null
  location: string
  log_type?: string
  oldest?: string | null
  request?: number | null
  retries?: number | null
  retry_interval?: number | null
}

/** Ask a 2.x station whether a transaction is still running. */
export type GetTransactionStatus = {
  command: 'get_transaction_status'
  transaction?: string | null
}

/** Read 2.x variables. */
export type GetVariables = {
  command: 'get_variables'
  variables: readonly VariableName[]
}

/** What rows are put together by. */
export type Group = 'country' | 'day' | 'driver' | 'month' | 'site' | 'state' | 'station' | 'token' | 'token_group' | 'vehicle' | 'week'

/** What the next version has different; all else stays as it was. */
export type GroupChange = {
  name?: string
  rules?: readonly RuleInput[]
  valid_from?: string | null
}

/** A tariff group as a person writes it: the first rule that holds decides. */
export type GroupInput = {
  name: string
  rules: readonly RuleInput[]
  valid_from?: string | null
}

/** A tariff group at one version: the first rule that holds at a session's start decides. */
export type GroupView = {
  id: string
  name: string
  rules: readonly RuleInput[]
  valid_from: string | null
  version: number
}

/** What an invoice puts together under one heading. */
export type Grouping = 'cost_centre' | 'driver' | 'none' | 'site' | 'vehicle'

/** The allow-list: groups of tokens, or * for all valid tokens. */
export type GroupsBody = {
  groups: readonly string[]
}

/** The allow-list as it stands. */
export type GroupsView = {
  groups: readonly string[]
}

/** One record that holds for the station. */
export type HabitView = {
  /** What it tells: name of the habit and its value. */
  habits: Readonly<Record<string, unknown>>
  /** Vendor, model and firmware that the record is about. */
  holds_for: string
  source: string
  /** What the station says that it is. */
  told: string
  why: string
}

/** Everything at once. What belongs to the machine is null for the keys of tenants that do not run it. */
export type HealthFactsView = {
  arrivals: ArrivalsView | null
  at: string
  audit: AuditStateView
  backup: BackupView | null
  certificates: readonly CertificateView[]
  clock: ClockView | null
  database: DatabaseView | null
  disk: DiskView | null
  findings: readonly wattfleet_api_health_FindingView[]
  samples: readonly SampleView[]
  status: 'well' | 'note' | 'warning' | 'problem'
  work: WorkView
}

/** Whether the process lives, or is ready to work. */
export type HealthView = {
  status: string
}

/** One of them, with the price that nobody pays yet. */
export type HeldSessionView = {
  /** A decimal number as text. */
  amount: string
  currency: string
  energy_wh: string
  id: string
  started_at: string
  station: string
}

/** Something that was found. `name` is its place in the API: an identity for a station, else an id. */
export type Hit = {
  about?: string
  kind: string
  name: string
  title: string
}

/** What is not invoiced, why, and what to do. */
export type HoldView = {
  account_id: string | null
  code: string
  hint: string
  id: string
  /** By currency, before VAT. */
  nets: Readonly<Record<string, string>>
  sessions: number
  text: string
  thing: string
}

/** A station that knocks. `can_keep` = it always sent the same password and can be adopted with it. */
export type InboxView = {
  address: string
  attempts: number
  can_keep: boolean
  first_seen: string
  identity: string
  last_seen: string
  /** Why it was not let in: unknown, no_password, bad_password … */
  reason: string
  subprotocol: string
  user_agent: string
}

/** A price that follows a series: factor × its value + adder, between floor and cap. Amounts are in the currency, per kWh or hour. `fixed` keeps the price of the session's start to its end. */
export type IndexInput = {
  adder?: string
  cap?: string | null
  factor?: string
  fixed?: boolean
  floor?: string
  series: string
}

/** Days from `first` to before `until` at a reference rate, in percent a year, with its source. */
export type InterestPartView = {
  days: number
  first: string
  percent: string
  points: string
  source: string
  until: string
}

/** A line of the board. `unchecked`: nothing of it is kept yet, or a database cannot show it. */
export type InvariantView = {
  blind: string
  evidence: readonly ViolationView[]
  how: string
  id: string
  rows: number
  state: 'holds' | 'violated' | 'unchecked'
  title: string
  violations: number
}

/** Net = quantity × price ÷ per, rounded once. Time is in seconds, with its price per 3600 of them. */
export type InvoiceLineView = {
  detail: string
  first_day: string | null
  group: string
  kind: string
  last_day: string | null
  /** A decimal number as text. */
  net: string
  per: number
  /** A decimal number as text. */
  price: string
  /** A decimal number as text. */
  quantity: string
  sessions: number
  text: string
  unit: string
  vat: VatView
}

/** An invoice in a list. `open` is what is not settled; negative: what is owed to the customer. */
export type InvoiceListView = {
  /** Its name today. */
  account: string
  account_id: string
  currency: string
  due_on: string | null
  id: string
  issued_on: string | null
  kind: string
  /** A local month of the seller. */
  month: string
  /** A decimal number as text. */
  net: string
  number: string
  /** A decimal number as text. */
  open: string
  /** A decimal number as text. */
  payable: string
  run_id: string | null
  state: string
  /** A decimal number as text. */
  vat: string
  version: number
}

/** The invoice on which it is billed as it stands now; where that was corrected, the newest. */
export type InvoiceNameView = {
  id: string
  number: string
}

/** An invoice. `rounding` is what people saw beyond `gross` where prices included VAT. */
export type InvoiceView = {
  about: readonly ReferenceView[]
  account_id: string
  buyer: BuyerView
  currency: string
  due_on: string | null
  first_day: string
  /** A decimal number as text. */
  gross: string
  id: string
  issued_on: string | null
  kind: string
  last_day: string
  lines: readonly InvoiceLineView[]
  /** What of it went out by mail, newest first. */
  mailings: readonly MailingView[]
  /** A local month of the seller. */
  month: string
  /** A decimal number as text. */
  net: string
  notes: readonly string[]
  number: string
  /** A decimal number as text. */
  open: string
  /** A decimal number as text. */
  payable: string
  reference: string
  /** A decimal number as text. */
  rounding: string
  run_id: string | null
  seller: string
  state: string
  /** A decimal number as text. */
  vat: string
  /** The VAT in the seller's own currency, as in 4.17 SEK. */
  vat_in: string | null
  vat_sums: readonly VatSumView[]
  version: number
}

/** The day that the documents bear; today, if empty. */
export type IssueWish = {
  issue_on?: string | null
}

/** `form` is what the customer gets, `checked` the sets of rules with their versions. */
export type JudgedView = {
  accepted: boolean
  checked: readonly string[]
  findings: readonly wattfleet_api_invoice_looks_FindingView[]
  form: string
}

/** A key's record, without the key. */
export type KeyView = {
  created_at: string
  expires_at: string
  id: string
  key_id: string
  name: string
  revoked_at: string | null
  role: string
  scopes: readonly string[]
  used_at: string | null
}

/** A new key. Without `expires_at` it lives a year; without `scopes` it may all that its role may. */
export type KeyWish = {
  expires_at?: string | null
  name: string
  role: Role
  scopes?: readonly string[]
}

/** What a law asks, in each language that people read here. */
export type LawText = {
  de: string
  en: string
  sv: string
}

/** Sessions that have no price on one of the sides, and why. */
export type LeftOutView = {
  /** active, in_review, written_off, not_sold, not_rated, price_missing, other_currency … */
  reason: string
  sessions: number
}

/** A reminder to one account in one currency; `total` is what it then owes of these invoices. */
export type LetterView = {
  account_id: string
  currency: string
  /** A decimal number as text. */
  fee: string
  /** A decimal number as text. */
  interest: string
  items: readonly ReminderItemView[]
  level: number
  /** A decimal number as text. */
  total: string
}

/** One reminder: how many days after the due day, what it costs, and whether interest is charged. */
export type Level = {
  after_days: number
  fee?: string
  interest?: boolean
}

/** The most that a country allows from a day on; empty where its law names no number. */
export type LimitView = {
  country: string
  currency: string
  fee: string
  points: string
  since: string
  source: string
  who: 'business' | 'consumer'
}

/** What became of a line. `ocpp_password` is a generated one, told here and never again. */
export type Line = {
  code?: string
  detail?: string
  field?: string
  line: number
  name: string
  ocpp_password?: string
  outcome: string
}

/** One line. `quantity` is in kWh, seconds or sessions; amounts are exact, not rounded. `used` − `free` + `rounded_up` = `quantity`, in the same unit; `element` counts from 0. */
export type LineShape = {
  amount: string
  before_vat: string
  element: number | null
  ended_at: string
  free: string
  limit: PriceLimitInput | null
  price: string | null
  quantity: string
  restrictions: RestrictionsInput | null
  rounded_up: string
  series: string | null
  series_value: string | null
  started_at: string
  step_size: number
  text: string
  type: string
  unit: string
  used: string
  vat: string
  vat_rate: string | null
  vat_text: string
  when: string
}

/** A one-time link. `link` stands here and never again; a replay has none. */
export type LinkView = {
  expires_at: string
  id: string
  link?: string | null
  name: string
}

/** How long the link lives, unless it is used. */
export type LinkWish = {
  hours?: number
}

/** One card of a local list; without status it is removed (differential). */
export type ListEntry = {
  expires_at?: string | null
  kind?: string
  parent?: string | null
  status?: string | null
  token: string
}

/** Up to which day the books are closed. */
export type LockView = {
  until: string | null
}

/** The last day that is closed. */
export type LockWish = {
  until: string
}

/** What is collected, and what is not; `collection` is null where it was only tried. */
export type MadeView = {
  collection: CollectionView | null
  held: readonly NotCollectedView[]
  planned: readonly PlannedView[]
}

/** A mail server and who is told. Without `password` the one that is kept stays. */
export type MailSettings = {
  host: string
  password?: string | null
  port?: number
  recipients?: readonly Recipient[]
  security?: 'none' | 'starttls' | 'tls'
  sender: string
  user?: string
}

/** Where a test goes. A recipient gets it in her own language, another address in `language`. */
export type MailTest = {
  language?: 'de' | 'en' | 'sv' | null
  to: string
}

/** How mail is sent, without its password. */
export type MailView = {
  has_password: boolean
  host: string
  port: number
  recipients: readonly Recipient[]
  security: string
  sender: string
  user: string
}

/** One message to one address of a customer. `problem` is why it did not go, or not yet. `file` and `sha256` are the document that went with it; `asked_by` is empty where it was issued. */
export type MailingView = {
  about_id: string | null
  account_id: string
  asked_by: string
  done_at: string | null
  file: string
  id: string
  invoice_id: string | null
  kind: 'invoice' | 'reminder' | 'collection'
  language: string
  made_at: string
  next_at: string | null
  problem: string
  sha256: string
  state: 'queued' | 'sending' | 'sent' | 'failed'
  subject: string
  target: string
  text: string
  tries: number
}

/** A mandate; `sequence` is what the next collection by it will be. */
export type MandateView = {
  account_id: string
  bic: string
  collected: number
  ended_on: string | null
  holder: string
  iban: string
  id: string
  last_on: string | null
  once: boolean
  reason: string
  /** What is personal in it was taken away then. */
  redacted_at: string | null
  reference: string
  sequence: string
  signed_on: string
  state: 'active' | 'ending' | 'ended' | 'revoked'
  version: number
}

/** A signed mandate. `holder` is the account's name, if empty; `once` = for one collection only. */
export type MandateWish = {
  account_id: string
  bic?: string
  holder?: string
  iban: string
  once?: boolean
  reference: string
  signed_on: string
}

/** A session before VAT: what it is sold for, what its energy cost, and what is left. `cost_reason`: no_rate, or series_missing; `sale_reason` as the session's `cost_reason`. */
export type MarginView = {
  cost: string | null
  cost_currency: string | null
  /** Of what the cost comes, line by line. */
  cost_lines: readonly LineShape[]
  cost_reason: string | null
  energy_wh: string
  margin: string | null
  sale: string | null
  sale_currency: string | null
  sale_reason: string | null
  session: string
}

/** To which session the event belongs, and why. */
export type MatchBody = {
  /** Why; it stands in the act. */
  reason: string
  session: string
}

/** To an invoice, by `amount` (all that is left, at most what is open, if absent), or to a collection. */
export type MatchWish = {
  amount?: string | null
  collection_id?: string | null
  invoice_id?: string | null
  /** Take it although it is more than what is open. */
  more_than_open?: boolean
}

/** What a person may change of herself. */
export type MeChange = {
  language: 'de' | 'en' | 'sv'
}

/** Who asks. `may` is all that this caller may, as `noun:verb`; what is not there is not shown. `kind` is key, person or driver. `csrf` goes into X-CSRF-Token with every request by cookie that changes something; it is "" for a key. `token` is a driver's own uid. */
export type MeView = {
  csrf: string
  expires_at: string
  id: string
  kind: string
  language: string
  may: readonly string[]
  name: string
  role: string
  scopes: readonly string[]
  sign_in: string | null
  tenant: string
  token: string | null
  version: string
}

/** What one side said. `ours` = the house did. */
export type MessageView = {
  at: string
  by: WhoView
  id: string
  ours: boolean
  text: string
}

/** A key from the plate of the meter, or from the maker's list; in hex, base64 or PEM. */
export type MeterKeyBody = {
  /** 0 = of every EVSE of the station. */
  evse?: number
  /** The serial that its values name. */
  meter?: string
  note?: string
  public_key: string
  station: string
  /** Since ever, if empty. */
  valid_from?: string | null
  valid_until?: string | null
}

/** Approve it, bound its time, or take it back. */
export type MeterKeyChange = {
  meter?: string
  note?: string
  state?: 'approved' | 'revoked'
  valid_from?: string
  valid_until?: string | null
}

/** A public key. `seen` = it came with a value and proves nothing until a person approves it. */
export type MeterKeyView = {
  came: 'registered' | 'first_sight'
  curve: string
  /** 0 = of every EVSE of the station. */
  evse: number
  /** SHA-256 of the key itself, however it is written. */
  fingerprint: string
  id: string
  meter: string
  note: string
  public_key: string
  state: 'seen' | 'approved' | 'revoked'
  station: string
  valid_from: string
  valid_until: string | null
  version: number
}

/** What a tenant has said about its sites. */
export type Metrology = {
  sites?: readonly SiteRule[]
}

/** Whether it was measured as the law, or its site, asks (`why`): `passed`, or `held` from invoices with a stable word, a sentence and what to do; `pending` until it has ended and has a price. */
export type MetrologyView = {
  code?: string | null
  hint?: string | null
  state: 'pending' | 'passed' | 'held'
  text?: string | null
  why: string
}

/** A movement of the bank's file; `why` says what it was matched by, or why it was not. `id` is the payment's once it is booked: a person books it by POST /api/v1/invoices/{id}/payments with it as `movement`. `difference` is what was paid beyond what is open, negative where it is too little. */
export type MovementView = {
  /** A decimal number as text. */
  amount: string
  booked: boolean
  booked_on: string
  currency: string
  difference: string | null
  id: string
  invoice: string
  invoice_id: string | null
  known: boolean
  party: string
  /** The same as a word: reference, number, several, nothing … */
  reason: string
  reference: string
  returned: string
  text: string
  why: string
}

/** What is wrong with a session of one's own. */
export type MyDisputeWish = {
  about: Complaint
  /** Where the answer goes. */
  contact?: string
  session_id: string
  text: string
}

/** What is due and not collected, why, and what to do. */
export type NotCollectedView = {
  account_id: string
  code: string
  hint: string
  number: string
  text: string
}

/** What was asked. `answer` is the station's, as JSON; `problem` says in words why there is none. Accepted is not done: `effect` is waiting, seen or absent where there is something to see, else null. */
export type OrderView = {
  answer: unknown | null
  answered_at: string | null
  asked_at: string
  asked_by: string
  command: string
  deadline: string | null
  effect: string | null
  id: string
  problem: string | null
  request: unknown
  sent_at: string | null
  session: string | null
  state: 'pending' | 'not_connected' | 'sent' | 'accepted' | 'rejected' | 'not_supported' | 'timed_out' | 'failed'
  station: string
  version: number
}

/** What a table of lines may show beside text and amount; `group` is the heading under which a line stands (site, driver, vehicle or cost centre), `sessions` how many are behind it. */
export type PageColumn = 'group' | 'period' | 'price' | 'quantity' | 'sessions' | 'vat'

/** By what a rule finds its sessions; the order is that of closeness. */
export type PaidBy = 'evse' | 'group' | 'site' | 'station' | 'token'

/** A session under both; its lines are in its rating, or in `POST /api/v1/sessions/{id}/price`. */
export type PairView = {
  /** A decimal number as text. */
  a_amount: string
  /** A decimal number as text. */
  a_before_vat: string
  a_by: string
  /** A decimal number as text. */
  b_amount: string
  /** A decimal number as text. */
  b_before_vat: string
  b_by: string
  currency: string
  /** A decimal number as text. */
  difference_before_vat: string
  /** A decimal number as text. */
  energy_wh: string
  session: string
  started_at: string
  station: string
}

/** What one part of the tariff adds up to, exactly and before the limits of the whole. */
export type PartShape = {
  before_vat: string
  vat: string
}

/** A password for the station; generated when absent. */
export type PasswordBody = {
  ocpp_password?: string | null
}

/** How long a session must have been silent before its end is inferred from other evidence, in seconds. */
export type Patience = {
  /** While its station is connected. */
  grace_s?: number
  /** While its station is not: its queue may hold the stop. */
  offline_grace_s?: number
}

/** What is to be different; sessions that were invoiced stay where they are. */
export type PayerChange = {
  cost_centre?: string
  note?: string
  valid_from?: string | null
  valid_until?: string | null
}

/** A rule: the sessions of this thing are paid by that account, when they begin within its time. */
export type PayerView = {
  account_id: string
  by: string
  cost_centre: string
  id: string
  note: string
  valid_from: string | null
  valid_until: string | null
  value: string
  version: number
}

/** Which sessions an account pays: those that begin from `valid_from` on and before `valid_until`. */
export type PayerWish = {
  account_id: string
  by: PaidBy
  cost_centre?: string
  note?: string
  valid_from?: string | null
  valid_until?: string | null
  /** A token's uid, a token group, STATION/1, a station's identity, or a site's id. */
  value: string
}

/** Money that came in for an invoice; `via` is hand, bank or undo. `undone`: it was taken back. */
export type PaymentView = {
  account_id: string
  /** A decimal number as text. */
  amount: string
  currency: string
  id: string
  invoice_id: string
  made_at: string
  note: string
  paid_on: string
  reference: string
  undone?: boolean
  via: string
}

/** An amount in the invoice's currency; negative where money went back. */
export type PaymentWish = {
  amount: string
  /** Take it although it is more than what is open. */
  more_than_open?: boolean
  /** The movement of a bank file that it is: it is then booked once. */
  movement?: string | null
  note?: string
  paid_on: string
  reference?: string
}

/** Which local days, seen from the day on which the report is made. */
export type Period = 'days' | 'last_month' | 'last_week' | 'this_month' | 'yesterday'

/** What is to be different. `blocked` true ends her sign-ins and links at once. */
export type PersonChange = {
  blocked?: boolean
  email?: string | null
  language?: 'de' | 'en' | 'sv'
  name?: string
  role?: Role
}

/** A person of the house. */
export type PersonView = {
  blocked: boolean
  blocked_at: string | null
  created_at: string
  email: string
  id: string
  language: string
  name: string
  role: string
  version: number
}

/** A new person. `email` is for alarms; nobody signs in with it. */
export type PersonWish = {
  email?: string
  language?: 'de' | 'en' | 'sv'
  name: string
  role: Role
}

/** A session that charges evenly and then stands idle, at a place in `zone`. */
export type PlannedSession = {
  charging_s: number
  /** Watt-hours as a decimal text. */
  energy_wh: string
  idle_s?: number
  started_at: string
  /** IANA time zone, such as Europe/Stockholm. */
  zone: string
}

/** What is collected of whom; `sequence`: FRST, RCUR, OOFF or FNAL. */
export type PlannedView = {
  account_id: string
  /** A decimal number as text. */
  amount: string
  invoice_id: string
  mandate: string
  mandate_id: string
  number: string
  sequence: string
}

/** A value from `start` up to, not including, `end`. */
export type PointView = {
  end: string
  start: string
  /** A decimal number as text. */
  value: string
}

/** A value from `start` on, for `length_s` seconds (3600 if absent). */
export type PointWish = {
  length_s?: number
  start: string
  value: string
}

/** Values to add. A value that differs from a known one is refused unless `replace` is true. */
export type PointsWish = {
  points: readonly PointWish[]
  replace?: boolean
}

/** Levels for some customers: `who`, `country` and `currency` empty = any. It holds for invoices issued on `since` or later. `points` is the interest above the reference rate; less than `least` is left alone; `source` is the law or agreement of its fees. */
export type Policy = {
  country?: string
  currency?: string
  least?: string
  levels: readonly Level[]
  /** A decimal text in percent, such as 2.50. */
  points?: string
  since?: string | null
  source?: string
  who?: '' | 'business' | 'consumer'
}

/** An amount on one ledger account. `source` says what it follows from, `source_id` its id. */
export type PostingView = {
  account: string
  /** A decimal number as text. */
  amount: string
  at: string
  booked_on: string
  currency: string
  entry_id: string
  id: string
  session_id: string | null
  source: string
  source_id: string
  text: string
}

/** One price: per kWh (ENERGY), per hour (TIME, PARKING_TIME) or once per session (FLAT). `step_size` is the smallest billed block in Wh or seconds; `vat` a percentage; `free_s` seconds of grace. With an `index` the price follows a series, and `price` is what holds where that has no value. */
export type PriceComponentInput = {
  free_s?: number
  index?: IndexInput | null
  price?: string | null
  step_size?: number
  /** One of FLAT, ENERGY, TIME, PARKING_TIME. */
  type: 'FLAT' | 'ENERGY' | 'TIME' | 'PARKING_TIME'
  vat?: string | null
}

/** A least or highest price of a whole session. */
export type PriceLimitInput = {
  before_vat?: string | null
  with_vat?: string | null
}

/** What went wrong: `code` is stable, `hint` says what to do, `field` is the path of the wrong part. */
export type Problem = {
  code: string
  detail: string
  field?: string
  fields?: readonly string[]
  hint?: string
  instance?: string
  status: number
  title: string
  type: string
}

/** What is to be different; a profile is replaced whole, and keeps its number where it brings none. */
export type ProfileChange = {
  description?: string
  profile?: ChargingProfile
}

/** A stored profile. `number` is the charging profile's id on the wire. */
export type ProfileView = {
  description: string
  id: string
  number: number
  profile: ChargingProfile
  version: number
}

/** A profile and what it is for; it is found by its description, which never travels. */
export type ProfileWish = {
  description?: string
  profile: ChargingProfile
}

/** The reference rate of a country from a day on, with its source. */
export type Rate = {
  country: string
  /** A decimal text in percent, such as 2.50. */
  percent: string
  since: string
  source: string
}

/** A line of the session's rating: kind as in OCPI, whole mWh, seconds or sessions, its price, and what it comes to before VAT, exactly. `line` counts from 0. */
export type RatedPartView = {
  /** A decimal number as text. */
  before_vat: string
  ended_at: string
  kind: string
  line: number
  /** A decimal number as text. */
  price: string
  quantity: number
  started_at: string
  unit: string
}

/** What a session costs and why; `amount` = `before_vat` + `vat`. */
export type RatingShape = {
  amount: string
  before_vat: string
  currency: string
  energy: PartShape
  fixed: PartShape
  lines: readonly LineShape[]
  notes: readonly string[]
  parking: PartShape
  reservation: PartShape
  tariff_id: string
  tariff_version: number
  tax_included: boolean
  time: PartShape
  vat: string
  vat_totals: readonly VatShape[]
}

/** A rating. Without one, `cost_reason` says why, and amounts are null. `amount` = `before_vat` + `vat`; a line's amounts are exact and not rounded. */
export type RatingView = {
  amount?: string | null
  before_vat?: string | null
  /** not_sold, not_rated, in_review, provisional … */
  cost_reason: string | null
  currency?: string | null
  energy?: PartShape | null
  final: boolean
  fixed?: PartShape | null
  language: string
  lines?: readonly LineShape[]
  notes?: readonly string[]
  parking?: PartShape | null
  rated_at: string
  reservation?: PartShape | null
  session: string
  tariff_id?: string | null
  tariff_version?: number | null
  tax_included?: boolean | null
  time?: PartShape | null
  vat?: string | null
  vat_totals?: readonly VatShape[]
}

/** Any call that we may send in the station's version, checked against its official schema. */
export type RawBody = {
  action: string
  payload?: unknown
}

/** One request of an auditor. */
export type ReadView = {
  at: string
  id: string
  method: string
  path: string
  query: string | null
  /** The key that read, by its public id and name. */
  reader: string
}

/** All values of one moment. */
export type ReadingView = {
  at: string
  evse: number
  flags: readonly string[]
  received_at: string
  source: 'transaction' | 'sample'
  values: readonly ValueView[]
}

/** A decision needs its reason. */
export type ReasonBody = {
  /** Why; it stands in the act. */
  reason: string
}

/** Who is told by mail. Without quiet hours: always. `problems_only` leaves warnings out. `zone` and `language` are also those of what she reads. */
export type Recipient = {
  email: string
  language?: 'de' | 'en' | 'sv'
  problems_only?: boolean
  quiet_from?: string | null
  quiet_to?: string | null
  zone?: string
}

/** An invoice that this one is about. */
export type ReferenceView = {
  invoice_id: string
  issued_on: string
  number: string
}

/** Which accounts: all but `leave_out`, or `only` these. */
export type RemindWish = {
  leave_out?: readonly string[]
  only?: readonly string[]
}

/** Who is reminded of what; `sent` are the ids of the reminders, none where it was only tried. */
export type RemindedView = {
  holds: readonly ReminderHoldView[]
  letters: readonly LetterView[]
  sent: readonly string[]
}

/** What is overdue and nobody is reminded of, why, and what to do. */
export type ReminderHoldView = {
  account_id: string
  code: string
  hint: string
  invoices: readonly string[]
  text: string
}

/** An invoice in a reminder: how many days it is late, at which level, and what that costs. Interest is on `base`, for the days of `parts`, by 365 of them; an old reminder does not tell them. */
export type ReminderItemView = {
  base: string | null
  days: number
  due_on: string
  /** A decimal number as text. */
  fee: string
  /** A decimal number as text. */
  interest: string
  invoice_id: string
  level: number
  number: string
  /** A decimal number as text. */
  open: string
  parts: readonly InterestPartView[]
}

/** A reminder that went out; `waived` = what it cost is owed no more, `reason` why. */
export type ReminderView = {
  account_id: string
  currency: string
  /** A decimal number as text. */
  fee: string
  id: string
  /** A decimal number as text. */
  interest: string
  items: readonly ReminderItemView[]
  level: number
  made_at: string
  made_by: string
  made_on: string
  reason: string
  state: 'standing' | 'waived'
  /** A decimal number as text. */
  total: string
  version: number
}

/** Start charging for a token; followed until a session begins or the deadline passes. */
export type RemoteStart = {
  command: 'remote_start'
  connector?: number | null
  evse?: number | null
  profile?: ChargingProfile | null
  token: string
  token_kind?: string
}

/** Stop a session: by our session id, or by the station's transaction id. */
export type RemoteStop = {
  command: 'remote_stop'
  session?: string | null
  transaction?: string | null
}

/** What one step of retention has removed. */
export type RemovalView = {
  at: string
  before: string
  file: string | null
  id: string
  kind: string
  rows: number
  why: string
}

/** What became of a file. */
export type Report = {
  changed: number
  created: number
  dry_run: boolean
  kind: string
  lines: readonly Line[]
  refused: number
  unchanged: number
}

/** What is to be different; what is absent stays. */
export type ReportChange = {
  columns?: readonly Column[]
  every?: Every | null
  first?: string | null
  form?: Form
  groups?: readonly Group[]
  last?: string | null
  name?: string
  period?: Period
  site_id?: string | null
  to?: readonly string[]
}

/** A saved report. `next_at` is when it is sent; `problem` why the last time did not go out. */
export type ReportView = {
  columns: readonly Column[]
  every: Every | null
  first: string | null
  form: Form
  groups: readonly Group[]
  id: string
  last: string | null
  name: string
  next_at: string | null
  period: Period
  problem: string
  sent_at: string | null
  site_id: string | null
  to: readonly string[]
  version: number
}

/** `first` and `last` (both inside) belong to the period `days`; `to` are addresses, if it is sent. */
export type ReportWish = {
  columns: readonly Column[]
  every?: Every | null
  first?: string | null
  form?: Form
  groups?: readonly Group[]
  last?: string | null
  name: string
  period?: Period
  site_id?: string | null
  to?: readonly string[]
}

/** The answer, and what stands in the place of what was told. Without any of it the session must have changed since it was disputed: amended, matched or written off. */
export type RerateBody = {
  driver?: string | null
  ended_at?: string | null
  /** Watt-hours as a decimal text. */
  energy_wh?: string | null
  /** Why; it stands in the act. */
  reason: string
  /** The revision that you looked at; 0 = it had none. Another one is refused. */
  revision: number
  started_at?: string | null
  /** The uid of a registered card. */
  token?: string | null
}

/** Keep a connector for a token. */
export type ReservationBody = {
  connector?: number | null
  evse?: number | null
  expires_at: string
  parent?: string | null
  station: string
  token: string
  token_kind?: string
}

/** What became of it, where the station could not tell. */
export type ReservationChange = {
  state: 'cancelled' | 'expired' | 'refused' | 'used'
}

/** A reservation. `number` travels; `id` is also the id of the command that asked for it. */
export type ReservationView = {
  connector: number
  evse: number
  expires_at: string
  id: string
  number: number
  state: 'asked' | 'reserved' | 'refused' | 'cancelled' | 'used' | 'expired'
  station: string
  token: string
  version: number
}

/** Keep a connector for a token until `expires_at`. */
export type ReserveNow = {
  command: 'reserve_now'
  connector?: number | null
  evse?: number | null
  expires_at: string
  parent?: string | null
  reservation?: number | null
  token: string
  token_kind?: string
}

/** Restart. `type` is the station's own word: Hard, Soft (1.6); Immediate, OnIdle (2.x). */
export type Reset = {
  command: 'reset'
  evse?: number | null
  type: string
}

/** When an element holds: local time, energy (kWh), duration (s), current (A), power (kW). From is inclusive, to is exclusive; energy and duration count from the start of the session. With a `series`, such as the demand of the grid, it holds while that is from `min_value` to below `max_value`. */
export type RestrictionsInput = {
  day_of_week?: readonly ('MONDAY' | 'TUESDAY' | 'WEDNESDAY' | 'THURSDAY' | 'FRIDAY' | 'SATURDAY' | 'SUNDAY')[]
  end_date?: string | null
  end_time?: string | null
  max_current?: string | null
  max_duration?: number | null
  max_kwh?: string | null
  max_power?: string | null
  max_value?: string | null
  min_current?: string | null
  min_duration?: number | null
  min_kwh?: string | null
  min_power?: string | null
  min_value?: string | null
  reservation?: 'RESERVATION' | 'RESERVATION_EXPIRES' | null
  series?: string | null
  start_date?: string | null
  start_time?: string | null
}

/** A session in doubt: what holds it, what a person has accepted, and what accepting would change. */
export type ReviewView = {
  accept: EffectView
  accepted: readonly string[]
  amended: AmendedView | null
  held: readonly wattfleet_api_session_desk_HeldView[]
  revision: number
  session: string
  state: string
  version: number
}

/** One revision of a session. `differs` names what changed since the one before; `cost` is null where it was not priced before the next one came, or has no price. */
export type RevisionView = {
  at: string
  by: WhoView
  /** What made it. */
  cause: 'ended' | 'frame' | 'person' | 'evidence' | 'course' | 'price'
  cost: CostView | null
  cost_reason: string | null
  differs: readonly string[]
  driver: string | null
  ended_at: string | null
  energy_wh: string
  evse: number
  /** From when it may be billed: an inferred end may be taken back before. */
  final_from: string | null
  flags: readonly string[]
  /** The frame that made it, where one did. */
  frame: number | null
  number: number
  /** The rating behind its cost. */
  rating: string | null
  reason: string | null
  session: string
  started_at: string
  state: 'active' | 'closed' | 'review' | 'written_off'
  token: string | null
  vehicle: string | null
  /** The session's version when it was made. */
  version: number
}

/** What somebody may do: viewers read, operators run stations, finance keeps tariffs, admins do all. Auditors read everything and change nothing; what they read is written down. A driver sees what belongs to her own token and nothing else; no key and no person of the house is one. */
export type Role = 'admin' | 'auditor' | 'driver' | 'finance' | 'operator' | 'viewer'

/** The report as it is now: a list of texts for each row; numbers are decimal texts, null = not known. It tells of sessions that ended on the days from `first` to `last`, both inside, each by its site's clock. */
export type RowsView = {
  first: string
  heads: readonly string[]
  last: string
  rows: readonly (readonly (string | null)[])[]
}

/** Who, where and when, and which tariff then sells; null: it is not sold. `stations` are identities. Times are local to the site: `start_time` and `end_time` as 18:00, dates as 2026-11-20, from inclusive, to exclusive. */
export type RuleInput = {
  day_of_week?: readonly string[]
  end_date?: string | null
  end_time?: string | null
  evses?: readonly number[]
  note?: string
  start_date?: string | null
  start_time?: string | null
  stations?: readonly string[]
  tariff_id: string | null
  token_groups?: readonly string[]
  tokens?: readonly string[]
}

/** A rule of doubt in plain words, how it heals, by when it ends, and how many it holds now. */
export type RuleView = {
  days: number
  end: string
  ends_as: 'unbilled' | 'waits'
  heals: string
  oldest: string | null
  open: number
  rule: string
  sessions_in_review: number
  why: string
}

/** All rules of doubt. A session with two doubts counts under both. */
export type RulesView = {
  rules: readonly RuleView[]
}

/** A run. `accounts` of `of_accounts` were looked at, `issued` of `invoices` have their number. `nets` are its documents before VAT, `last_nets` those of the month before, `held` how many things wait. */
export type RunView = {
  accounts: number
  by: string
  /** By currency, before VAT. */
  difference: Readonly<Record<string, string>>
  held: number
  id: string
  invoices: number
  issue_on: string | null
  issued: number
  /** By currency, before VAT. */
  last_nets: Readonly<Record<string, string>>
  made_at: string
  /** A local month of the seller. */
  month: string
  /** By currency, before VAT. */
  nets: Readonly<Record<string, string>>
  of_accounts: number
  state: 'proposing' | 'draft' | 'issuing' | 'issued' | 'discarded'
  version: number
}

/** Which month. */
export type RunWish = {
  /** A local month of the seller. */
  month: string
}

/** How full it was, once an hour. */
export type SampleView = {
  at: string
  database_bytes: number
  free_bytes: number
}

/** What is said; both sides read it. */
export type SayBody = {
  text: string
}

/** From `start_s` seconds after the schedule's start: a limit as a decimal text in the schedule's unit. */
export type SchedulePeriod = {
  limit: string
  phases?: number | null
  start_s: number
}

/** What was found: `name` is its place in the API, an identity for a station and an id for the rest. */
export type SearchView = {
  hits: readonly Hit[]
}

/** `registrations` are VAT numbers of other countries in which it sells, by country. `currency` is that of its VAT (the company's, if empty); an invoice in another one tells its VAT in both, by `rates`. `small` = it charges no VAT at all (a small business); `small_reason` is what its invoices then say. */
export type Seller = {
  address: Address
  bank?: Bank
  colour?: string
  /** Between text and amount, from left to right; quantity and price are needed, and `vat` comes by itself where an invoice has several rates. */
  columns?: readonly PageColumn[]
  contact?: string
  credit_prefix?: string
  currency?: string
  digits?: number
  email?: string
  extra_lines?: readonly string[]
  invoice_prefix?: string
  /** PNG or SVG in base64. */
  logo?: string
  name: string
  phone?: string
  rates?: Readonly<Record<string, ExchangeRate>>
  registration?: string
  registrations?: Readonly<Record<string, string>>
  routing?: string
  small?: boolean
  small_reason?: string
  tax_number?: string
  texts?: Readonly<Record<string, Texts>>
  vat_number?: string
  web?: string
  /** Numbers begin anew each year, and carry it. */
  yearly?: boolean
}

/** Write the local list; `update_type` Full or Differential; Full without entries clears it. */
export type SendLocalList = {
  command: 'send_local_list'
  entries?: readonly ListEntry[] | null
  list_version: number
  update_type: string
}

/** To whom, where not to the addresses of the account; in which language, where not in its own. */
export type SendWish = {
  language?: string
  to?: readonly string[]
}

/** How its invoices reach a customer. */
export type Sending = 'email' | 'hand'

/** The mailings of a request, one for each address. */
export type SentView = {
  items: readonly MailingView[]
}

/** How many values came, how many of them said something new, and how many sessions are priced again. */
export type SeriesTold = {
  changed: number
  points: number
  sessions: number
}

/** A series; `currency` where its values are prices per kWh or hour. */
export type SeriesView = {
  currency: string | null
  id: string
  name: string
  note: string
  version: number
}

/** A new series. `currency` is given where its values are prices; then only tariffs in it may follow. */
export type SeriesWish = {
  currency?: string | null
  name: string
  note?: string
}

/** One charge with all that is known of it. */
export type SessionDetailView = {
  begin_register_wh: string | null
  /** What the car does, as the station told last; null where it has told nothing. */
  charging: string | null
  connector: number
  cost: CostView | null
  /** Why there is no final cost: not_sold, not_rated, in_review, provisional … */
  cost_reason: string | null
  driver: string | null
  end_register_wh: string | null
  ended_at: string | null
  energy_end_at: string | null
  /** Watt-hours as a decimal text, exact. */
  energy_wh: string
  evse: number
  flags: readonly string[]
  id: string
  /** null = on none yet, or what billed it was credited. */
  invoice: InvoiceNameView | null
  /** Every document with it on, oldest first. */
  invoices: readonly BilledOnView[]
  last_at: string | null
  /** null = nobody asks for signed values there. */
  metrology: MetrologyView | null
  plugged_out_at: string | null
  power_w: string | null
  /** Why it ended, in the station's word. */
  reason: string | null
  received_at: string
  remote_start: number | null
  reservation: number | null
  soc: string | null
  started_at: string
  state: 'active' | 'closed' | 'review' | 'written_off'
  /** The station's identity. */
  station: string
  token: string | null
  token_kind: string | null
  transaction: string
  vehicle: string | null
  version: number
}

/** A line of a document that has a share of the session. `stands`: this document is what counts now. */
export type SessionInvoiceLineView = {
  /** A decimal number as text. */
  before_vat: string
  invoice_id: string
  kind: string
  /** Which line of the invoice, from 0. */
  line: number
  line_kind: string
  number: string
  /** A decimal number as text. */
  price: string
  /** A decimal number as text. */
  quantity: string
  rated: readonly RatedPartView[]
  stands: boolean
  text: string
  unit: string
}

/** One charge. What is not known is null; `flags` are the reasons to look twice. */
export type SessionView = {
  /** What the car does, as the station told last; null where it has told nothing. */
  charging: string | null
  connector: number
  cost: CostView | null
  /** Why there is no final cost: not_sold, not_rated, in_review, provisional … */
  cost_reason: string | null
  ended_at: string | null
  /** Watt-hours as a decimal text, exact. */
  energy_wh: string
  evse: number
  flags: readonly string[]
  id: string
  /** null = on none yet, or what billed it was credited. */
  invoice: InvoiceNameView | null
  /** null = nobody asks for signed values there. */
  metrology: MetrologyView | null
  /** Why it ended, in the station's word. */
  reason: string | null
  started_at: string
  state: 'active' | 'closed' | 'review' | 'written_off'
  /** The station's identity. */
  station: string
  token: string | null
  transaction: string
  version: number
}

/** Set a profile: given whole, or by the id of a stored one. */
export type SetChargingProfile = {
  command: 'set_charging_profile'
  connector?: number | null
  evse?: number | null
  profile?: ChargingProfile | null
  profile_id?: string | null
}

/** How far the set-up has come; `missing` names what is still to be done, in the order of the wizard. */
export type SetUpView = {
  company: Company | null
  complete: boolean
  country: string
  currency: string
  missing: readonly string[]
  zone: string
}

/** Write 2.x variables. */
export type SetVariables = {
  command: 'set_variables'
  variables: readonly VariableValue[]
}

/** A 1.6 key (no component) or a 2.x variable. `refused` is the station's word for no. */
export type SettingView = {
  component: string | null
  /** 0 = the whole station. */
  evse: number
  instance: string | null
  mutability: string | null
  refused: string | null
  told_at: string | null
  value: string | null
  variable: string
  written: string | null
  written_at: string | null
}

/** What a session has in an invoice line. `quantity` is in the line's unit; `before_vat` is exact, so that the line's net differs from their sum by its one rounding. Without `rated` it is what was rounded. `station`, `started_at` and `energy_wh` are the session's as it is now; null = it is gone. */
export type ShareView = {
  /** A decimal number as text. */
  before_vat: string
  energy_wh: string | null
  /** A decimal number as text. */
  quantity: string
  rated: readonly RatedPartView[]
  rating_id: string | null
  revision: number | null
  session_id: string
  started_at: string | null
  station: string | null
}

/** Who complains: a driver, a fleet (the account), or the house itself. */
export type Side = 'driver' | 'fleet' | 'house'

/** A tariff of ours at its newest version, or one that is not saved; neither: as it was sold. */
export type SideInput = {
  tariff?: TariffInput | null
  tariff_id?: string | null
}

/** What one side is; without a tariff it is what the sessions were sold for. */
export type SideView = {
  /** kept, bulk, exact: how many sessions each priced. */
  by: Readonly<Record<string, number>>
  currency: string | null
  name: string
  tariff_id: string | null
  version: number | null
}

/** Where somebody is signed in. `person` or `token` says who. */
export type SignInView = {
  address: string
  created_at: string
  expires_at: string
  id: string
  person: string | null
  seen_at: string
  token: string | null
  user_agent: string
}

/** The text of the link, behind its `#`. */
export type SignInWish = {
  link: string
}

/** Somebody is signed in; `go` is where her app is. */
export type SignedInView = {
  app: 'console' | 'driver'
  go: string
  name: string
}

/** A session's signed values. `required` = the law, or the site, asks for them (`by`); `problems` are the reasons for which it is held from invoices then. `energy_wh` is what was signed. */
export type SignedSessionView = {
  /** A law, or the site; null = nobody. */
  by: 'law' | 'site' | null
  energy_wh: string | null
  /** The approved key that signed. */
  key: string | null
  /** In each language of the screens. */
  law: LawText | null
  /** Why the site asks for it. */
  note: string
  problems: readonly UnmeasuredView[]
  required: boolean
  /** valid, invalid, not_verifiable, structurally_wrong; null = nothing could be read. */
  result: string | null
  session: string
  time_billable: boolean | null
  values: readonly SignedValueView[]
}

/** One value as the station sent it. `signed`: valid, invalid or not_verifiable, with the reason. */
export type SignedValueView = {
  signed: string | null
  text: string
  why: FoundView | null
}

/** What is to be different; null clears what may be empty. */
export type SiteChange = {
  address?: string | null
  country?: string
  currency?: string
  grid_area?: string | null
  groups?: readonly string[] | null
  latitude?: string | null
  longitude?: string | null
  name?: string
  opening_hours?: string | null
  zone?: string
}

/** A site: what is asked for each use, the rules that were written of it, and what follows for the sessions that wait for an invoice. */
export type SiteMetrologyView = {
  held: readonly wattfleet_api_site_measuring_HeldView[]
  /** How many that wait for an invoice were looked at. */
  looked_at: number
  /** There are older ones, which were not looked at. */
  more: boolean
  rules: readonly SiteRule[]
  site: string
  uses: readonly UseMetrologyView[]
}

/** What holds at a site, for one use or (null) for all: whether values must be signed, and whether its clocks are approved to measure minutes. `note` says why, and by which approval. */
export type SiteRule = {
  clock_approved?: boolean
  gate?: Gate
  note: string
  site_id: string
  use?: Use | null
}

/** A site. `assumed` = made by the first start without --zone or --currency: set them. */
export type SiteView = {
  address: string
  assumed: boolean
  country: string
  currency: string
  grid_area: string
  groups: readonly string[]
  id: string
  latitude: string | null
  longitude: string | null
  name: string
  opening_hours: string
  version: number
  zone: string
}

/** A new site. Zone, currency and country decide local windows, VAT and what money is. */
export type SiteWish = {
  address?: string
  /** ISO 3166-1 alpha-2, such as SE. */
  country: string
  /** ISO 4217, such as SEK. */
  currency: string
  grid_area?: string
  groups?: readonly string[]
  latitude?: string | null
  longitude?: string | null
  name: string
  opening_hours?: string
  /** IANA time zone, such as Europe/Stockholm. */
  zone: string
}

/** What is to be different. The identity stays: it is the station's own name. */
export type StationChange = {
  access?: Access
  /** It names no OCPP version: it speaks 1.6. */
  assume_16?: boolean
  /** It is not let in any more. */
  blocked?: boolean
  groups?: readonly string[] | null
  in_service_from?: string | null
  max_power_w?: number | null
  name?: string | null
  passwordless?: boolean
  site?: string
  /** It is let in over TLS alone. */
  tls_only?: boolean
}

/** One station, with what a person decided about its way in. */
export type StationDetailView = {
  access: 'public' | 'private' | 'home'
  assume_16: boolean
  blocked: boolean
  booted_at: string | null
  connected: boolean
  connected_at: string | null
  connectors: readonly ConnectorView[]
  firmware: string
  groups: readonly string[]
  id: string
  identity: string
  in_service_from: string | null
  max_power_w: number | null
  model: string
  name: string
  ocpp: string
  passwordless: boolean
  register_mode: string
  seen_at: string | null
  serial: string
  site: string
  tls_only: boolean
  vendor: string
  version: number
  weak_password: boolean
}

/** A station. What it says of itself (vendor, model, firmware …) is shown as it came. */
export type StationView = {
  access: 'public' | 'private' | 'home'
  booted_at: string | null
  connected: boolean
  connected_at: string | null
  connectors: readonly ConnectorView[]
  firmware: string
  groups: readonly string[]
  id: string
  identity: string
  in_service_from: string | null
  max_power_w: number | null
  model: string
  name: string
  ocpp: string
  passwordless: boolean
  register_mode: string
  seen_at: string | null
  serial: string
  site: string
  vendor: string
  version: number
  weak_password: boolean
}

/** A new station. Without `site` it goes to the first one; without `ocpp_password` one is generated. */
export type StationWish = {
  access: Access
  groups?: readonly string[]
  /** The last path segment under which the station connects. */
  identity: string
  in_service_from?: string | null
  max_power_w?: number | null
  name?: string
  ocpp_password?: string | null
  passwordless?: boolean
  site?: string | null
}

/** The sessions of one currency; `more`, `less` and `same` count them as b prices them. */
export type SumView = {
  /** A decimal number as text. */
  a_amount: string
  /** A decimal number as text. */
  a_before_vat: string
  /** A decimal number as text. */
  b_amount: string
  /** A decimal number as text. */
  b_before_vat: string
  currency: string
  /** A decimal number as text. */
  difference: string
  /** A decimal number as text. */
  difference_before_vat: string
  /** A decimal number as text. */
  energy_wh: string
  less: number
  more: number
  same: number
  sessions: number
}

/** The one form in which a customer gets its invoices. */
export type Syntax = 'cii' | 'factur-x' | 'pdf' | 'ubl' | 'xrechnung'

/** Stations of one kind; `plugs` counts connectors by state, `offline` for those whose station is away. */
export type TallyView = {
  access: string
  offline: number
  plugs: Readonly<Record<string, number>>
  stations: number
}

/** What the next version has different; all else stays as it was. */
export type TariffChange = {
  currency?: string
  elements?: readonly ElementInput[]
  link?: string
  max_price?: PriceLimitInput | null
  min_price?: PriceLimitInput | null
  name?: string
  rounding?: string
  tax_included?: boolean
  texts?: readonly WordingInput[]
  valid_from?: string | null
  valid_until?: string | null
}

/** A tariff as a person writes it. */
export type TariffInput = {
  currency: string
  elements: readonly ElementInput[]
  link?: string
  max_price?: PriceLimitInput | null
  min_price?: PriceLimitInput | null
  name: string
  /** One of half_up, half_even, up, down. */
  rounding?: 'half_up' | 'half_even' | 'up' | 'down'
  tax_included?: boolean
  texts?: readonly WordingInput[]
  valid_from?: string | null
  valid_until?: string | null
}

/** A tariff, saved or not, and what is to be priced by it. */
export type TariffTrial = {
  session: PlannedSession
  tariff: TariffInput
}

/** A tariff at one version, in the shape in which it is written. */
export type TariffView = {
  currency: string
  elements: readonly ElementInput[]
  id: string
  link: string
  max_price: PriceLimitInput | null
  min_price: PriceLimitInput | null
  name: string
  rounding: string
  tax_included: boolean
  texts: readonly WordingInput[]
  valid_from: string | null
  valid_until: string | null
  version: number
}

/** What an invoice says in one language: above its lines, below them, and at its foot. */
export type Texts = {
  footer?: string
  intro?: string
  terms?: string
}

/** What is to be different. The uid stays: it is the token. */
export type TokenChange = {
  driver?: string | null
  expires_at?: string | null
  group?: string | null
  kind?: 'app' | 'central' | 'direct_payment' | 'emaid' | 'local' | 'mac' | 'other' | 'rfid'
  note?: string | null
  parent?: string | null
  state?: TokenState
}

/** Whether the operator lets it charge. A token past its expiry is expired whatever this says. */
export type TokenState = 'blocked' | 'valid'

/** A token. `seen_unknown` = nobody registered it, but a station let it charge. */
export type TokenView = {
  driver: string
  expires_at: string | null
  group: string
  id: string
  kind: string
  note: string
  parent: string
  seen_unknown: boolean
  state: 'valid' | 'blocked'
  uid: string
  version: number
}

/** A new token. `expires_at` may lie in the past: the token is then expired. */
export type TokenWish = {
  driver?: string
  expires_at?: string | null
  group?: string
  kind?: 'app' | 'central' | 'direct_payment' | 'emaid' | 'local' | 'mac' | 'other' | 'rfid'
  note?: string
  parent?: string
  state?: TokenState
  uid: string
}

/** A rule, counted from 1, and which of its conditions did not hold; none: it decided. */
export type TriedView = {
  failed: readonly string[]
  note: string
  rule: number
}

/** Ask the station to send a message now; `requested_message` in its version's word. */
export type TriggerMessage = {
  command: 'trigger_message'
  connector?: number | null
  evse?: number | null
  requested_message: string
}

/** Energy between two sessions of an EVSE, by its register. `explained_by` is a session that came late. */
export type UnallocatedView = {
  after_session: string
  before_session: string
  booked_at: string
  changed_at: string
  /** What no session has, in watt-hours. */
  energy_wh: string
  evse: number
  explained_by: string | null
  from_at: string
  from_register_wh: string
  id: string
  note: string
  state: 'open' | 'explained' | 'accepted'
  station: string
  to_at: string
  to_register_wh: string
  version: number
}

/** Release the cable. */
export type UnlockConnector = {
  command: 'unlock_connector'
  connector?: number
  evse?: number | null
}

/** Why it may not be billed where signed values are asked for: a stable word, a sentence, what to do. `values` are those of the case, `because` what was found beneath it: so both are said in any language. */
export type UnmeasuredView = {
  because: readonly FoundView[]
  code: string
  hint: string
  text: string
  values: Readonly<Record<string, string | number>>
}

/** Fetch and install firmware from `location` at `retrieve_at`. */
export type UpdateFirmware = {
  command: 'update_firmware'
  install_at?: string | null
  location: string
  request?: number | null
  retries?: number | null
  retrieve_at: string
  retry_interval?: number | null
  signature?: string | null
  signing_certificate?: string | null
}

/** What a station is for, as its access says. */
export type Use = 'home' | 'private' | 'public'

/** One use. `asked` = sessions without signed values are held, `by` a law or the site; `law` and `source` are the rule of the site's country, whatever is said of the site, `note` what is said there. */
export type UseMetrologyView = {
  asked: boolean
  /** Who asks; null = nobody. */
  by: 'law' | 'site' | null
  clock_approved: boolean
  /** In each language of the screens. */
  law: LawText | null
  /** Minutes are billed only where the clock is approved. */
  minutes: boolean
  note: string
  source: string
  /** How many of the site's stations are for it. */
  stations: number
  use: Use
}

/** A station that is sold by it; `evse` 0 is the whole station. */
export type UseView = {
  evse: number
  name: string
  station: string
  valid_from: string | null
  valid_until: string | null
}

/** One measured value as a decimal text in its unit. */
export type ValueView = {
  context?: string
  location?: string
  measurand: string
  phase?: string
  signed?: string
  unit?: string
  value: string
}

/** A 2.x variable; `attribute` is Actual where absent. */
export type VariableName = {
  attribute?: string | null
  component: string
  component_instance?: string | null
  connector?: number | null
  evse?: number | null
  variable: string
  variable_instance?: string | null
}

/** A 2.x variable and what to write; the value is a string on the wire whatever its type. */
export type VariableValue = {
  attribute?: string | null
  component: string
  component_instance?: string | null
  connector?: number | null
  evse?: number | null
  value: string
  variable: string
  variable_instance?: string | null
}

/** What one VAT rate adds up to, as money. */
export type VatShape = {
  amount: string
  before_vat: string
  rate: string | null
  vat: string
}

/** A VAT category: what its lines come to, and their VAT. */
export type VatSumView = {
  category: string
  country: string
  /** A decimal number as text. */
  net: string
  note: string
  /** A decimal number as text. */
  rate: string
  /** A decimal number as text. */
  vat: string
}

/** Which VAT, and by which rule: `category` of UNCL 5305, `rate` in percent. */
export type VatView = {
  case: string
  category: string
  country: string
  note: string
  /** A decimal number as text. */
  rate: string
  reason: string
  source: string
}

/** Which Wattfleet this is, and where stations connect. */
export type VersionView = {
  api: string
  map_credit?: string
  map_tiles?: string
  ocpp_url: string
  version: string
}

/** A kept view of a list. `everyone`: all people of the house have it; `by` kept it last. */
export type ViewView = {
  by: string
  everyone: boolean
  filters: Readonly<Record<string, string>>
  id: string
  kept_at: string
  list: string
  name: string
}

/** A view to keep. One of the same name, list and owner is written anew. */
export type ViewWish = {
  everyone?: boolean
  filters?: Readonly<Record<string, string>>
  list: string
  name: string
}

/** One thing that does not hold: rows are TABLE:ID, frames are numbers of the archive. */
export type ViolationView = {
  code: string
  frames: readonly number[]
  mend: string
  rows: readonly string[]
  /** With `code` they say it in any language. */
  values: Readonly<Record<string, string | number>>
  words: string
}

/** Why. */
export type WaiveWish = {
  reason: string
}

/** One address that is told of every alarm. `secret` is made where none is given or kept. */
export type WebhookSettings = {
  allow_private?: boolean
  language?: 'de' | 'en' | 'sv'
  secret?: string | null
  url: string
}

/** The webhook. `secret` checks the signature of what it is sent: only admins see it. */
export type WebhookView = {
  allow_private: boolean
  language: 'de' | 'en' | 'sv'
  secret: string
  url: string
}

/** Who acted: a key, a person, a driver, the command line of the machine (local), or Wattfleet itself (system). */
export type WhoView = {
  id: string
  kind: 'key' | 'person' | 'driver' | 'local' | 'system'
  name: string
}

/** Which tariff sells a session, and why; `text` says it in a sentence. */
export type WhyTariffView = {
  assigned_from: string | null
  group_id: string | null
  group_name: string | null
  group_version: number | null
  /** Whose assignment decided: evse, station, or none. */
  place: string
  tariff_id: string | null
  tariff_name: string | null
  tariff_version: number | null
  text: string
  tried: readonly TriedView[]
}

/** What a person reads of the tariff in one language, such as `sv`. */
export type WordingInput = {
  language: string
  text: string
}

/** What waits: the oldest frame of this process, sessions without a price, news that nobody was told. */
export type WorkView = {
  oldest_frame_ms: number | null
  outbox_oldest_at: string | null
  outbox_waiting: number
  unrated_sessions: number
  unrated_since: string | null
  unread_frames: number
}

/** One thing that is not as it should be; `code` is stable, `mend` says what to do. */
export type wattfleet_api_health_FindingView = {
  code: string
  mend: string
  severity: 'problem' | 'warning' | 'note'
  /** With `code` they say it in any language. */
  values: Readonly<Record<string, string | number>>
  words: string
}

/** A rule that the document breaks, or what it lacks. Fatal: it is not issued. */
export type wattfleet_api_invoice_looks_FindingView = {
  hint: string
  rule: string
  severity: string
  text: string
  where: string
}

/** One doubt that holds a session. */
export type wattfleet_api_session_desk_HeldView = {
  end: string
  ends_as: 'unbilled' | 'waits'
  heals: string
  rule: string
  why: string
}

/** So many sessions for one reason; `newest` are the newest of them, at most 50, for who may read them. */
export type wattfleet_api_site_measuring_HeldView = {
  code: string
  newest: readonly HeldSessionView[]
  sessions: number
}
