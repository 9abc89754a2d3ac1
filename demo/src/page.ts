import type { Item } from './catalog.js'

/** The shop's only page. */
export function page(items: readonly Item[]): string {
  const rows = items.map(({ name, cents }) => `<li>${name} <b>${(cents / 100).toFixed(2)}</b></li>`)
  return `<!doctype html><link rel="stylesheet" href="/assets/style.css"><h1>Tea</h1><ul>${rows.join('')}</ul>`
}
