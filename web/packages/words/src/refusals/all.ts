/** What the server refuses and what to do then, as it says it in English; loaded when something was refused. */
import { accounts } from './accounts.ts'
import { asking } from './asking.ts'
import { billing } from './billing.ts'
import { deeds } from './deeds.ts'
import { kept } from './kept.ts'
import { ledger } from './ledger.ts'
import { people } from './people.ts'
import { stations } from './stations.ts'
import { tariffs } from './tariffs.ts'
import { values } from './values.ts'

export const refusals = {
  ...accounts,
  ...asking,
  ...billing,
  ...deeds,
  ...kept,
  ...ledger,
  ...people,
  ...stations,
  ...tariffs,
  ...values,
}
