import { resolve } from 'node:path'
import { build } from 'esbuild'

const root = resolve(import.meta.dirname, '../../..')

/** Where `bundleWorker` puts a thread's program. */
export const workerBundle = (name: string): string => `${root}/node_modules/.cache/layertui-test/${name}.js`

/** Bundles the program of a thread as the built program has it; packages stay outside. */
export async function bundleWorker(name: string, directory = 'src/sources/files/worker'): Promise<void> {
  await build({
    entryPoints: [`${root}/${directory}/${name}.ts`],
    outfile: workerBundle(name),
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'error',
    banner: { js: "import { createRequire as __r } from 'node:module'; const require = __r(import.meta.url);" },
  })
}
