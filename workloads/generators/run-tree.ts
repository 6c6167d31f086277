import { InputError } from '../../env/core/input-error.js';
import { RandomStream, type Seed } from '../../env/core/random.js';
import type { GeneratedUsage, GeneratorContext, WorkloadNode } from './generator.js';
import type { GeneratorRegistry } from './registry.js';

/** The grid a tree is run on. */
export type TreeGrid = Pick<GeneratorContext, 'steps' | 'stepSeconds' | 'startTime'>;

/** What decides the values of a tree apart from its nodes. */
export interface TreeRun {
  readonly registry: GeneratorRegistry;
  readonly seed: Seed;
  readonly grid: TreeGrid;
  /** What the streams of nodes without a name are named after, before their place in the tree. */
  readonly place: readonly string[];
  /** Where the configuration came from, named in errors. */
  readonly file: string | undefined;
}

/**
 * Runs a node and all below it, each with random streams of its own.
 * @throws InputError when two nodes have the same name
 */
export function runTree(root: WorkloadNode, { registry, seed, grid, place, file }: TreeRun): GeneratedUsage {
  const names = new Set<string>();
  const run = (node: WorkloadNode, at: readonly string[], { steps, stepSeconds, startTime }: TreeGrid) => {
    if (node.name !== undefined && names.has(node.name))
      throw new InputError(
        { ...(file === undefined ? {} : { file }), field: 'name', value: node.name },
        'a name that no other node has',
      );
    if (node.name !== undefined) names.add(node.name);
    const path = node.name === undefined ? at : ['named', node.name];
    return registry.generatorOf(node.type).generate(node.config, {
      steps,
      stepSeconds,
      startTime,
      random: (purpose) => new RandomStream(seed, 'workload', ...path, purpose),
      generate: (child, childPlace, childSteps = steps, skip = 0): GeneratedUsage =>
        run(child, [...path, childPlace], {
          steps: childSteps,
          stepSeconds,
          startTime: startTime + skip * stepSeconds,
        }),
    });
  };
  return run(root, place, grid);
}
