#!/usr/bin/env node
// Plain old syntax on purpose: an older Node must be able to read this file and say what it needs.
var version = process.versions.node.split('.').map(Number)
if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  process.stderr.write(
    'layertui needs Node.js 20.19 or newer; this is ' +
      process.versions.node +
      '. Install a newer one from https://nodejs.org and try again.\n',
  )
  process.exit(1)
}
import('../dist/main.js').then(
  (program) => program.main(process.argv.slice(2)),
  (error) => {
    if (error && error.code === 'ERR_MODULE_NOT_FOUND')
      process.stderr.write(
        'layertui is not built yet: run `npm run build` in ' + new URL('..', import.meta.url).pathname + '\n',
      )
    else process.stderr.write('layertui could not start: ' + (error && error.message) + '\n')
    process.exit(1)
  },
)
