/** What a movement that is matched, put aside or reopened touches. */
export const TOUCHES = [
  '/api/v1/movements',
  '/api/v1/open-items',
  '/api/v1/invoices',
  '/api/v1/payments',
  '/api/v1/collections',
  '/api/v1/ledger',
] as const
