/** How a key is shown to people: `ctrl-u` → `^u`, `pagedown` → `pgdn`. */
export function showKey(key: string): string {
  return shown[key] ?? (key.startsWith('ctrl-') ? `^${key.slice(5)}` : key)
}

const shown: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'pgup',
  pagedown: 'pgdn',
  'shift-tab': 'shift-tab',
  escape: 'esc',
}
