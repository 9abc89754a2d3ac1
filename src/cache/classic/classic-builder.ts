import type { ClassicGraph } from '../model/build-graph.ts'
import type { Builder } from '../model/builder.ts'
import { convertClassicBuild } from './convert-classic-build.ts'
import { simulateClassic } from './simulate-classic.ts'

/**
 * The classic builder (`DOCKER_BUILDKIT=0`): every instruction makes an image, found again by its parent and command.
 */
export const classicBuilder: Builder<ClassicGraph> = { read: convertClassicBuild, simulate: simulateClassic }
