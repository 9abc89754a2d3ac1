import { expect, test } from 'vitest'
import { historyCommand } from '../../../src/image/history/history-command.ts'

test.each([
  ['RUN /bin/sh -c npm ci # buildkit', 'RUN npm ci'],
  ['RUN |2 VERSION=1 NAME=two words /bin/sh -c echo $VERSION # buildkit', 'RUN echo $VERSION'],
  ['RUN |1 VERSION= /bin/sh -c true # buildkit', 'RUN true'],
  ['RUN /bin/bash -o pipefail -c make # buildkit', 'RUN /bin/bash -o pipefail -c make'],
  ['RUN npm ci # buildkit', 'RUN npm ci'],
  ['RUN /bin/sh -c echo one > /one\necho two > /two\n # buildkit', 'RUN echo one > /one\necho two > /two'],
  ['COPY src ./src # buildkit', 'COPY src ./src'],
  ['WORKDIR /app', 'WORKDIR /app'],
  ['CMD ["node" "x"]', 'CMD ["node" "x"]'],
  ['/bin/sh -c #(nop)  CMD ["bash"]', 'CMD ["bash"]'],
  ['/bin/sh -c #(nop) COPY file:0123abc in /app/ ', 'COPY file:0123abc in /app/'],
  ['/bin/sh -c npm ci', 'RUN npm ci'],
  ['|1 VERSION=1 /bin/sh -c npm ci', 'RUN npm ci'],
  ['/bin/bash -e -c #(nop)  USER app', 'USER app'],
  ['|1 NAME=two words npm ci', 'RUN |1 NAME=two words npm ci'],
  ["# debian.sh --arch 'amd64' out/", "# debian.sh --arch 'amd64' out/"],
  ['', ''],
])('%j reads %j', (createdBy, command) => {
  expect(historyCommand(createdBy)).toBe(command)
})
