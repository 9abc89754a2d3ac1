/** What the meaning of a command line hangs on besides its words. */
export type Surroundings = {
  /** Absolute path that relative ones start from. */
  readonly directory: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The machine's: `linux/arm64`. */
  readonly platform: string
  exists(path: string): boolean
}
