import { describe, expect, it } from 'vitest'
import { file, link } from '../../context/tree.ts'
import { causesByText, lastPlan, pointTo, type SmallBuild, stepWithText } from '../small-build.ts'

const files = { 'src/a.ts': 'a', 'src/b.ts': 'b', 'package.json': '{}' }

describe('in the classic builder', () => {
  const classic = (dockerfile: string, contents: SmallBuild['files'] = files): SmallBuild => ({
    dockerfile,
    files: contents ?? {},
    rules: { builder: 'legacy' },
  })

  it('nothing was ever built: every step is new', () => {
    const plan = lastPlan(classic('FROM node:22\nCOPY package.json /\nRUN npm ci\nFROM node:22\nCOPY --from=0 /x /x\n'))
    expect(Object.values(causesByText(plan)).flat()).toEqual(Array.from({ length: 3 }, () => ({ kind: 'new' })))
  })

  it('an ADD that was a COPY was edited', () => {
    const plan = lastPlan(classic('FROM node:22\nCOPY src /s\n'), classic('FROM node:22\nADD src /s\n'))
    expect(stepWithText(plan, 'ADD src /s').causes).toEqual([
      { kind: 'instruction', change: 'text', before: 'COPY src /s', after: 'ADD src /s' },
    ])
  })

  it('a second name of a file that became a file of its own', () => {
    const copied = 'FROM node:22\nCOPY a /a\nCOPY b /b\n'
    const one = { a: file('1', { inode: '1:1' }), b: file('1', { inode: '1:1' }) }
    const plan = lastPlan(classic(copied, one), classic(copied, { a: file('1'), b: file('1') }))
    expect(causesByText(plan)).toEqual({
      'COPY b /b': [{ kind: 'content', total: 1, files: [{ path: 'b', change: 'type' }] }],
    })
  })

  it('a file behind a link in a copied directory, and no other that changed', () => {
    const copied = 'FROM node:22\nCOPY d /d\n'
    const linked = (text: string) => ({ 'd/l': link('/e/f'), 'e/f': text, 'e/g': text })
    expect(causesByText(lastPlan(classic(copied, linked('1')), classic(copied, linked('22'))))).toEqual({
      'COPY d /d': [{ kind: 'content', total: 1, files: [{ path: 'e/f', change: 'modified' }] }],
    })
  })

  it('a trigger below FROM tells its own reason', () => {
    const triggered = 'FROM node:22 AS base\nONBUILD COPY src /s\nFROM base\nRUN make\n'
    const plan = lastPlan(classic(triggered), classic(triggered, { ...files, 'src/a.ts': 'edited' }))
    const from = stepWithText(plan, 'FROM base')
    expect(from.causes).toEqual([{ kind: 'content', total: 1, files: [{ path: 'src/a.ts', change: 'modified' }] }])
    expect(stepWithText(plan, 'RUN make').causes).toEqual([{ kind: 'parent', from: pointTo(from) }])
  })

  it('a step above that went back to what was built once, but never with this one on it', () => {
    const built = (text: string, command: string) => classic(`FROM alpine\nCOPY f /f\nRUN ${command}\n`, { f: text })
    const plan = lastPlan(built('1', 'make'), built('22', 'make all'), built('1', 'make all'))
    expect(stepWithText(plan, 'RUN make all')).toMatchObject({
      causes: [{ kind: 'new' }],
      note: { kind: 'not-built-on', step: pointTo(stepWithText(plan, 'COPY f /f')) },
    })
  })

  it('another image that it copies from', () => {
    const copied = (layer: string): SmallBuild => ({
      ...classic('FROM alpine\nCOPY --from=tools /x /x\n'),
      images: { 'docker.io/library/alpine:latest': 'sha256:a', 'docker.io/library/tools:latest': layer },
    })
    const plan = lastPlan(copied('sha256:old'), copied('sha256:new'))
    expect(stepWithText(plan, 'COPY --from=tools /x /x').causes).toEqual([
      {
        kind: 'input',
        from: {
          kind: 'image',
          reference: 'docker.io/library/tools:latest',
          name: 'FROM docker.io/library/tools:latest',
        },
      },
    ])
  })
})
