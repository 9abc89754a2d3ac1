import { chmod, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** One edit that the scenario plays, and the sentence that is shown with it. */
export type ScenarioEdit = {
  readonly caption: string
  readonly replace?: { readonly file: string; readonly this: string; readonly with: string }
  readonly append?: { readonly file: string; readonly text: string }
  /** Writes the file again as it is. */
  readonly touch?: { readonly file: string }
  readonly mode?: { readonly file: string; readonly mode: string }
  /** After a while this state is taken as built, as the workbench's own key does. */
  readonly thenBuilt?: boolean
}

/** The edits of a scenario file, in their order. */
export async function readScenario(path: string): Promise<readonly ScenarioEdit[]> {
  const { edits } = JSON.parse(await readFile(path, 'utf8')) as { readonly edits: readonly ScenarioEdit[] }
  return edits
}

/** Does to the project what the edit says; throws where the text to replace is not there (someone edited it too). */
export async function applyEdit(context: string, edit: ScenarioEdit): Promise<void> {
  const { replace, append, touch, mode } = edit
  if (replace !== undefined) {
    const text = await readText(context, replace.file)
    if (!text.includes(replace.this)) throw new Error(`${replace.file} does not hold what the edit replaces`)
    await save(
      context,
      replace.file,
      text.replace(replace.this, () => replace.with),
    )
  }
  if (append !== undefined) await save(context, append.file, (await readText(context, append.file)) + append.text)
  if (touch !== undefined) await save(context, touch.file, await readText(context, touch.file))
  if (mode !== undefined) await chmod(join(context, mode.file), Number.parseInt(mode.mode, 8))
}

function readText(context: string, file: string): Promise<string> {
  return readFile(join(context, file), 'utf8')
}

/** As most editors save: written beside the project and put in its place in one move. */
async function save(context: string, file: string, text: string): Promise<void> {
  const written = `${context}.saving`
  await writeFile(written, text)
  await rename(written, join(context, file))
}
