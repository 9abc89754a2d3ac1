import { defineConfig } from 'vitest/config'

// unit: no engine, no terminal.  cases: recorded builds against the simulation.  e2e: the built program in a pseudo-terminal.  engine: real Docker engines (npm run test:engine).
const project = (name: string, include: string[], testTimeout: number, more: { globalSetup?: string } = {}) => ({
  test: { name, include, testTimeout, hookTimeout: 60_000, exclude: ['**/node_modules/**'], ...more },
})

export default defineConfig({
  test: {
    // A person's machine keeps a core for other work; CI has none.
    ...(process.env.CI === undefined ? {} : { maxWorkers: '100%' }),
    reporters: ['default', './test/support/cases/agreement-reporter.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/cache/cases/**', 'test/e2e/**', 'test/engine/**', '**/node_modules/**'],
          testTimeout: 30_000,
          setupFiles: ['test/support/repeatable-properties.ts'],
        },
      },
      project('cases', ['test/cache/cases/**/*.test.ts'], 30_000),
      project('e2e', ['test/e2e/**/*.test.ts'], 60_000, { globalSetup: 'test/support/build-program.ts' }),
      project('engine', ['test/engine/**/*.test.ts'], 300_000),
    ],
  },
})
