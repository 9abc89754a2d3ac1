// Builds dist/: one small entry that starts fast, and chunks for the heavy parts (Ink, dockerode, tar) that load when needed.
import { rename, rm } from 'node:fs/promises'

// Everything that runs is bundled, so esbuild is needed to build, never to run.
const { build, context } = await import('esbuild').catch(() => {
  process.stderr.write('layertui is built with its development dependencies: run npm ci without --omit=dev\n')
  process.exit(1)
})

const options = {
  entryPoints: {
    main: 'src/cli/main.ts',
    'context-worker': 'src/sources/files/worker/context-worker.ts',
    'image-worker': 'src/sources/images/worker/image-worker.ts',
    'reader-worker': 'src/sources/files/worker/reader-worker.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  sourcemap: false,
  legalComments: 'none',
  define: { 'process.env.NODE_ENV': '"production"' },
  // Left out: Ink's devtools, which are for developing Ink; and of dockerode what only builds (gRPC, protobuf) and its
  // own ssh client, since ssh endpoints are reached through the ssh command. They would be nine tenths of the program.
  alias: Object.fromEntries(
    ['react-devtools-core', 'ssh2', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs'].map((name) => [
      name,
      './bin/empty-module.js',
    ]),
  ),
  // Bundled CommonJS packages ask for node's built-ins with require().
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
}

if (process.argv.includes('--watch')) {
  const watching = await context({ ...options, sourcemap: true, minify: false })
  await watching.watch()
} else {
  // Built beside and put in place at once: a program that starts meanwhile finds the old one or the new one.
  const fresh = `dist.${process.pid}`
  await build({ ...options, outdir: fresh })
  await rm('dist', { recursive: true, force: true })
  await rename(fresh, 'dist')
}
