import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../env/core/input-error.js';
import { writeFileAtomically } from '../workloads/atomic-file.js';
import type { PlanBase } from './plan.js';
import { makeFolder, storedPlanId } from './plan-folder.js';
import type { DecisionTime } from './trial.js';

/** One finished trial as a chunk file holds it. */
interface StoredTrial<Result> {
  readonly id: string;
  readonly result: Result;
}

/** Trials a chunk holds: a few hundred files at most, and a worker is never busy with one for long. */
export function chunkSize(trials: number): number {
  return Math.max(1, Math.min(64, Math.ceil(trials / 200)));
}

/** Positions `[from, to)` of the trials of every chunk of a plan. */
export function chunksOf(plan: PlanBase): readonly { readonly from: number; readonly to: number }[] {
  const size = chunkSize(plan.trials.length);
  return Array.from({ length: Math.ceil(plan.trials.length / size) }, (_, chunk) => ({
    from: chunk * size,
    to: Math.min(plan.trials.length, (chunk + 1) * size),
  }));
}

/**
 * A run on disk: `plan.json`, and one file for each finished block of trials (`trials/00012.jsonl`, one trial a line in the
 * plan's order). A chunk file is there whole or not at all, so a run can be stopped at any time and resumed by starting it
 * again; which worker wrote it, and when, leaves no trace. Wall-clock times lie apart in `timing/`.
 */
export class RunFolder<Result> {
  private constructor(
    readonly path: string,
    private readonly plan: PlanBase,
  ) {}

  /**
   * Opens a folder for a plan: a new one, or one that holds the same plan.
   * @param force throws away what another plan left in the folder
   * @throws InputError when the folder holds another plan, or other people's files
   */
  static open<Result>(path: string, plan: PlanBase, force = false): RunFolder<Result> {
    const folder = new RunFolder<Result>(path, plan);
    const planPath = join(path, 'plan.json');
    makeFolder(path);
    if (existsSync(planPath)) {
      if (storedPlanId(planPath) !== plan.id) {
        if (!force)
          throw new InputError(
            { file: path, field: 'plan', value: storedPlanId(planPath) },
            `plan ${plan.id}; the folder holds another comparison (choose another --out, or --force to replace it)`,
          );
        for (const name of ['trials', 'timing']) rmSync(join(path, name), { recursive: true, force: true });
        rmSync(planPath);
      }
    } else if (readdirSync(path).length > 0 && !force) {
      throw new InputError(
        { file: path },
        'a new or empty folder, or one of an earlier run (--force writes into it anyway)',
      );
    }
    if (!existsSync(planPath)) writeFileAtomically(planPath, `${JSON.stringify(plan, null, 1)}\n`);
    return folder;
  }

  /** Writes the finished chunk `[from, to)`. */
  writeChunk(chunk: number, from: number, results: readonly Result[], times: readonly DecisionTime[]): void {
    const lines = results.map((result, i) => JSON.stringify({ id: this.plan.trials[from + i]!.id, result }));
    writeFileAtomically(this.chunkPath('timing', chunk), `${JSON.stringify(times)}\n`);
    writeFileAtomically(this.chunkPath('trials', chunk), `${lines.join('\n')}\n`);
  }

  /** What a chunk holds; null when it was not finished, or is not what was written: then it is run again. */
  readChunk(
    chunk: number,
    from: number,
    to: number,
  ): { readonly results: readonly Result[]; readonly times: readonly DecisionTime[] } | null {
    try {
      const lines = readFileSync(this.chunkPath('trials', chunk), 'utf8').trimEnd().split('\n');
      const stored = lines.map((line) => JSON.parse(line) as StoredTrial<Result>);
      const times = JSON.parse(readFileSync(this.chunkPath('timing', chunk), 'utf8')) as DecisionTime[];
      const matches = stored.length === to - from && stored.every(({ id }, i) => id === this.plan.trials[from + i]!.id);
      return matches && times.length === stored.length ? { results: stored.map(({ result }) => result), times } : null;
    } catch (error) {
      if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Writes one file of the run, whole or not at all. */
  write(name: string, content: string | Uint8Array): void {
    writeFileAtomically(join(this.path, name), content);
  }

  private chunkPath(kind: 'trials' | 'timing', chunk: number): string {
    return join(this.path, kind, `${String(chunk).padStart(5, '0')}.${kind === 'trials' ? 'jsonl' : 'json'}`);
  }
}
