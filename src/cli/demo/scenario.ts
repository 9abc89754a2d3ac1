import { appendFile, chmod, readFile, writeFile } from 'node:fs/promises'
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
  if (edit.replace !== undefined) {
    const path = join(context, edit.replace.file)
    const text = await readFile(path, 'utf8')
    if (!text.includes(edit.replace.this)) throw new Error(`${edit.replace.file} does not hold what the edit replaces`)
    await writeFile(
      path,
      text.replace(edit.replace.this, () => edit.replace!.with),
    )
  }
  if (edit.append !== undefined) await appendFile(join(context, edit.append.file), edit.append.text)
  if (edit.touch !== undefined) {
    const path = join(context, edit.touch.file)
    await writeFile(path, await readFile(path))
  }
  if (edit.mode !== undefined) await chmod(join(context, edit.mode.file), Number.parseInt(edit.mode.mode, 8))
}
