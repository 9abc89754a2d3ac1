import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What one commit does: path → new text, or null for a file that it removes. */
export type CommitFiles = Readonly<Record<string, string | null>>

/** Makes a git repository with one commit per step, each under the name of its key. */
export function makeRepository(directory: string, commits: Readonly<Record<string, CommitFiles>>): void {
  mkdirSync(directory, { recursive: true })
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', directory, '-c', 'user.name=Test', '-c', 'user.email=test@localhost', ...args], {
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  git('init', '--quiet', '--initial-branch=main')
  for (const [subject, files] of Object.entries(commits)) {
    for (const [path, text] of Object.entries(files)) {
      const file = join(directory, path)
      mkdirSync(dirname(file), { recursive: true })
      if (text === null) rmSync(file)
      else writeFileSync(file, text)
    }
    git('add', '--all')
    git('commit', '--quiet', '--allow-empty', '-m', subject)
  }
}

/** A small web shop: dependencies, sources, assets; a builder stage and what runs. */
export const shopHistory: Readonly<Record<string, CommitFiles>> = {
  start: {
    Dockerfile: [
      '# syntax=docker/dockerfile:1',
      'FROM shop-node:20 AS build',
      'WORKDIR /app',
      'COPY package.json package-lock.json ./',
      'RUN npm ci',
      'COPY src/ src/',
      'RUN npm run build',
      'FROM shop-nginx:1',
      'COPY assets/ /usr/share/nginx/html/',
      'COPY --from=build /app/dist /usr/share/nginx/html/',
      'RUN ["nginx", "-t"]',
      '',
    ].join('\n'),
    '.dockerignore': '*.md\n',
    'package.json': '{"name":"shop"}\n',
    'package-lock.json': '{}\n',
    'src/cart.ts': 'export const cart = []\n',
    'assets/logo.svg': '<svg/>\n',
  },
  'edit a source': { 'src/cart.ts': 'export const cart = [1]\n' },
  'write a readme': { 'README.md': 'Shop\n' },
  'add a dependency': { 'package.json': '{"name":"shop","dependencies":{}}\n' },
  'a new logo': { 'assets/logo.svg': '<svg></svg>\n' },
  'take the source edit back': { 'src/cart.ts': 'export const cart = []\n' },
  'take the dependency back': { 'package.json': '{"name":"shop"}\n' },
}
