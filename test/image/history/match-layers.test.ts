import { describe, expect, test } from 'vitest'
import { historyCommand } from '../../../src/image/history/history-command.ts'
import { matchLayersToSteps } from '../../../src/image/history/match-layers.ts'
import { isSameInstruction } from '../../../src/image/history/same-instruction.ts'

/** History lines as a builder writes them, oldest first; `·` in front: metadata only. */
function image(...lines: readonly string[]) {
  let next = 0
  const history = lines.map((line) => {
    const layer = line.startsWith('· ') ? null : next++
    return { command: historyCommand(line.replace(/^· /, '')), createdAt: null, layer }
  })
  return { history, layers: Array.from({ length: next }) }
}

/** A Dockerfile's lines as a plan has them: those of metadata instructions make no step. */
function plan(dockerfile: string, target = 'stage-0') {
  const stages: { name: string; index: number; base: string }[] = []
  const steps = []
  const metadata = []
  for (const [i, text] of dockerfile.trim().split('\n').entries()) {
    const instruction = text.split(' ')[0]!
    if (instruction === 'FROM') {
      const [, base = '', , name] = text.split(' ')
      stages.push({ name: name ?? `stage-${stages.length}`, index: stages.length, base })
    }
    const { name: stage, index: stageIndex } = stages.at(-1)!
    const one = { id: `${stage}:${i + 1}`, stage, stageIndex, line: i + 1, instruction, text }
    if (/^(FROM|RUN|COPY|ADD|WORKDIR)$/.test(instruction)) steps.push(one)
    else metadata.push(one)
  }
  return { target, stages, steps, metadata }
}

/** Origins in short: line number, base reference or `?`. */
const origins = (...given: Parameters<typeof matchLayersToSteps>) =>
  matchLayersToSteps(...given).map((origin) =>
    origin.kind === 'step' ? origin.line : origin.kind === 'base' ? origin.ref : '?',
  )

const node = ['ADD rootfs.tar.xz / # buildkit', 'RUN /bin/sh -c install node # buildkit', '· CMD ["node"]']

test('layers of the base, and the lines that made the others', () => {
  const built = image(
    ...node,
    'WORKDIR /app',
    'COPY package.json package-lock.json ./ # buildkit',
    'RUN /bin/sh -c npm ci # buildkit',
    'COPY . . # buildkit',
    '· CMD ["node" "server.js"]',
  )
  const dockerfile = `
FROM node:20
WORKDIR /app
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY --link . .
CMD ["node", "server.js"]`
  expect(origins(built, plan(dockerfile))).toEqual(['node:20', 'node:20', 2, 3, 4, 5])
})

test('the stages that the target starts from count, others do not', () => {
  const built = image(...node, 'RUN /bin/sh -c one # buildkit', 'COPY /out /out # buildkit')
  const dockerfile = `
FROM node:20 AS Base
RUN one
FROM base AS build
RUN two
FROM base
COPY --from=build /out /out`
  expect(origins(built, plan(dockerfile, 'stage-2'))).toEqual(['node:20', 'node:20', 2, 6])
})

test('an instruction that was edited since leaves its layer unknown, and only that', () => {
  const built = image(...node, 'WORKDIR /app', 'RUN /bin/sh -c npm install # buildkit', 'COPY . . # buildkit')
  expect(origins(built, plan('FROM node:20\nWORKDIR /app\nRUN npm ci\nCOPY . .'))).toEqual([
    'node:20',
    'node:20',
    2,
    '?',
    4,
  ])
})

test('of equal lines in base and Dockerfile, the upper layer is the Dockerfile’s', () => {
  const update = 'RUN /bin/sh -c apt-get update # buildkit'
  expect(origins(image('ADD root / # buildkit', update, update), plan('FROM x\nRUN apt-get update'))).toEqual([
    'x',
    'x',
    2,
  ])
})

test('what is known to be the base’s is never taken for a line of the Dockerfile', () => {
  const built = image('ADD root / # buildkit', 'RUN /bin/sh -c apt-get update # buildkit', 'COPY x y # buildkit')
  expect(origins(built, plan('FROM x\nRUN apt-get update\nCOPY x y'), { baseLayers: 2 })).toEqual(['x', 'x', 3])
})

test('an image of another Dockerfile: nothing can be told', () => {
  expect(origins(image('COPY a b # buildkit'), plan('FROM x\nRUN make'))).toEqual(['?'])
})

describe('one line of history and one instruction', () => {
  const same = (createdBy: string, text: string, vertex?: string) =>
    isSameInstruction(historyCommand(createdBy), {
      instruction: text.split(' ')[0]!,
      text,
      ...(vertex === undefined ? {} : { vertex }),
    })

  test.each([
    [
      'RUN /bin/sh -c apt-get update &&     apt-get install curl # buildkit',
      'RUN apt-get update &&     apt-get install curl',
    ],
    ['RUN |1 V=1 /bin/sh -c echo $V # buildkit', 'RUN echo $V'],
    ['RUN |1 V=1 /bin/bash -o pipefail -c echo $V # buildkit', 'RUN echo $V'],
    ['RUN npm ci --omit=dev # buildkit', 'RUN ["npm", "ci", "--omit=dev"]'],
    ['RUN /bin/sh -c echo one\necho two\n # buildkit', 'RUN <<EOF\necho one\necho two\nEOF'],
    ['RUN /bin/sh -c npm ci # buildkit', 'RUN --network=none --mount=type=bind,source="a b",target=/x npm ci'],
    ['COPY /out /out # buildkit', 'COPY --from=build --link /out /out'],
    ['COPY --chown=1000:1000 /out /out # buildkit', 'COPY --from=build --chown=1000:1000 /out /out'],
    ['COPY a b ./ # buildkit', 'COPY ["a", "b", "./"]'],
    ['COPY <<EOF /etc/motd # buildkit', 'COPY <<EOF /etc/motd\nhello\nEOF'],
    ['WORKDIR /app/src', 'WORKDIR src'],
    ['WORKDIR /app/src', 'WORKDIR ./src'],
    ['ENV A=1 B=two words', 'ENV A=1 B="two words"'],
    ['ENV A=1', 'ENV A 1'],
    ['CMD ["/bin/sh" "-c" "node x"]', 'CMD node x'],
    ['ENTRYPOINT ["sh" "-c"]', 'ENTRYPOINT ["sh", "-c"]'],
    ['EXPOSE [3000/tcp]', 'EXPOSE 3000'],
    ['EXPOSE map[3000/tcp:{}]', 'EXPOSE 3000'],
    ['USER app', 'USER app'],
    ['/bin/sh -c #(nop) COPY dir:0123abcdef in /app/src ', 'COPY src ./src'],
    ['/bin/sh -c #(nop) COPY file:0123abcdef in /etc/ ', 'COPY hosts /etc/'],
    ['/bin/sh -c #(nop) COPY file:0123abcdef in /json form/ ', 'COPY ["a.txt", "/json form/"]'],
    ['/bin/sh -c npm ci', 'RUN npm ci'],
    ['npm ci', 'RUN ["npm", "ci"]'],
    ['|1 NAME=two words npm ci', 'RUN ["npm", "ci"]'],
  ])('%j was made by %j', (createdBy, text) => {
    expect(same(createdBy, text)).toBe(true)
  })

  test.each([
    ['RUN /bin/sh -c npm ci # buildkit', 'RUN npm run build'],
    ['RUN /bin/sh -c npm ci # buildkit', 'COPY npm ci'],
    ['RUN /bin/sh -c make install # buildkit', 'RUN install x'],
    ['RUN /bin/sh -c reinstall # buildkit', 'RUN install'],
    ['COPY a b # buildkit', 'COPY a c'],
    ['/bin/sh -c #(nop) COPY dir:0123abcdef in /app/src ', 'COPY public ./public'],
    ['CMD ["node"]', 'CMD ["npm"]'],
  ])('%j was not made by %j', (createdBy, text) => {
    expect(same(createdBy, text)).toBe(false)
  })

  test('variables are compared as BuildKit filled them in', () => {
    expect(same('COPY src-1 /app # buildkit', 'COPY src-$V /app', '[stage-0 2/2] COPY src-1 /app')).toBe(true)
  })
})
