import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { recordBaseline } from '../../../../src/sources/files/build/record-baseline.ts'
import { temporaryTree } from '../temporary-tree.ts'
import { ownCache, requestFor, rerunning, settled, Watching } from '../watching.ts'

const dockerfile = `FROM scratch
COPY package.json ./
RUN install
COPY src/ ./src/
RUN build
CMD ["run"]
`
const project = {
  Dockerfile: dockerfile,
  'package.json': '{}',
  'src/a.ts': 'one',
  'src/b.ts': 'two',
  'README.md': 'hello',
}

test('the steps are shown before anything is looked at, then the plan: all cached since now', async () => {
  const watching = new Watching(requestFor(temporaryTree(project)))
  const first = await watching.event('planned')
  expect(new Set(first.plan.steps.map(({ status }) => status))).toEqual(new Set(['checking']))
  expect(rerunning(await watching.plan())).toEqual([])
  await watching.event('settled')
})

test('a saved file busts the step that copies it and those after it', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  writeFileSync(join(root, 'src/a.ts'), 'changed')
  const { edit, plan } = await watching.edit('src/a.ts')
  expect(rerunning(plan)).toEqual(['COPY src/ ./src/: rebuilt', 'RUN build: rebuilt'])
  expect(edit.verdict).toMatchObject({ kind: 'busts', rerun: 2, of: plan.steps.length })
})

test('taking the change back is calm: as it was built', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  writeFileSync(join(root, 'src/a.ts'), 'changed')
  await watching.edit('src/a.ts')
  writeFileSync(join(root, 'src/a.ts'), 'one')
  const { edit, plan } = await watching.edit('src/a.ts')
  expect(edit.verdict).toMatchObject({ kind: 'unaffected', reason: 'as built' })
  expect(rerunning(plan)).toEqual([])
})

test('a second save of a busting file still says what it busts', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  writeFileSync(join(root, 'src/a.ts'), 'changed')
  await watching.edit('src/a.ts')
  writeFileSync(join(root, 'src/a.ts'), 'changed again')
  expect((await watching.edit('src/a.ts')).edit.verdict).toMatchObject({ kind: 'busts', rerun: 2 })
})

test('a touched file has the same bytes', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  utimesSync(join(root, 'src/a.ts'), new Date(), new Date())
  expect((await watching.edit('src/a.ts')).edit.verdict).toMatchObject({ kind: 'unaffected', reason: 'same bytes' })
})

test('a file that no step reads says so', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  writeFileSync(join(root, 'README.md'), 'new words')
  expect((await watching.edit('README.md')).edit.verdict).toMatchObject({ kind: 'unaffected', reason: 'not copied' })
})

test('an ignored file names the line that ignores it', async () => {
  const root = temporaryTree({ ...project, '.dockerignore': '# docs\n\n*.md\n' })
  const watching = await settled(requestFor(root))
  writeFileSync(join(root, 'README.md'), 'new words')
  const { edit } = await watching.edit('README.md')
  expect(edit.verdict).toEqual({ kind: 'unaffected', reason: 'ignored', detail: '.dockerignore line 3 *.md' })
})

test('the builder does not see the mode of a directory that it holds', async () => {
  const root = temporaryTree({ ...project, 'src/deep/c': '1' })
  const watching = await settled(requestFor(root))
  chmodSync(join(root, 'src/deep'), 0o700)
  expect((await watching.edit('src/deep')).edit.verdict).toMatchObject({
    kind: 'unaffected',
    reason: 'unseen by the builder',
  })
})

test('the builder does not see other content of the same size and time', async () => {
  const root = temporaryTree(project)
  const time = new Date('2024-01-01')
  utimesSync(join(root, 'src/a.ts'), time, time)
  const watching = await settled(requestFor(root))
  writeFileSync(join(root, 'src/a.ts.new'), 'ONE')
  utimesSync(join(root, 'src/a.ts.new'), time, time)
  renameSync(join(root, 'src/a.ts.new'), join(root, 'src/a.ts'))
  const { edit } = await watching.edit('src/a.ts')
  expect(edit.verdict).toMatchObject({ kind: 'unaffected', reason: 'unseen by the builder' })
})

test('a mode is content to the builder', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  chmodSync(join(root, 'src/a.ts'), 0o755)
  const { edit, plan } = await watching.edit('src/a.ts')
  expect(edit.verdict).toMatchObject({ kind: 'busts' })
  const causes = plan.steps.flatMap((step) => step.causes)
  expect(causes).toContainEqual({
    kind: 'content',
    files: [{ path: 'src/a.ts', change: 'mode', before: '644', after: '755' }],
    total: 1,
  })
})

test('a removed source breaks the step that copies it', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  rmSync(join(root, 'package.json'))
  const { edit, plan } = await watching.edit('package.json')
  expect(edit.verdict).toMatchObject({ kind: 'busts' })
  expect(plan.steps.find(({ line }) => line === 2)?.status).toBe('fails')
})

test('a comment in the Dockerfile is calm, a metadata instruction too', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  writeFileSync(join(root, 'Dockerfile'), `# new\n${dockerfile}`)
  expect((await watching.edit('Dockerfile')).edit.verdict).toMatchObject({ reason: 'comment only' })
  writeFileSync(join(root, 'Dockerfile'), dockerfile.replace('["run"]', '["other"]'))
  expect((await watching.edit('Dockerfile')).edit.verdict).toMatchObject({ reason: 'metadata only' })
})

test('an edited instruction busts itself', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  writeFileSync(join(root, 'Dockerfile'), dockerfile.replace('RUN install', 'RUN install --all'))
  const { edit, plan } = await watching.edit('Dockerfile')
  expect(edit.verdict).toMatchObject({ kind: 'busts', rerun: 3 })
  expect(rerunning(plan)[0]).toBe('RUN install --all: rebuilt')
})

test('a half-typed Dockerfile is reported with its line, and its plan is back with the rest', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  appendFileSync(join(root, 'Dockerfile'), 'COP')
  const broken = await watching.event('broken')
  expect(broken.problem).toMatchObject({ file: 'Dockerfile', line: 7 })
  expect(broken.edits).toMatchObject([{ path: 'Dockerfile', verdict: { kind: 'broken', problem: { line: 7 } } }])
  appendFileSync(join(root, 'Dockerfile'), 'Y README.md /\n')
  const { edit } = await watching.edit('Dockerfile')
  expect(edit.verdict).toMatchObject({ kind: 'busts', rerun: 1 })
})

test('a Dockerfile that is again what it was before it broke has the same bytes', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  appendFileSync(join(root, 'Dockerfile'), 'COP')
  await watching.event('broken')
  writeFileSync(join(root, 'Dockerfile'), dockerfile)
  expect((await watching.edit('Dockerfile')).edit.verdict).toMatchObject({ kind: 'unaffected', reason: 'same bytes' })
})

test('without a Dockerfile, those below the context are found, and one that appears is planned', async () => {
  const root = temporaryTree({ 'web/Dockerfile': 'FROM scratch\nCOPY web/a /\n', 'web/a': 'a' })
  const watching = new Watching(requestFor(root))
  expect(await watching.event('broken')).toMatchObject({ problem: { isMissing: true } })
  const { commands } = await watching.event('dockerfiles-found')
  expect(commands).toEqual([expect.stringMatching(/^layertui -f \S+web\/Dockerfile \S+$/)])
  writeFileSync(join(root, 'Dockerfile'), 'FROM scratch\nCOPY web/a /\n')
  expect((await watching.plan()).steps).toHaveLength(1)
})

test('a broken Dockerfile is told again when its context was away in between', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  writeFileSync(join(root, 'Dockerfile'), 'FROM scratch\nNONSENSE')
  await watching.event('broken')
  renameSync(root, `${root}-away`)
  await watching.event('failed')
  renameSync(`${root}-away`, root)
  expect(await watching.event('broken')).toMatchObject({ problem: { line: 2 }, edits: [] })
})

test('an editor that empties the Dockerfile before it writes it breaks nothing', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  const file = join(root, 'Dockerfile')
  writeFileSync(file, '')
  // Both wait in one event loop, so what is written here is there before the watching looks again.
  await delay(40)
  writeFileSync(file, `${dockerfile}# a comment\n`)
  await watching.edit('Dockerfile')
  expect(watching.events.filter(({ type }) => type === 'broken')).toEqual([])
})

test('what was saved while the Dockerfile was broken is judged when it is whole again', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  appendFileSync(join(root, 'Dockerfile'), 'COP')
  await watching.event('broken')
  writeFileSync(join(root, 'src/a.ts'), 'changed')
  await watching.event('settled')
  writeFileSync(join(root, 'Dockerfile'), dockerfile)
  expect((await watching.edit('src/a.ts')).edit.verdict).toMatchObject({ kind: 'busts' })
})

test('a Dockerfile broken from the start is no edit, and gets its plan with the edit that mends it', async () => {
  const root = temporaryTree({ ...project, Dockerfile: 'FROM scratch\nNONSENSE' })
  const watching = new Watching(requestFor(root))
  expect((await watching.event('broken')).edits).toEqual([])
  await watching.event('settled')
  writeFileSync(join(root, 'Dockerfile'), dockerfile)
  const { edit, plan } = await watching.edit('Dockerfile')
  expect(edit.verdict).toEqual({ kind: 'unaffected', reason: 'fixed', detail: '' })
  expect(rerunning(plan)).toEqual([])
})

test('a Dockerfile mended where nothing is cached busts all that runs', async () => {
  const root = temporaryTree({ ...project, Dockerfile: 'FROM scratch\nNONSENSE' })
  const watching = await settled(requestFor(root, { baseline: 'none' }))
  writeFileSync(join(root, 'Dockerfile'), dockerfile)
  expect((await watching.edit('Dockerfile')).edit.verdict).toMatchObject({ kind: 'busts', rerun: 4, of: 4 })
})

test('a missing Dockerfile says what was tried, and is found when it comes', async () => {
  const root = temporaryTree({ 'docker/Dockerfile': dockerfile, ...project })
  rmSync(join(root, 'Dockerfile'))
  const watching = new Watching(requestFor(root))
  const { problem } = await watching.event('broken')
  expect(problem.message).toContain('tried Dockerfile and dockerfile')
  expect(problem.hint).toContain('docker/Dockerfile')
  await watching.event('settled')
  writeFileSync(join(root, 'Dockerfile'), dockerfile)
  expect(rerunning(await watching.plan())).toEqual([])
})

test('a Dockerfile outside the context is followed', async () => {
  const root = temporaryTree(project)
  const elsewhere = temporaryTree({ 'app.Dockerfile': dockerfile })
  const watching = await settled(requestFor(root, { dockerfile: join(elsewhere, 'app.Dockerfile') }))
  writeFileSync(join(elsewhere, 'new'), dockerfile.replace('RUN build', 'RUN build --fast'))
  renameSync(join(elsewhere, 'new'), join(elsewhere, 'app.Dockerfile'))
  const plan = await watching.next((event) => event.type === 'planned' && event.edits.length > 0 && event.plan)
  expect(rerunning(plan)).toEqual(['RUN build --fast: rebuilt'])
})

test('a Dockerfile in an ignored folder is followed, and so is one whose folder is not there yet', async () => {
  const root = temporaryTree({ 'docker/Dockerfile': dockerfile, '.dockerignore': 'docker\nlater\n', ...project })
  const watching = await settled(requestFor(root, { dockerfile: join(root, 'docker/Dockerfile') }))
  writeFileSync(join(root, 'docker/Dockerfile'), dockerfile.replace('RUN build', 'RUN other'))
  expect((await watching.edit('docker/Dockerfile')).edit.verdict).toMatchObject({ kind: 'busts', rerun: 1 })

  const late = new Watching(requestFor(root, { dockerfile: join(root, 'later/Dockerfile') }))
  await late.event('broken')
  await late.event('settled')
  mkdirSync(join(root, 'later'))
  writeFileSync(join(root, 'later/Dockerfile'), dockerfile)
  expect(rerunning(await late.plan())).toEqual([])
})

test('a Dockerfile that is a link is followed to the file behind it', async () => {
  const root = temporaryTree({ ...project, 'ignored/app': dockerfile, '.dockerignore': 'ignored\n' })
  rmSync(join(root, 'Dockerfile'))
  symlinkSync('ignored/app', join(root, 'Dockerfile'))
  const watching = await settled(requestFor(root))
  writeFileSync(join(root, 'ignored/app'), dockerfile.replace('RUN build', 'RUN other'))
  expect((await watching.edit('Dockerfile')).edit.verdict).toMatchObject({ kind: 'busts', rerun: 1 })
})

test('a baseline file that is recorded again is taken up, one that is spoilt leaves the last good one', async () => {
  const root = temporaryTree(project)
  const file = join(temporaryTree(), 'baseline.json')
  const request = requestFor(root, { baseline: `file:${file}` })
  const signal = new AbortController().signal
  const options = { request, engine: null, resolveImages: async () => [], environment: ownCache(), signal, file }
  const watching = new Watching(request)
  expect((await watching.event('notice')).notice).toMatchObject({ id: 'baseline', level: 'error' })
  await watching.event('settled')
  await recordBaseline({ ...options, now: new Date('2026-01-01') })
  await watching.event('notice-cleared')
  expect(rerunning(await watching.plan())).toEqual([])
  await watching.event('settled')
  writeFileSync(file, '{')
  expect((await watching.event('notice')).notice.text).toContain(file)
  await watching.event('settled')
  writeFileSync(join(root, 'src/a.ts'), 'changed')
  expect(rerunning((await watching.edit('src/a.ts')).plan)).toHaveLength(2)
})

test('an ignore rule that takes away a copied file busts the step, one without effect is calm', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  writeFileSync(join(root, '.dockerignore'), 'nothing/at/all\n')
  expect((await watching.edit('.dockerignore')).edit.verdict).toMatchObject({
    kind: 'unaffected',
    reason: 'same files',
  })
  writeFileSync(join(root, '.dockerignore'), 'src/b.ts\n')
  const { edit, plan } = await watching.edit('.dockerignore')
  expect(edit.verdict).toMatchObject({ kind: 'busts', rerun: 2 })
  expect(rerunning(plan)[0]).toBe('COPY src/ ./src/: rebuilt')
  rmSync(join(root, '.dockerignore'))
  expect((await watching.edit('.dockerignore')).edit.verdict).toMatchObject({ kind: 'unaffected', reason: 'as built' })
})

test('a bad ignore pattern is a problem with its line', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  writeFileSync(join(root, '.dockerignore'), 'ok\n[a-\n')
  expect((await watching.event('broken')).problem).toMatchObject({ file: '.dockerignore', line: 2 })
})

test('a named context is followed, under paths seen from the build context', async () => {
  const root = temporaryTree({ 'app/Dockerfile': 'FROM scratch\nCOPY --from=lib /x /x\n', 'lib/x': '1', 'lib/y': '1' })
  const { options } = requestFor(root)
  const watching = await settled(
    requestFor(join(root, 'app'), { options: { ...options, buildContexts: { lib: join(root, 'lib') } } }),
  )
  writeFileSync(join(root, 'lib/x'), 'changed')
  expect((await watching.edit('../lib/x')).edit.verdict).toMatchObject({ kind: 'busts', rerun: 1 })
  writeFileSync(join(root, 'lib/y'), 'changed')
  expect((await watching.edit('../lib/y')).edit.verdict).toMatchObject({ reason: 'not copied' })
})

test('the context itself under another name and other rules is followed as well', async () => {
  const root = temporaryTree({
    Dockerfile: 'FROM scratch\nCOPY x /x\nCOPY --from=again /sub /sub\n',
    'Dockerfile.dockerignore': 'sub\n',
    x: '1',
    'sub/y': '1',
  })
  const { options } = requestFor(root)
  const watching = await settled(requestFor(root, { options: { ...options, buildContexts: { again: root } } }))
  for (const path of ['sub/y', 'x', 'sub/y']) {
    appendFileSync(join(root, path), 'more')
    expect((await watching.edit(path)).edit.verdict).toMatchObject({ kind: 'busts' })
  }
})

test('many files at once are one edit for their folder', async () => {
  const files = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`src/lib/d${i % 7}/f${i}.ts`, `${i}`]))
  const root = temporaryTree({ ...project, ...files })
  const watching = await settled(requestFor(root))
  for (const path of Object.keys(files)) writeFileSync(join(root, path), 'formatted')
  // The burst may come in several batches; the last of them leaves nothing out.
  const counted = await watching.next((event) => event.type === 'planned' && event.edits.find(({ count }) => count > 5))
  expect(counted.path).toMatch(/^src\/lib/)
  expect(counted.verdict).toMatchObject({ kind: 'busts', rerun: 2 })
})

test('a burst that goes on is told again as a whole, and its way back is another one', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  const names = Array.from({ length: 60 }, (_, i) => join(root, `src/file${i}.ts`))
  const burstOf = (count: number) =>
    watching.next((event) => event.type === 'planned' && event.edits.find((edit) => edit.count === count))
  for (const path of names.slice(0, 30)) writeFileSync(path, 'new')
  const half = await burstOf(30)
  for (const path of names.slice(30)) writeFileSync(path, 'new')
  const whole = await burstOf(60)
  expect(whole).toMatchObject({ id: half.id, path: 'src', verdict: { kind: 'busts' } })
  for (const path of names) rmSync(path)
  const back = await burstOf(60)
  expect(back.id).toBeGreaterThan(whole.id)
  expect(back.verdict).toMatchObject({ kind: 'unaffected', reason: 'as built' })
})

test("editors' temporary files are no edits, the file they are for is one", async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  for (const name of ['4913', '.a.ts.swp', 'a.ts~', '.#a.ts']) writeFileSync(join(root, 'src', name), 'x')
  for (const name of ['4913', '.a.ts.swp', 'a.ts~', '.#a.ts']) rmSync(join(root, 'src', name))
  writeFileSync(join(root, 'src/a.ts'), 'changed')
  await watching.edit('src/a.ts')
  const paths = watching.events
    .flatMap((event) => (event.type === 'planned' ? event.edits : []))
    .map(({ path }) => path)
  expect(paths).toEqual(['src/a.ts'])
})

test('the present state becomes the baseline when asked, and the state before stays cached', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  writeFileSync(join(root, 'src/a.ts'), 'changed')
  expect(rerunning((await watching.edit('src/a.ts')).plan)).toHaveLength(2)
  watching.build.rebase()
  expect(
    rerunning(
      await watching.next((event) => event.type === 'planned' && event.plan.summary.rebuilt === 0 && event.plan),
    ),
  ).toEqual([])
  writeFileSync(join(root, 'src/a.ts'), 'one')
  expect((await watching.edit('src/a.ts')).edit.verdict).toMatchObject({ kind: 'unaffected', reason: 'as built' })
})

test('a base image that becomes known later is no change, a moved one is', async () => {
  const root = temporaryTree({ Dockerfile: 'FROM base:1\nRUN x\n' })
  const watching = new Watching(requestFor(root))
  const { refs } = await watching.event('images-asked')
  expect(refs).toEqual(['docker.io/library/base:1'])
  await watching.event('settled')
  const image = (id: string) => ({
    ref: refs[0]!,
    id,
    digest: null,
    diffIds: [id],
    config: { user: '', workdir: '', env: ['A=1'], entrypoint: [], command: [], labels: {}, onbuild: [], shell: [] },
  })
  watching.build.resolveImages([image('sha256:one')])
  expect(rerunning(await watching.plan())).toEqual([])
  watching.build.resolveImages([image('sha256:two')])
  expect(rerunning(await watching.plan())).not.toEqual([])
})

test('an engine with other rules is no change either', async () => {
  const root = temporaryTree(project)
  const watching = await settled(requestFor(root))
  watching.build.setEngine({
    version: '28.5.2',
    apiVersion: '1.51',
    platform: 'linux/amd64',
    builder: 'containerd',
    endpoint: 'unix:///var/run/docker.sock',
    buildkit: null,
  })
  const plan = await watching.next(
    (event) => event.type === 'planned' && event.plan.rules.builder === 'containerd' && event.plan,
  )
  expect(rerunning(plan)).toEqual([])
})

test('a context that is not there says so, and is watched when it comes', async () => {
  const root = join(temporaryTree(), 'later')
  const watching = new Watching(requestFor(root))
  expect((await watching.event('failed')).failure).toMatchObject({ kind: 'no-context' })
  mkdirSync(root)
  for (const [path, text] of Object.entries(project)) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  await watching.plan()
  await watching.event('watching')
  await watching.event('settled')
  writeFileSync(join(root, 'src/a.ts'), 'changed')
  expect((await watching.edit('src/a.ts')).edit.verdict).toMatchObject({ kind: 'busts' })
})
