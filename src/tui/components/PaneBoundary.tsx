import { Component, type ReactNode } from 'react'
import { fitExactly } from '../../text/fit.ts'
import { oneLine } from '../../text/printable.ts'
import { span } from '../../workbench/display/line.ts'
import type { Rectangle } from '../../workbench/layout/frame-boxes.ts'
import { Rows } from './Rows.tsx'

type Props = {
  readonly at: Rectangle
  readonly children: ReactNode
}

/** A pane that cannot draw itself says so in its place, and the others go on. */
export class PaneBoundary extends Component<Props, { readonly fault: string | null }> {
  override state = { fault: null }

  static getDerivedStateFromError(error: unknown) {
    return { fault: error instanceof Error ? error.message : String(error) }
  }

  override render() {
    const { fault } = this.state as { fault: string | null }
    const { at, children } = this.props
    if (fault === null) return children
    const text = fitExactly(` This pane crashed: ${oneLine(fault)}`, at.width)
    return <Rows at={{ ...at, height: Math.min(1, at.height) }} lines={[[span(text, 'bad')]]} />
  }
}
