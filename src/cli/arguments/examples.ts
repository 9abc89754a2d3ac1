/** Two readers: `--help` of each command, and README. */
export type Example = { readonly line: string; readonly what: string }

export const examples = {
  layertui: [
    { line: 'layertui', what: 'the workbench on the current directory' },
    { line: 'layertui -f docker/web.Dockerfile --target final .', what: 'another Dockerfile, one of its stages' },
    { line: 'layertui docker build -t shop:dev --build-arg VERSION=7 .', what: 'a build command, pasted as it is' },
    { line: 'layertui --image shop.tar', what: 'with the image of a docker save archive' },
  ],
  plan: [
    { line: 'layertui plan --baseline file:../shop.json', what: 'what a build would re-run since the last record' },
    { line: 'layertui plan --baseline dir:../shop-main', what: 'what differs from a build of another checkout' },
    { line: 'layertui plan --all --baseline dir:../shop-main', what: 'the same for each Dockerfile of a repository' },
    { line: 'layertui plan --format json . | jq .summary', what: 'the same for programs' },
  ],
  record: [
    { line: 'layertui record -o ../shop.json', what: 'after a build: record what it left in the cache' },
    { line: 'layertui record -o ../shop.json --target test', what: 'add another build to the record' },
  ],
  context: [
    { line: 'layertui context', what: 'every path of the context: which line takes it, or which rule leaves it out' },
    { line: 'layertui context --format json | jq .totals', what: 'the same for programs' },
  ],
  why: [
    { line: 'layertui why package.json', what: 'whether it is sent, which steps read it, what a change re-runs' },
    { line: 'layertui why .env -f docker/web.Dockerfile', what: 'the same for a build of another Dockerfile' },
  ],
  image: [
    { line: 'layertui image node:20', what: 'layers and files of an image in the engine' },
    { line: 'layertui image shop.tar', what: 'the same of a docker save archive; no engine needed' },
    { line: 'layertui image shop.tar --format json --files', what: 'the same for programs' },
  ],
  demo: [
    { line: 'layertui demo', what: 'a small shop to try things on; edits go to a copy' },
    { line: 'layertui demo --play', what: 'watch eight edits and what each one busts' },
  ],
} as const satisfies Readonly<Record<string, readonly Example[]>>
