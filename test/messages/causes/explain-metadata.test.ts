import { expect, test } from 'vitest'
import { explainMetadata } from '../../../src/messages/causes/explain-metadata.ts'

const explain = (instruction: string) =>
  explainMetadata({ id: 'x', stage: 'a', stageIndex: 0, line: 1, endLine: 1, instruction, text: instruction })

test('an instruction without a step says whether RUN steps hang on it', () => {
  for (const keyword of ['ARG', 'ENV', 'USER', 'SHELL'])
    expect(explain(keyword)).toContain('re-runs the RUN steps below')
  for (const keyword of ['CMD', 'LABEL', 'EXPOSE']) expect(explain(keyword)).not.toContain('RUN')
  expect(explain('FROM')).toContain('another stage')
})
