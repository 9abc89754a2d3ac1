import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { nanoid } from 'nanoid'
import { totalOf } from './cart.js'
import { catalog } from './catalog.js'
import { page } from './page.js'

const assets = new Map([
  ['/assets/style.css', 'text/css'],
  ['/assets/logo.svg', 'image/svg+xml'],
])

createServer(async (request, response) => {
  const path = request.url ?? '/'
  response.setHeader('x-request-id', nanoid())
  const type = assets.get(path)
  if (type !== undefined) response.setHeader('content-type', type).end(await readFile(`.${path}`))
  else if (path === '/total') response.end(String(totalOf(catalog.map((item) => ({ ...item, count: 1 })))))
  else response.setHeader('content-type', 'text/html').end(page(catalog))
}).listen(8080)
