import type { Random } from './random.ts'

/** An instruction without a step of its own; most of them change what later steps see. */
export const generateMetadata = (random: Random): string => {
  const digit = random.int(3)
  return random.pick([
    `ENV A=${digit}`,
    `ENV A ${digit}`,
    `ARG A=${digit}`,
    `LABEL l=${digit}`,
    `USER ${random.pick(['root', '0', 'root:root', '0:0', '$R'])}`,
    ...fixed,
  ])
}

const fixed = [
  'ARG A',
  'ARG B',
  'ARG B=$A',
  'ENV B=$A C=1',
  'ENV C=1 B=$A',
  'ENV P=${A:-d}${B#x}',
  'ENV Q=${A:+set} R2=${B/1/2} S=${A//0/}',
  'CMD ["x"]',
  'SHELL ["/bin/sh","-ec"]',
  'SHELL ["/bin/sh","-c"]',
  '# c',
  'ARG G',
  'ARG G=local',
  'EXPOSE 80',
  'ENV PATH=/k:$PATH',
  'ARG SRC=src',
  'ENV SRC=docs',
  'ARG D=a',
  'ARG N=2',
  'ENV N=1',
  'ARG U=5:6',
  'ARG M=750',
  'ARG R=root',
  'ARG TARGETARCH',
  'ARG TARGETPLATFORM BUILDARCH',
  'ARG TARGETOS BUILDPLATFORM TARGETVARIANT',
  'ARG TARGETSTAGE',
  'ARG HTTP_PROXY',
  'ENTRYPOINT x',
  'VOLUME /v',
  'STOPSIGNAL 9',
  'HEALTHCHECK NONE',
  'HEALTHCHECK --interval=5s CMD true',
  'ENV E=lib',
  'ARG A=$G',
  'ENV A="q $B"',
  "ENV B='$A'",
  'ENV A=a\\ b',
  'ARG SOURCE_DATE_EPOCH',
  'MAINTAINER me',
  '',
]

/** Lines above the first FROM. */
export const generateHead = (random: Random): string =>
  random.pick([
    'ARG G=1',
    'ARG BASE=lt-base:1\nARG G',
    'ARG A=7',
    'ARG B=${A:-0}',
    '# escape=\\',
    'ARG TARGETARCH=zz',
    '# c',
  ])
