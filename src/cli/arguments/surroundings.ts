/** What the meaning of a command line hangs on besides its words. */
export type Surroundings = {
  /** Absolute path that relative ones start from. */
  readonly directory: string
  readonly environment: Readonly<Record<string, string | undefined>>
  exists(path: string): boolean
}
