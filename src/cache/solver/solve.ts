import { digestOf } from '../../context/tree/digest.ts'
import { baseName } from '../../dockerfile/values/container-path.ts'
import type { BuildkitGraph } from '../model/build-graph.ts'
import type { BuilderState } from '../model/builder-state.ts'
import { daemonRules } from '../model/daemon-features.ts'
import type { Vertex } from '../model/graph/vertex.ts'
import { orderVertices } from '../model/graph/vertex-order.ts'
import type { SimulationInput } from '../model/simulation.ts'
import { finalizedMerges } from './finalized-merges.ts'
import { judgeMerge, judgeStep } from './judge-step.ts'
import { type Outcome, scratchOutcome, sourceOutcome } from './outcome.ts'
import type { Solution } from './solution.ts'
import type { Solving } from './solving.ts'
import { sourceKey } from './source-key.ts'
import { contextMirrorKey, namedMirrorKey, type Transfer, transferContext } from './transfer-context.ts'

/**
 * Decides the outcome of every vertex of a graph against a builder state. Returns the outcomes and the transfers of
 * contexts. The state itself does not change.
 */
export function solve(input: SimulationInput<BuildkitGraph>, builder: BuilderState): Solution {
  const { graph, rules, contextPath } = input
  const { matching, mirrorsByPath, relativeNames } = daemonRules(rules.daemon)
  const contextName = mirrorsByPath ? contextPath : baseName(contextPath)
  const order = orderVertices(graph.head)
  const finalized = finalizedMerges(order.vertices)
  const outcomes = new Map<string, Outcome>()
  const transfers: Transfer[] = []
  const transfer = (
    mirrorKey: string,
    request: Pick<Parameters<typeof transferContext>[0], 'name' | 'snapshot' | 'paths' | 'ignore'>,
  ) => {
    const earlier = transfers.findLast((done) => done.mirrorKey === mirrorKey)?.tree
    const done = transferContext({
      ...request,
      matching,
      mirrorKey,
      mirror: earlier ?? builder.mirrors.get(mirrorKey) ?? null,
    })
    transfers.push(done)
    return done
  }
  let own: Transfer | null = null
  const solving: Solving = {
    builder,
    rules,
    contentRules: { relativeNames },
    ignoreCache: order.ignoreCache,
    finalized,
    context: () => {
      own ??= transfer(contextMirrorKey(contextName), {
        name: null,
        snapshot: input.context,
        paths: graph.contextPaths,
        ignore: input.ignore ?? null,
      })
      return own
    },
    outcome: (vertex) => {
      if (vertex === null) return scratchOutcome
      let outcome = outcomes.get(vertex.identity)
      if (outcome === undefined) {
        outcome = judge(vertex)
        outcomes.set(vertex.identity, outcome)
      }
      return outcome
    },
  }

  const judge = (vertex: Vertex): Outcome => {
    switch (vertex.kind) {
      case 'image':
      case 'remote':
        return sourceOutcome(sourceKey(vertex, builder).key)
      case 'local': {
        const request = graph.namedContexts.find((named) => named.vertex === vertex.identity)
        const done = transfer(namedMirrorKey(contextName, vertex.contextName), {
          name: vertex.contextName,
          snapshot: input.named.get(vertex.contextName) ?? null,
          paths: request?.paths ?? null,
          ignore: input.namedIgnore.get(vertex.contextName) ?? null,
        })
        // As a base, a local context has a new key in every session.
        return sourceOutcome(digestOf('session', builder.builds + 1, vertex.identity), done)
      }
      case 'merge':
        return judgeMerge(solving, vertex)
      case 'run':
      case 'copy':
      case 'workdir':
        return judgeStep(solving, vertex)
    }
  }

  for (const vertex of order.vertices) solving.outcome(vertex)
  const failed = [...outcomes.values()].some(({ status }) => status === 'fails')
  return { order, outcomes, transfers, finalized, failed }
}
