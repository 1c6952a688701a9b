const DECIMALS = 9

/** Decimal texts added up, without a float between; null where one of them is not known. */
export function sum(texts: readonly (string | null)[]): string | null {
  let total = 0n
  let most = 0
  for (const text of texts) {
    if (text === null) return null
    most = Math.max(most, text.split('.')[1]?.length ?? 0)
    total += scaled(text)
  }
  return written(total, most)
}

function scaled(text: string): bigint {
  const [whole = '0', rest = ''] = text.replace('-', '').split('.')
  const size = BigInt(whole + rest.padEnd(DECIMALS, '0').slice(0, DECIMALS))
  return text.startsWith('-') ? -size : size
}

function written(total: bigint, decimals: number): string {
  const digits = (total < 0n ? -total : total).toString().padStart(DECIMALS + 1, '0')
  const whole = digits.slice(0, -DECIMALS)
  const rest = digits.slice(-DECIMALS).slice(0, decimals)
  return `${total < 0n ? '-' : ''}${whole}${rest && `.${rest}`}`
}
