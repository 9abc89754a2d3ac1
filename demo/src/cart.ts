export type CartLine = { readonly sku: string; readonly cents: number; readonly count: number }

/** What the cart costs, in cents. */
export function totalOf(lines: readonly CartLine[]): number {
  return lines.reduce((sum, { cents, count }) => sum + cents * count, 0)
}
