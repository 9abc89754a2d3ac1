import type { TerminalEffect } from '../../workbench/state/effect.ts'
import type { Screen } from '../ports.ts'
import type { UndatedEvent } from './undated-event.ts'

/** How long changed steps stay highlighted. */
const highlightMs = 1200

/** Performs what concerns the screen and the program that shows it. */
export function createTerminalEffects(
  screen: Screen,
  report: (fact: UndatedEvent) => void,
): { readonly perform: (effect: TerminalEffect) => void; readonly close: () => void } {
  let timer: NodeJS.Timeout | undefined
  return {
    perform(effect) {
      switch (effect.type) {
        case 'highlight.start':
          clearTimeout(timer)
          timer = setTimeout(() => report({ type: 'highlight.expired' }), highlightMs)
          return
        case 'screen.repaint':
          return screen.repaint()
        case 'mouse.capture':
          return screen.captureMouse(effect.on)
        case 'clipboard.copy':
          return screen.copy(effect.text)
        case 'editor.open':
          screen.edit(effect.path, effect.line).then((problem) => {
            if (problem !== null) report({ type: 'editor.failed', problem })
          })
          return
        case 'program.suspend':
          return screen.suspend()
        case 'program.quit':
          return screen.quit()
      }
    },
    close: () => clearTimeout(timer),
  }
}
