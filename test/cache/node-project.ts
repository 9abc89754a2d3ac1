import type { SmallBuild } from './small-build.ts'

/** A project in a usual order: what its edits cause is easy to say. */
export const files = { 'src/a.ts': 'a', 'src/b.ts': 'b', 'package.json': '{}' }
const dockerfile = `
  FROM node:22
  ARG VERSION=1
  COPY package.json .
  RUN npm ci
  COPY src ./src
  RUN npm run build
`
export const before: SmallBuild = { dockerfile, files }
export const edited = (from: string, to: string): SmallBuild => ({
  ...before,
  dockerfile: dockerfile.replace(from, to),
})
