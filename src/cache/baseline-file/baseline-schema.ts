import * as v from 'valibot'
import type { Selector } from '../../context/checksum/selector.ts'
import { type Keyword, keywords } from '../../dockerfile/parser/instruction.ts'
import type { CacheRecord, InputKey, SourceRecord } from '../model/builder-state.ts'
import type { ClassicState } from '../model/classic-state.ts'
import type { RulesInForce } from '../model/plan/plan.ts'
import type { InputFacts, StepFacts } from '../model/plan/step-facts.ts'

// The shape of each field of a baseline file. The types are those of the builder state, so the compiler compares the
// two. Trees have their own reader (`packed-tree.ts`), because they can hold a hundred thousand entries.

const text = v.string()
const texts = v.array(text)
const textOrNull = v.nullable(text)
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const pairs = v.array(v.tuple([text, text]))
const keyword = v.picklist(keywords as readonly Keyword[])

/** `[key, value]` pairs, as a Map is written. */
const entries = <Value extends v.GenericSchema>(value: Value) => v.array(v.tuple([text, value]))

const selector = v.strictObject({
  path: text,
  followLinks: v.boolean(),
  wildcard: v.boolean(),
  exclude: texts,
  include: texts,
  required: texts,
}) satisfies v.GenericSchema<unknown, Selector>

const inputFacts = v.variant('kind', [
  v.strictObject({
    kind: v.literal('context'),
    name: textOrNull,
    selectors: v.array(selector),
    digest: textOrNull,
  }),
  v.strictObject({ kind: v.literal('stage'), step: textOrNull, selectors: v.array(selector), key: text }),
  v.strictObject({ kind: v.literal('external'), source: text, content: textOrNull }),
]) satisfies v.GenericSchema<unknown, InputFacts>

const stepFacts = v.strictObject({
  id: text,
  vertex: text,
  stage: text,
  // -1: a stage without a FROM line.
  stageIndex: v.pipe(v.number(), v.safeInteger(), v.minValue(-1)),
  line: count,
  kind: keyword,
  text,
  operation: text,
  resolvedText: text,
  stageSettings: pairs,
  environment: v.nullable(pairs),
  variablesUsed: v.exactOptional(pairs),
  parent: textOrNull,
  parentKey: textOrNull,
  inputs: v.array(inputFacts),
  base: v.nullable(v.strictObject({ ref: text, identity: textOrNull })),
  key: text,
}) satisfies v.GenericSchema<unknown, StepFacts>

const rules = v.strictObject({
  builder: v.picklist(['overlay2', 'containerd', 'legacy']),
  frontend: text,
  daemon: text,
  insteadOf: v.exactOptional(text),
}) satisfies v.GenericSchema<unknown, RulesInForce>

const inputKey = v.variant('kind', [
  v.strictObject({ kind: v.literal('content'), digest: text }),
  v.strictObject({
    kind: v.literal('stage'),
    digest: text,
    derived: v.nullable(
      v.variant('kind', [
        v.strictObject({ kind: v.literal('exact'), digest: text }),
        v.strictObject({ kind: v.literal('overlay'), under: text, files: text, rest: text }),
      ]),
    ),
  }),
]) satisfies v.GenericSchema<unknown, InputKey>

const record = v.strictObject({ key: text, inputs: v.array(inputKey) }) satisfies v.GenericSchema<unknown, CacheRecord>

const source = v.strictObject({ key: text, content: textOrNull }) satisfies v.GenericSchema<unknown, SourceRecord>

const classic = v.strictObject({
  children: v.record(
    text,
    v.array(
      v.strictObject({
        id: text,
        command: text,
        content: v.variant('kind', [
          v.strictObject({ kind: v.literal('none') }),
          v.strictObject({ kind: v.literal('sum'), digest: text, names: text }),
          v.strictObject({ kind: v.literal('image'), digest: text, names: textOrNull }),
          v.strictObject({ kind: v.literal('url'), digest: text, names: text }),
        ]),
        aliases: texts,
      }),
    ),
  ),
  bases: v.record(text, v.strictObject({ image: text, identity: textOrNull })),
}) satisfies v.GenericSchema<unknown, ClassicState>

/** The second line of a baseline file. Numbers of trees point into `trees`. */
export const baselineBody = v.strictObject({
  recordedAt: v.pipe(text, v.isoTimestamp()),
  builds: count,
  keys: texts,
  maybe: texts,
  aliases: entries(text),
  links: texts,
  pendingMerges: texts,
  records: entries(v.array(record)),
  sources: entries(source),
  sourceKeys: entries(text),
  mirrors: entries(count),
  pastBuilds: v.array(
    v.strictObject({
      steps: v.array(stepFacts),
      trees: entries(count),
      rules,
      dockerfile: v.exactOptional(text),
      replaced: v.exactOptional(v.boolean()),
    }),
  ),
  classic,
  trees: v.array(v.unknown()),
})

/** The first line: what kind of file it is, and a checksum of the second line. */
export const baselineHead = v.object({ format: text, version: v.unknown(), sha256: v.exactOptional(text) })
