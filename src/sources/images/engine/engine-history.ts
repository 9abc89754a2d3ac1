import type { InferOutput } from 'valibot'
import { historyCommand } from '../../../image/history/history-command.ts'
import type { HistoryEntry } from '../../../image/history/join-history.ts'
import type { historyShape } from '../../engine/answer-shapes.ts'

/** The engine's history, oldest first, and the bytes of each layer-making row. */
export type EngineHistory = { readonly rows: readonly HistoryEntry[]; readonly sizes: readonly number[] }

/**
 * Reads `/images/NAME/history`. The engine does not say which rows made a layer (the configuration does, but only
 * `docker save` shows it). A row with bytes made one. A row without bytes made one if its instruction can, as far as
 * layers are left. Other builders (Bazel, Nix, ko) write commands that are not instructions; such rows come next. If
 * there are as many rows as layers, each row made one.
 */
export function readHistory(answer: InferOutput<typeof historyShape>, layerCount: number): EngineHistory {
  const rows = answer
    .map(({ CreatedBy, Created, Size, Comment }) => ({
      createdBy: CreatedBy,
      createdAt: Created === 0 ? null : new Date(Created * 1000).toISOString(),
      size: Size,
      buildkit: Comment.startsWith('buildkit'),
    }))
    .toReversed()
  const made = new Set(rows.filter(({ size }) => size > 0))
  // The classic builder makes no layer for a step that changes nothing; BuildKit does.
  const possible = rows.filter((row) => row.size === 0 && canMakeLayer(row.createdBy))
  const foreign = rows.filter((row) => row.size === 0 && !isInstruction(row.createdBy))
  const likeliest = [
    ...possible.filter(({ buildkit }) => buildkit),
    ...possible.filter(({ buildkit }) => !buildkit),
    ...foreign,
    ...(rows.length === layerCount ? rows.filter(({ size }) => size === 0) : []),
  ]
  for (const row of [...new Set(likeliest)].slice(0, Math.max(0, layerCount - made.size))) made.add(row)
  return {
    rows: rows.map((row) => ({ createdBy: row.createdBy, createdAt: row.createdAt, empty: !made.has(row) })),
    sizes: rows.filter((row) => made.has(row)).map(({ size }) => size),
  }
}

const isInstruction = (createdBy: string): boolean => createdBy === '' || /^[A-Z]+\s/.test(historyCommand(createdBy))

/** An imported root file system has an empty command. */
const canMakeLayer = (createdBy: string): boolean =>
  createdBy === '' || /^(?:RUN|COPY|ADD|WORKDIR)\s/.test(historyCommand(createdBy))
