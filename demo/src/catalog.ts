export type Item = { readonly sku: string; readonly name: string; readonly cents: number }

export const catalog: readonly Item[] = [
  { sku: 'tea', name: 'Assam, 100 g', cents: 450 },
  { sku: 'pot', name: 'Stoneware pot', cents: 3900 },
  { sku: 'cup', name: 'Cup, blue glaze', cents: 1450 },
]
