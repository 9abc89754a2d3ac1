// A small file server for cases with ADD of a URL: node file-server.js FOLDER PORTFILE
// FOLDER/.headers.json = { "/path": { etag, lm } } is read at every request. Writes its port to PORTFILE, its pid beside it.
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join, posix } from 'node:path'

const [directory, portFile] = process.argv.slice(2)

const server = createServer((request, response) => {
  const path = posix.normalize(new URL(request.url, 'http://localhost').pathname)
  const { etag, lm } = headersOf(path)
  const body = contentOf(path)
  if (body === null) return response.writeHead(404).end()
  const known = (request.headers['if-none-match'] ?? '').split(/\s*,\s*/)
  if (etag && known.includes(etag)) return response.writeHead(304, { etag }).end()
  response.writeHead(200, { 'content-length': body.length, ...(etag && { etag }), ...(lm && { 'last-modified': lm }) })
  response.end(request.method === 'HEAD' ? undefined : body)
})

function headersOf(path) {
  try {
    return JSON.parse(readFileSync(join(directory, '.headers.json'), 'utf8'))[path] ?? {}
  } catch {
    return {}
  }
}

function contentOf(path) {
  try {
    return readFileSync(join(directory, path))
  } catch {
    return null
  }
}

server.listen(0, '127.0.0.1', () => {
  writeFileSync(`${portFile}.pid`, String(process.pid))
  writeFileSync(portFile, String(server.address().port))
})
// Cases stop it themselves; one that was cut off must not leave it running for ever.
setTimeout(() => process.exit(0), 15 * 60_000).unref()
