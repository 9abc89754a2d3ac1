import { describe, expect, it } from 'vitest'
import {
  builtinFrontend,
  completeReference,
  describeFrontend,
  frontendOfReference,
  newestFrontend,
  parseFrontendVersion,
} from '../../../src/dockerfile/frontend/frontend.ts'
import { detectSyntax } from '../../../src/dockerfile/parser/directives.ts'

describe('the front end that a Dockerfile names', () => {
  it.each([
    ['# syntax=docker/dockerfile:1\nFROM x', 'docker/dockerfile:1'],
    ['#Syntax = docker/dockerfile:1.7 # old\nFROM x', 'docker/dockerfile:1.7'],
    ['\ufeff# syntax=a/b\nFROM x', 'a/b'],
    ['#!/usr/bin/env buildkit\n# syntax=a/b\nFROM x', 'a/b'],
    ['# escape=`\n# syntax=a/b\nFROM x', 'a/b'],
    ['// syntax=a/b\n{}', 'a/b'],
    ['{"syntax": "a/b"}', 'a/b'],
    ['# a comment\n# syntax=a/b\nFROM x', null],
    ['\n# syntax=a/b\nFROM x', null],
    ['FROM x', null],
  ])('%j', (text, reference) => {
    expect(detectSyntax(text)).toBe(reference)
  })
})

describe('the version that a reference stands for', () => {
  const version = (reference: string) => {
    const frontend = frontendOfReference(completeReference(reference))
    return frontend === null ? null : describeFrontend(frontend)
  }

  it.each([
    ['docker/dockerfile:1.7', '1.7'],
    ['docker/dockerfile:1.7.1', '1.7'],
    ['docker/dockerfile:1.18-labs', '1.18-labs'],
    ['docker/dockerfile:1.4.0-rc1', '1.4'],
    ['docker/dockerfile:1', `1.${newestFrontend}`],
    ['docker/dockerfile', `1.${newestFrontend}`],
    ['docker/dockerfile:labs', `1.${newestFrontend}-labs`],
    ['docker/dockerfile:1.99', `1.${newestFrontend}`],
    ['docker/dockerfile-upstream:master', `1.${newestFrontend}`],
    ['registry.example.com/mirror/dockerfile:1.6', '1.6'],
    ['someone/frontend:1', null],
  ])('%s', (reference, described) => {
    expect(version(reference)).toBe(described)
  })

  it('of the daemon’s own one goes with the daemon', () => {
    expect(describeFrontend(builtinFrontend(25))).toBe('built-in 1.19')
    expect(describeFrontend(builtinFrontend(32))).toBe('built-in 1.26')
  })

  it.each([
    ['1.7', { version: 7, labs: false }],
    ['1.18-labs', { version: 18, labs: true }],
    ['docker/dockerfile:1.5.2', { version: 5, labs: false }],
    ['built-in', 'builtin'],
    ['seven', null],
  ])('given as %s', (text, parsed) => {
    expect(parseFrontendVersion(text)).toEqual(parsed)
  })
})
