// Runs a TypeScript program of this repository: node bin/run-typescript.js FILE [ARGUMENTS…]
// Bundles it with esbuild into node_modules/.cache (packages stay outside), then loads the result. Node 20 reads no types.
import { rmSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const [, , entry, ...rest] = process.argv
const outfile = resolve(`node_modules/.cache/layertui/${basename(entry, '.ts')}-${process.pid}.js`)
await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
  plugins: [{ name: 'own-url', setup: (bundle) => bundle.onLoad({ filter: /\.ts$/ }, withOwnUrl) }],
})
process.argv.splice(1, process.argv.length, resolve(entry), ...rest)
process.on('exit', () => rmSync(outfile, { force: true }))
// A signal ends the process without that event. Programs that end in a way of their own have a listener, too.
for (const [signal, number] of [
  ['SIGHUP', 1],
  ['SIGINT', 2],
  ['SIGTERM', 15],
])
  process.on(signal, () => process.listenerCount(signal) > 1 || process.exit(128 + number))
await import(pathToFileURL(outfile).href)

/** What a module finds beside itself it still finds after bundling. */
async function withOwnUrl({ path }) {
  const text = await readFile(path, 'utf8')
  return { loader: 'ts', contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)) }
}
