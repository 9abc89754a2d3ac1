import { spawn } from 'node:child_process'

type EnvironmentVariables = Readonly<Record<string, string | undefined>>

/** How editors take a line, by the name of their program; others get the file alone. */
const lineForms: Readonly<Record<string, (path: string, line: number) => readonly string[]>> = {
  ...byName(
    ['vi', 'vim', 'nvim', 'nano', 'emacs', 'emacsclient', 'kak', 'micro', 'joe', 'ed', 'less', 'most'],
    plusLine,
  ),
  ...byName(['code', 'code-insiders', 'codium', 'cursor', 'windsurf'], (path, line) => ['-g', `${path}:${line}`]),
  ...byName(['hx', 'helix', 'subl', 'zed'], (path, line) => [`${path}:${line}`]),
}

function plusLine(path: string, line: number): readonly string[] {
  return [`+${line}`, path]
}

function byName<Form>(names: readonly string[], form: Form): Readonly<Record<string, Form>> {
  return Object.fromEntries(names.map((name) => [name, form]))
}

/** The command that opens a file: VISUAL, else EDITOR, else vi, with its own arguments in front. */
export function editorCommand(environment: EnvironmentVariables, path: string, line: number | null) {
  const editor = environment.VISUAL || environment.EDITOR || 'vi'
  const program = editor.trim().split(/\s+/)[0]!.split('/').at(-1)!
  const form = line === null ? undefined : lineForms[program]
  return { editor, files: form === undefined ? [path] : form(path, line!) }
}

/**
 * Runs the person's editor with a file in the terminal, as git does: the variable may hold arguments and quotes, which a
 * shell reads; the file is an argument of its own and no part of a shell line.
 *
 * @returns null once it has ended, or why it did not run
 */
export function runEditor(
  environment: EnvironmentVariables,
  path: string,
  line: number | null,
): Promise<string | null> {
  const { editor, files } = editorCommand(environment, path, line)
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', `${editor} "$@"`, editor, ...files], { stdio: 'inherit' })
    child.on('error', (error) => resolve(`${editor}: ${error.message}`))
    child.on('close', (code) =>
      resolve(code === 127 ? `${editor}: command not found (set EDITOR to your editor)` : null),
    )
  })
}
