// Generated from docs/openapi.json by tools/generate_web_api.py. Do not edit.
import type * as S from './shapes'

export interface Calls {
  'GET /api/v1/accounts': {
    path: null
    query: { kind?: 'company' | 'person' | 'tenant'; search?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.AccountView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/accounts': {
    path: null
    query: null
    body: S.AccountWish
    answer: S.AccountView
  }
  'GET /api/v1/accounts/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.AccountView
  }
  'PATCH /api/v1/accounts/{id}': {
    path: { id: string }
    query: null
    body: S.AccountChange
    answer: S.AccountView
  }
  'DELETE /api/v1/accounts/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/acts': {
    path: null
    query: { noun?: string; verb?: string; id?: string; who?: string; from?: string; to?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.ActView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/acts-chain': {
    path: null
    query: null
    body: null
    answer: S.ChainView
  }
  'GET /api/v1/acts/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.ActView
  }
  'GET /api/v1/alarms': {
    path: null
    query: { state?: 'closed' | 'open'; code?: string; severity?: 'problem' | 'warning'; station?: string; site?: string; owner?: string; acknowledged?: boolean; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.AlarmView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/alarms/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.AlarmView
  }
  'PATCH /api/v1/alarms/{id}': {
    path: { id: string }
    query: null
    body: S.AlarmChange
    answer: S.AlarmView
  }
  'GET /api/v1/alarms/{id}/history': {
    path: { id: string }
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.AlarmLineView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/archive/files': {
    path: null
    query: { kind?: 'frames' | 'readings'; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.ColdFileView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/archive/removals': {
    path: null
    query: { kind?: 'events' | 'frames' | 'readings'; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.RemovalView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/audit': {
    path: null
    query: null
    body: null
    answer: S.AuditView
  }
  'GET /api/v1/board': {
    path: null
    query: null
    body: null
    answer: S.BoardView
  }
  'GET /api/v1/charging-profiles': {
    path: null
    query: { description?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.ProfileView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/charging-profiles': {
    path: null
    query: null
    body: S.ProfileWish
    answer: S.ProfileView
  }
  'GET /api/v1/charging-profiles/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.ProfileView
  }
  'PATCH /api/v1/charging-profiles/{id}': {
    path: { id: string }
    query: null
    body: S.ProfileChange
    answer: S.ProfileView
  }
  'DELETE /api/v1/charging-profiles/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/collections': {
    path: null
    query: { state?: 'cancelled' | 'made'; mandate?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.CollectionView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/collections': {
    path: null
    query: { dry_run?: boolean }
    body: S.CollectWish
    answer: S.MadeView
  }
  'GET /api/v1/collections/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.CollectionView
  }
  'POST /api/v1/collections/{id}/cancel': {
    path: { id: string }
    query: null
    body: null
    answer: S.CollectionView
  }
  'GET /api/v1/collections/{id}/debits': {
    path: { id: string }
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.DebitView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/collections/{id}/file': {
    path: { id: string }
    query: null
    body: null
    answer: string
  }
  'GET /api/v1/contracts': {
    path: null
    query: { account?: string; search?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.ContractView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/contracts': {
    path: null
    query: null
    body: S.ContractWish
    answer: S.ContractView
  }
  'GET /api/v1/contracts/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.ContractView
  }
  'PATCH /api/v1/contracts/{id}': {
    path: { id: string }
    query: null
    body: S.ContractChange
    answer: S.ContractView
  }
  'DELETE /api/v1/contracts/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/cost-rates': {
    path: null
    query: { site?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.CostRateView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/cost-rates': {
    path: null
    query: null
    body: S.CostRateWish
    answer: S.CostRateView
  }
  'GET /api/v1/cost-rates/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.CostRateView
  }
  'DELETE /api/v1/cost-rates/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/deliveries': {
    path: null
    query: { state?: 'failed' | 'sent' | 'waiting'; channel?: 'mail' | 'webhook'; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.DeliveryView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/dispute-clock': {
    path: null
    query: null
    body: null
    answer: S.DisputeClock
  }
  'PUT /api/v1/dispute-clock': {
    path: null
    query: null
    body: S.DisputeClock
    answer: S.DisputeClock
  }
  'GET /api/v1/disputes': {
    path: null
    query: { state?: 'credited' | 'explained' | 'open' | 'rerated' | 'withdrawn'; session?: string; invoice?: string; account?: string; token?: string; due_before?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.DisputeView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/disputes': {
    path: null
    query: null
    body: S.DisputeWish
    answer: S.DisputeView
  }
  'GET /api/v1/disputes/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.DisputeDetailView
  }
  'POST /api/v1/disputes/{id}/credit': {
    path: { id: string }
    query: null
    body: S.CreditBody
    answer: S.DisputeView
  }
  'GET /api/v1/disputes/{id}/evidence': {
    path: { id: string }
    query: null
    body: null
    answer: S.EvidenceView
  }
  'POST /api/v1/disputes/{id}/explain': {
    path: { id: string }
    query: null
    body: S.ReasonBody
    answer: S.DisputeView
  }
  'POST /api/v1/disputes/{id}/messages': {
    path: { id: string }
    query: null
    body: S.SayBody
    answer: S.MessageView
  }
  'POST /api/v1/disputes/{id}/rerate': {
    path: { id: string }
    query: null
    body: S.RerateBody
    answer: S.DisputeView
  }
  'POST /api/v1/disputes/{id}/withdraw': {
    path: { id: string }
    query: null
    body: S.ReasonBody
    answer: S.DisputeView
  }
  'GET /api/v1/doubt-rules': {
    path: null
    query: null
    body: null
    answer: S.RulesView
  }
  'GET /api/v1/doubts': {
    path: null
    query: { station?: string; state?: 'dismissed' | 'open' | 'resolved'; rule?: 'amended' | 'before_service' | 'begin_from_before' | 'clock_skewed' | 'clock_unset' | 'conflicting_stop' | 'end_before_start' | 'end_inferred' | 'future' | 'gap' | 'implausible_energy' | 'implausible_guessed' | 'inferred_tx' | 'mended' | 'missing_start' | 'negative_energy' | 'no_meter' | 'offline' | 'overlap' | 'placeholder_begin' | 'register_reset' | 'replayed_start' | 'replayed_stop' | 'sources_disagree' | 'time_unreadable' | 'unauthorised' | 'unit_assumed' | 'unknown_token' | 'unknown_tx' | 'zero_energy_suspect' | 'zone_assumed'; from?: string; to?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.DoubtView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/doubts/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.DoubtView
  }
  'GET /api/v1/doubts/{id}/explanation': {
    path: { id: string }
    query: null
    body: null
    answer: S.ExplainedView
  }
  'POST /api/v1/doubts/{id}/match': {
    path: { id: string }
    query: null
    body: S.MatchBody
    answer: S.DoubtView
  }
  'POST /api/v1/doubts/{id}/reopen': {
    path: { id: string }
    query: null
    body: S.ReasonBody
    answer: S.DoubtView
  }
  'POST /api/v1/doubts/{id}/unmatch': {
    path: { id: string }
    query: null
    body: S.ReasonBody
    answer: S.DoubtView
  }
  'POST /api/v1/doubts/{id}/write-off': {
    path: { id: string }
    query: null
    body: S.ReasonBody
    answer: S.DoubtView
  }
  'GET /api/v1/dunning': {
    path: null
    query: null
    body: null
    answer: S.Dunning
  }
  'PUT /api/v1/dunning': {
    path: null
    query: null
    body: S.Dunning
    answer: S.Dunning
  }
  'GET /api/v1/dunning/limits': {
    path: null
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.LimitView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/export/frames': {
    path: null
    query: { view?: 'items' | 'pairs'; direction?: 'in' | 'out'; kind?: string; action?: string; message_id?: string; failed?: boolean; error?: string; text?: string; session?: string; from?: string; to?: string; sort?: string; limit?: number; cursor?: string; station?: string; format?: 'csv' | 'jsonl'; redact?: boolean }
    body: null
    answer: string
  }
  'GET /api/v1/export/readings': {
    path: null
    query: { format?: 'csv' | 'jsonl' | 'parquet'; changed_since?: string; redact?: boolean; limit?: number }
    body: null
    answer: string
  }
  'GET /api/v1/export/sessions': {
    path: null
    query: { format?: 'csv' | 'jsonl' | 'parquet'; changed_since?: string; redact?: boolean; limit?: number }
    body: null
    answer: string
  }
  'GET /api/v1/frames': {
    path: null
    query: { view?: 'items' | 'pairs'; direction?: 'in' | 'out'; kind?: string; action?: string; message_id?: string; failed?: boolean; error?: string; text?: string; session?: string; from?: string; to?: string; sort?: string; limit?: number; cursor?: string; station?: string }
    body: null
    answer: {
      items: readonly S.FrameView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/frames/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.FrameView
  }
  'GET /api/v1/health': {
    path: null
    query: null
    body: null
    answer: S.HealthFactsView
  }
  'POST /api/v1/import': {
    path: null
    query: { kind: 'sites' | 'stations' | 'tokens'; dry_run?: boolean }
    body: Blob
    answer: S.Report
  }
  'GET /api/v1/inbox': {
    path: null
    query: { reason?: string; search?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.InboxView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/inbox/accept': {
    path: null
    query: { access?: 'home' | 'private' | 'public'; dry_run?: boolean }
    body: Blob
    answer: S.Report
  }
  'GET /api/v1/inbox/{identity}': {
    path: { identity: string }
    query: null
    body: null
    answer: S.InboxView
  }
  'DELETE /api/v1/inbox/{identity}': {
    path: { identity: string }
    query: null
    body: null
    answer: null
  }
  'POST /api/v1/inbox/{identity}/accept': {
    path: { identity: string }
    query: null
    body: S.Adoption
    answer: S.CreatedStationView
  }
  'GET /api/v1/inference': {
    path: null
    query: null
    body: null
    answer: S.Patience
  }
  'PUT /api/v1/inference': {
    path: null
    query: null
    body: S.Patience
    answer: S.Patience
  }
  'GET /api/v1/invoice-runs': {
    path: null
    query: { month?: string; state?: 'discarded' | 'draft' | 'issued' | 'issuing' | 'proposing'; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.RunView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/invoice-runs': {
    path: null
    query: null
    body: S.RunWish
    answer: S.RunView
  }
  'GET /api/v1/invoice-runs/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.RunView
  }
  'POST /api/v1/invoice-runs/{id}/discard': {
    path: { id: string }
    query: null
    body: null
    answer: S.RunView
  }
  'GET /api/v1/invoice-runs/{id}/holds': {
    path: { id: string }
    query: { code?: string; account?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.HoldView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/invoice-runs/{id}/issue': {
    path: { id: string }
    query: null
    body: S.IssueWish
    answer: S.RunView
  }
  'GET /api/v1/invoices': {
    path: null
    query: { run?: string; account?: string; state?: 'credited' | 'draft' | 'issued'; kind?: 'credit_note' | 'invoice'; month?: string; number?: string; open?: boolean; due_before?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.InvoiceListView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/invoices/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.InvoiceView
  }
  'POST /api/v1/invoices/{id}/credit': {
    path: { id: string }
    query: null
    body: S.CreditWish
    answer: S.InvoiceView
  }
  'GET /api/v1/invoices/{id}/document': {
    path: { id: string }
    query: { format?: 'cii' | 'factur-x' | 'pdf' | 'ubl' }
    body: null
    answer: string
  }
  'GET /api/v1/invoices/{id}/items': {
    path: { id: string }
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.BilledView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/invoices/{id}/judged': {
    path: { id: string }
    query: null
    body: null
    answer: S.JudgedView
  }
  'GET /api/v1/invoices/{id}/lines/{line}/sessions': {
    path: { id: string; line: string }
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.ShareView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/invoices/{id}/payments': {
    path: { id: string }
    query: null
    body: S.PaymentWish
    answer: S.PaymentView
  }
  'GET /api/v1/invoices/{id}/picture': {
    path: { id: string }
    query: { page?: number }
    body: null
    answer: string
  }
  'GET /api/v1/invoices/{id}/proof': {
    path: { id: string }
    query: null
    body: null
    answer: S.BundleView
  }
  'POST /api/v1/invoices/{id}/send': {
    path: { id: string }
    query: null
    body: S.SendWish
    answer: S.SentView
  }
  'GET /api/v1/invoices/{id}/transparency': {
    path: { id: string }
    query: null
    body: null
    answer: string
  }
  'GET /api/v1/keys': {
    path: null
    query: { role?: 'admin' | 'auditor' | 'driver' | 'finance' | 'operator' | 'viewer'; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.KeyView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/keys': {
    path: null
    query: null
    body: S.KeyWish
    answer: S.CreatedKeyView
  }
  'DELETE /api/v1/keys/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/ledger/balances': {
    path: null
    query: { on?: string; account?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.BalanceView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/ledger/chart': {
    path: null
    query: { shipped?: string }
    body: null
    answer: S.Chart
  }
  'PUT /api/v1/ledger/chart': {
    path: null
    query: null
    body: S.Chart
    answer: S.Chart
  }
  'GET /api/v1/ledger/entries/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.EntryView
  }
  'GET /api/v1/ledger/export': {
    path: null
    query: { format: 'csv' | 'datev' | 'parquet' | 'sie' | 'xlsx'; from: string; to: string; currency: string; chart?: string; adviser?: number; client?: number; year_begins?: string }
    body: null
    answer: string
  }
  'GET /api/v1/ledger/lock': {
    path: null
    query: null
    body: null
    answer: S.LockView
  }
  'PUT /api/v1/ledger/lock': {
    path: null
    query: null
    body: S.LockWish
    answer: S.LockView
  }
  'GET /api/v1/ledger/postings': {
    path: null
    query: { account?: string; entry?: string; session?: string; source?: string; from?: string; to?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.PostingView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/live': {
    path: null
    query: { kinds?: string; last_event_id?: string }
    body: null
    answer: string
  }
  'GET /api/v1/mail': {
    path: null
    query: null
    body: null
    answer: S.MailView
  }
  'PUT /api/v1/mail': {
    path: null
    query: null
    body: S.MailSettings
    answer: S.MailView
  }
  'DELETE /api/v1/mail': {
    path: null
    query: null
    body: null
    answer: null
  }
  'POST /api/v1/mail/test': {
    path: null
    query: null
    body: S.MailTest
    answer: S.DeliveredView
  }
  'GET /api/v1/mailings': {
    path: null
    query: { state?: 'failed' | 'queued' | 'sending' | 'sent'; kind?: 'collection' | 'invoice' | 'reminder'; invoice?: string; account?: string; about?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.MailingView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/mailings/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.MailingView
  }
  'POST /api/v1/mailings/{id}/retry': {
    path: { id: string }
    query: null
    body: null
    answer: S.MailingView
  }
  'GET /api/v1/mandates': {
    path: null
    query: { account?: string; state?: 'active' | 'ended' | 'ending' | 'revoked'; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.MandateView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/mandates': {
    path: null
    query: null
    body: S.MandateWish
    answer: S.MandateView
  }
  'GET /api/v1/mandates/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.MandateView
  }
  'POST /api/v1/mandates/{id}/end': {
    path: { id: string }
    query: null
    body: S.EndWish
    answer: S.MandateView
  }
  'GET /api/v1/me': {
    path: null
    query: null
    body: null
    answer: S.MeView
  }
  'PATCH /api/v1/me': {
    path: null
    query: null
    body: S.MeChange
    answer: S.MeView
  }
  'GET /api/v1/me/sign-ins': {
    path: null
    query: { sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.SignInView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'DELETE /api/v1/me/sign-ins/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/meter-keys': {
    path: null
    query: { station?: string; state?: 'approved' | 'revoked' | 'seen'; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.MeterKeyView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/meter-keys': {
    path: null
    query: null
    body: S.MeterKeyBody
    answer: S.MeterKeyView
  }
  'GET /api/v1/meter-keys/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.MeterKeyView
  }
  'PATCH /api/v1/meter-keys/{id}': {
    path: { id: string }
    query: null
    body: S.MeterKeyChange
    answer: S.MeterKeyView
  }
  'GET /api/v1/metrology': {
    path: null
    query: null
    body: null
    answer: S.Metrology
  }
  'PUT /api/v1/metrology': {
    path: null
    query: null
    body: S.Metrology
    answer: S.Metrology
  }
  'GET /api/v1/movements': {
    path: null
    query: { state?: 'aside' | 'matched' | 'waiting'; search?: string; from?: string; to?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.BankMovementView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/movements/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.BankMovementView
  }
  'POST /api/v1/movements/{id}/aside': {
    path: { id: string }
    query: null
    body: S.ReasonBody
    answer: S.BankMovementView
  }
  'GET /api/v1/movements/{id}/fitting': {
    path: { id: string }
    query: null
    body: null
    answer: S.FittingView
  }
  'POST /api/v1/movements/{id}/match': {
    path: { id: string }
    query: null
    body: S.MatchWish
    answer: S.BankMovementView
  }
  'POST /api/v1/movements/{id}/reopen': {
    path: { id: string }
    query: null
    body: S.ReasonBody
    answer: S.BankMovementView
  }
  'GET /api/v1/my': {
    path: null
    query: null
    body: null
    answer: S.MeView
  }
  'GET /api/v1/my/commands/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.OrderView
  }
  'GET /api/v1/my/disputes': {
    path: null
    query: { state?: 'credited' | 'explained' | 'open' | 'rerated' | 'withdrawn'; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.DisputeView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/my/disputes': {
    path: null
    query: null
    body: S.MyDisputeWish
    answer: S.DisputeView
  }
  'GET /api/v1/my/disputes/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.DisputeDetailView
  }
  'GET /api/v1/my/disputes/{id}/evidence': {
    path: { id: string }
    query: null
    body: null
    answer: S.EvidenceView
  }
  'POST /api/v1/my/disputes/{id}/messages': {
    path: { id: string }
    query: null
    body: S.SayBody
    answer: S.MessageView
  }
  'POST /api/v1/my/disputes/{id}/withdraw': {
    path: { id: string }
    query: null
    body: S.ReasonBody
    answer: S.DisputeView
  }
  'GET /api/v1/my/live': {
    path: null
    query: { last_event_id?: string }
    body: null
    answer: string
  }
  'GET /api/v1/my/sessions': {
    path: null
    query: { state?: 'active' | 'closed' | 'review' | 'written_off'; from?: string; to?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.SessionView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/my/sessions/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.SessionDetailView
  }
  'POST /api/v1/my/sessions/{id}/stop': {
    path: { id: string }
    query: { wait?: number }
    body: null
    answer: S.OrderView
  }
  'GET /api/v1/my/sessions/{id}/transparency': {
    path: { id: string }
    query: null
    body: null
    answer: string
  }
  'POST /api/v1/my/sign-out': {
    path: null
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/open-items': {
    path: null
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.AgedView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/payers': {
    path: null
    query: { account?: string; by?: 'evse' | 'group' | 'site' | 'station' | 'token'; value?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.PayerView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/payers': {
    path: null
    query: null
    body: S.PayerWish
    answer: S.PayerView
  }
  'GET /api/v1/payers/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.PayerView
  }
  'PATCH /api/v1/payers/{id}': {
    path: { id: string }
    query: null
    body: S.PayerChange
    answer: S.PayerView
  }
  'DELETE /api/v1/payers/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/payments': {
    path: null
    query: { invoice?: string; account?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.PaymentView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/payments/bank-file': {
    path: null
    query: { dry_run?: boolean }
    body: Blob
    answer: S.BankFileView
  }
  'POST /api/v1/payments/{id}/undo': {
    path: { id: string }
    query: null
    body: S.ReasonBody
    answer: S.PaymentView
  }
  'GET /api/v1/people': {
    path: null
    query: { role?: 'admin' | 'auditor' | 'driver' | 'finance' | 'operator' | 'viewer'; search?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.PersonView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/people': {
    path: null
    query: null
    body: S.PersonWish
    answer: S.PersonView
  }
  'GET /api/v1/people/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.PersonView
  }
  'PATCH /api/v1/people/{id}': {
    path: { id: string }
    query: null
    body: S.PersonChange
    answer: S.PersonView
  }
  'DELETE /api/v1/people/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'POST /api/v1/people/{id}/link': {
    path: { id: string }
    query: null
    body: S.LinkWish
    answer: S.LinkView
  }
  'GET /api/v1/people/{id}/sign-ins': {
    path: { id: string }
    query: { sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.SignInView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'DELETE /api/v1/people/{id}/sign-ins': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/reads': {
    path: null
    query: { reader?: string; path?: string; from?: string; to?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.ReadView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/reminders': {
    path: null
    query: { account?: string; invoice?: string; state?: 'standing' | 'waived'; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.ReminderView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/reminders': {
    path: null
    query: { dry_run?: boolean }
    body: S.RemindWish
    answer: S.RemindedView
  }
  'GET /api/v1/reminders/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.ReminderView
  }
  'POST /api/v1/reminders/{id}/waive': {
    path: { id: string }
    query: null
    body: S.WaiveWish
    answer: S.ReminderView
  }
  'GET /api/v1/reports': {
    path: null
    query: { search?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.ReportView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/reports': {
    path: null
    query: null
    body: S.ReportWish
    answer: S.ReportView
  }
  'GET /api/v1/reports/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.ReportView
  }
  'PATCH /api/v1/reports/{id}': {
    path: { id: string }
    query: null
    body: S.ReportChange
    answer: S.ReportView
  }
  'DELETE /api/v1/reports/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/reports/{id}/file': {
    path: { id: string }
    query: { format?: 'csv' | 'parquet' | 'xlsx' }
    body: null
    answer: string
  }
  'GET /api/v1/reports/{id}/rows': {
    path: { id: string }
    query: null
    body: null
    answer: S.RowsView
  }
  'GET /api/v1/reservations': {
    path: null
    query: { station?: string; state?: 'asked' | 'cancelled' | 'expired' | 'refused' | 'reserved' | 'used'; token?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.ReservationView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/reservations': {
    path: null
    query: { wait?: number }
    body: S.ReservationBody
    answer: S.ReservationView
  }
  'GET /api/v1/reservations/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.ReservationView
  }
  'PATCH /api/v1/reservations/{id}': {
    path: { id: string }
    query: null
    body: S.ReservationChange
    answer: S.ReservationView
  }
  'DELETE /api/v1/reservations/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/search': {
    path: null
    query: { q: string; limit?: number }
    body: null
    answer: S.SearchView
  }
  'GET /api/v1/seller': {
    path: null
    query: null
    body: null
    answer: S.Seller
  }
  'PUT /api/v1/seller': {
    path: null
    query: null
    body: S.Seller
    answer: S.Seller
  }
  'POST /api/v1/seller/picture': {
    path: null
    query: { language?: 'de' | 'en' | 'sv' }
    body: S.Seller
    answer: string
  }
  'GET /api/v1/series': {
    path: null
    query: { search?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.SeriesView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/series': {
    path: null
    query: null
    body: S.SeriesWish
    answer: S.SeriesView
  }
  'GET /api/v1/series/{name}': {
    path: { name: string }
    query: null
    body: null
    answer: S.SeriesView
  }
  'DELETE /api/v1/series/{name}': {
    path: { name: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/series/{name}/points': {
    path: { name: string }
    query: { from?: string; to?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.PointView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'PUT /api/v1/series/{name}/points': {
    path: { name: string }
    query: null
    body: S.PointsWish
    answer: S.SeriesTold
  }
  'GET /api/v1/sessions': {
    path: null
    query: { station?: string; site?: string; evse?: number; state?: 'active' | 'closed' | 'review' | 'written_off'; token?: string; flag?: 'amended' | 'before_service' | 'begin_from_before' | 'clock_skewed' | 'clock_unset' | 'conflicting_stop' | 'end_before_start' | 'end_inferred' | 'future' | 'gap' | 'implausible_energy' | 'implausible_guessed' | 'inferred_tx' | 'mended' | 'missing_start' | 'negative_energy' | 'no_meter' | 'offline' | 'overlap' | 'placeholder_begin' | 'register_reset' | 'replayed_start' | 'replayed_stop' | 'sources_disagree' | 'time_unreadable' | 'unauthorised' | 'unit_assumed' | 'unknown_token' | 'unknown_tx' | 'zero_energy_suspect' | 'zone_assumed'; reason?: string; from?: string; to?: string; ended_from?: string; ended_to?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.SessionView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/sessions/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.SessionDetailView
  }
  'POST /api/v1/sessions/{id}/accept': {
    path: { id: string }
    query: null
    body: S.ReasonBody
    answer: S.DecidedView
  }
  'POST /api/v1/sessions/{id}/amend': {
    path: { id: string }
    query: null
    body: S.AmendBody
    answer: S.DecidedView
  }
  'GET /api/v1/sessions/{id}/evidence': {
    path: { id: string }
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.FrameView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/sessions/{id}/invoice-lines': {
    path: { id: string }
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.SessionInvoiceLineView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/sessions/{id}/margin': {
    path: { id: string }
    query: null
    body: null
    answer: S.MarginView
  }
  'POST /api/v1/sessions/{id}/price': {
    path: { id: string }
    query: null
    body: S.SideInput
    answer: S.RatingShape
  }
  'GET /api/v1/sessions/{id}/rating': {
    path: { id: string }
    query: { revision?: number }
    body: null
    answer: S.RatingView
  }
  'GET /api/v1/sessions/{id}/readings': {
    path: { id: string }
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.ReadingView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/sessions/{id}/reinstate': {
    path: { id: string }
    query: null
    body: S.BoundBody
    answer: S.DecidedView
  }
  'GET /api/v1/sessions/{id}/review': {
    path: { id: string }
    query: null
    body: null
    answer: S.ReviewView
  }
  'GET /api/v1/sessions/{id}/revisions': {
    path: { id: string }
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.RevisionView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/sessions/{id}/signed-values': {
    path: { id: string }
    query: null
    body: null
    answer: S.SignedSessionView
  }
  'GET /api/v1/sessions/{id}/tariff': {
    path: { id: string }
    query: null
    body: null
    answer: S.WhyTariffView
  }
  'GET /api/v1/sessions/{id}/transparency': {
    path: { id: string }
    query: null
    body: null
    answer: string
  }
  'POST /api/v1/sessions/{id}/unaccept': {
    path: { id: string }
    query: null
    body: S.ReasonBody
    answer: S.DecidedView
  }
  'POST /api/v1/sessions/{id}/write-off': {
    path: { id: string }
    query: null
    body: S.BoundBody
    answer: S.DecidedView
  }
  'GET /api/v1/setup': {
    path: null
    query: null
    body: null
    answer: S.SetUpView
  }
  'PUT /api/v1/setup': {
    path: null
    query: null
    body: S.Company
    answer: S.SetUpView
  }
  'POST /api/v1/sign-in': {
    path: null
    query: null
    body: S.SignInWish
    answer: S.SignedInView
  }
  'GET /api/v1/sign-ins': {
    path: null
    query: { sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.SignInView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'DELETE /api/v1/sign-ins/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'POST /api/v1/sign-out': {
    path: null
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/sites': {
    path: null
    query: { country?: string; search?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.SiteView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/sites': {
    path: null
    query: null
    body: S.SiteWish
    answer: S.SiteView
  }
  'GET /api/v1/sites/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.SiteView
  }
  'PATCH /api/v1/sites/{id}': {
    path: { id: string }
    query: null
    body: S.SiteChange
    answer: S.SiteView
  }
  'DELETE /api/v1/sites/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/sites/{id}/metrology': {
    path: { id: string }
    query: { gate?: 'law' | 'off' | 'required'; use?: 'home' | 'private' | 'public'; clock_approved?: boolean }
    body: null
    answer: S.SiteMetrologyView
  }
  'GET /api/v1/stations': {
    path: null
    query: { site?: string; access?: 'home' | 'private' | 'public'; connected?: boolean; vendor?: string; model?: string; firmware?: string; search?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.StationView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/stations': {
    path: null
    query: null
    body: S.StationWish
    answer: S.CreatedStationView
  }
  'GET /api/v1/stations/{identity}': {
    path: { identity: string }
    query: null
    body: null
    answer: S.StationDetailView
  }
  'PATCH /api/v1/stations/{identity}': {
    path: { identity: string }
    query: null
    body: S.StationChange
    answer: S.StationDetailView
  }
  'DELETE /api/v1/stations/{identity}': {
    path: { identity: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/stations/{identity}/commands': {
    path: { identity: string }
    query: { command?: string; state?: 'accepted' | 'failed' | 'not_connected' | 'not_supported' | 'pending' | 'rejected' | 'sent' | 'timed_out'; effect?: '' | 'absent' | 'seen' | 'waiting'; from?: string; to?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.OrderView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/stations/{identity}/commands': {
    path: { identity: string }
    query: { wait?: number }
    body: S.RemoteStart | S.RemoteStop | S.Reset | S.UnlockConnector | S.ChangeAvailability | S.TriggerMessage | S.DataTransfer | S.GetConfiguration | S.ChangeConfiguration | S.GetVariables | S.SetVariables | S.GetBaseReport | S.SetChargingProfile | S.ClearChargingProfile | S.GetChargingProfiles | S.GetCompositeSchedule | S.GetLocalListVersion | S.SendLocalList | S.ReserveNow | S.CancelReservation | S.ClearCache | S.GetDiagnostics | S.GetLog | S.UpdateFirmware | S.GetTransactionStatus
    answer: S.OrderView
  }
  'GET /api/v1/stations/{identity}/commands/{id}': {
    path: { identity: string; id: string }
    query: null
    body: null
    answer: S.OrderView
  }
  'GET /api/v1/stations/{identity}/configuration': {
    path: { identity: string }
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.SettingView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/stations/{identity}/connections': {
    path: { identity: string }
    query: { sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.ConnectionView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/stations/{identity}/connectors': {
    path: { identity: string }
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.ConnectorView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/stations/{identity}/events': {
    path: { identity: string }
    query: { kind?: string; session?: string; from?: string; to?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.EventView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/stations/{identity}/frames': {
    path: { identity: string }
    query: { view?: 'items' | 'pairs'; direction?: 'in' | 'out'; kind?: string; action?: string; message_id?: string; failed?: boolean; error?: string; text?: string; session?: string; from?: string; to?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.FrameView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/stations/{identity}/groups': {
    path: { identity: string }
    query: null
    body: null
    answer: S.GroupsView
  }
  'PUT /api/v1/stations/{identity}/groups': {
    path: { identity: string }
    query: null
    body: S.GroupsBody
    answer: S.GroupsView
  }
  'GET /api/v1/stations/{identity}/habits': {
    path: { identity: string }
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.HabitView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/stations/{identity}/ocpp': {
    path: { identity: string }
    query: { wait?: number }
    body: S.RawBody
    answer: S.OrderView
  }
  'POST /api/v1/stations/{identity}/password': {
    path: { identity: string }
    query: null
    body: S.PasswordBody
    answer: S.CreatedStationView
  }
  'GET /api/v1/stations/{identity}/tariff': {
    path: { identity: string }
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.AssignmentView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'PUT /api/v1/stations/{identity}/tariff': {
    path: { identity: string }
    query: null
    body: S.AssignmentBody
    answer: S.AssignmentView
  }
  'GET /api/v1/stations/{identity}/tariff/why': {
    path: { identity: string }
    query: { token?: string; evse?: number; at?: string }
    body: null
    answer: S.WhyTariffView
  }
  'GET /api/v1/tariff-groups': {
    path: null
    query: { search?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.GroupView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/tariff-groups': {
    path: null
    query: null
    body: S.GroupInput
    answer: S.GroupView
  }
  'GET /api/v1/tariff-groups/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.GroupView
  }
  'PATCH /api/v1/tariff-groups/{id}': {
    path: { id: string }
    query: null
    body: S.GroupChange
    answer: S.GroupView
  }
  'DELETE /api/v1/tariff-groups/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/tariff-groups/{id}/stations': {
    path: { id: string }
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.UseView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/tariffs': {
    path: null
    query: { currency?: string; search?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.TariffView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/tariffs': {
    path: null
    query: null
    body: S.TariffInput
    answer: S.TariffView
  }
  'POST /api/v1/tariffs/compare': {
    path: null
    query: { limit?: number; cursor?: string }
    body: S.ComparisonInput
    answer: S.ComparisonView
  }
  'POST /api/v1/tariffs/price': {
    path: null
    query: null
    body: S.TariffTrial
    answer: S.RatingShape
  }
  'GET /api/v1/tariffs/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.TariffView
  }
  'PATCH /api/v1/tariffs/{id}': {
    path: { id: string }
    query: null
    body: S.TariffChange
    answer: S.TariffView
  }
  'DELETE /api/v1/tariffs/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/tariffs/{id}/stations': {
    path: { id: string }
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.UseView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/tariffs/{id}/versions': {
    path: { id: string }
    query: { limit?: number; cursor?: string; sort?: string }
    body: null
    answer: {
      items: readonly S.TariffView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/tokens': {
    path: null
    query: { search?: string; group?: string; state?: 'blocked' | 'valid'; kind?: string; seen_unknown?: boolean; driver?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.TokenView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/tokens': {
    path: null
    query: null
    body: S.TokenWish
    answer: S.TokenView
  }
  'GET /api/v1/tokens/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.TokenView
  }
  'PATCH /api/v1/tokens/{id}': {
    path: { id: string }
    query: null
    body: S.TokenChange
    answer: S.TokenView
  }
  'DELETE /api/v1/tokens/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'POST /api/v1/tokens/{id}/link': {
    path: { id: string }
    query: null
    body: S.LinkWish
    answer: S.LinkView
  }
  'DELETE /api/v1/tokens/{id}/sign-ins': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/unallocated': {
    path: null
    query: { station?: string; evse?: number; state?: 'accepted' | 'explained' | 'open'; from?: string; to?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.UnallocatedView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'GET /api/v1/unallocated/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: S.UnallocatedView
  }
  'POST /api/v1/unallocated/{id}/accept': {
    path: { id: string }
    query: null
    body: S.ReasonBody
    answer: S.UnallocatedView
  }
  'POST /api/v1/unallocated/{id}/reopen': {
    path: { id: string }
    query: null
    body: S.ReasonBody
    answer: S.UnallocatedView
  }
  'GET /api/v1/version': {
    path: null
    query: null
    body: null
    answer: S.VersionView
  }
  'GET /api/v1/views': {
    path: null
    query: { list?: string; sort?: string; limit?: number; cursor?: string }
    body: null
    answer: {
      items: readonly S.ViewView[]
      /** The cursor of the page after this one. */
      next: string | null
    }
  }
  'POST /api/v1/views': {
    path: null
    query: null
    body: S.ViewWish
    answer: S.ViewView
  }
  'DELETE /api/v1/views/{id}': {
    path: { id: string }
    query: null
    body: null
    answer: null
  }
  'GET /api/v1/webhook': {
    path: null
    query: null
    body: null
    answer: S.WebhookView
  }
  'PUT /api/v1/webhook': {
    path: null
    query: null
    body: S.WebhookSettings
    answer: S.WebhookView
  }
  'DELETE /api/v1/webhook': {
    path: null
    query: null
    body: null
    answer: null
  }
  'POST /api/v1/webhook/test': {
    path: null
    query: null
    body: null
    answer: S.DeliveredView
  }
}
