import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../env/core/input-error.js';
import { writeFileAtomically } from '../../workloads/atomic-file.js';
import { makeFolder, storedPlanId } from '../plan-folder.js';
import type { OrangePlan } from './plan.js';
import type { OrangeRun } from './run.js';

/**
 * A reproduction on disk: `plan.json`, and `runs/001.json` … for the runs that are finished. A file is there whole or not at all, so it can be
 * stopped at any time and goes on when it is started again.
 */
export class OrangeFolder {
  private constructor(
    readonly path: string,
    private readonly plan: OrangePlan,
  ) {}

  /**
   * Opens a new folder, or one that holds the same plan.
   * @param force throws away what another plan left in it
   * @throws InputError when the folder holds another plan, or other people's files
   */
  static open(path: string, plan: OrangePlan, force = false): OrangeFolder {
    makeFolder(path);
    const planPath = join(path, 'plan.json');
    const stored = existsSync(planPath) ? storedPlanId(planPath) : null;
    if (stored !== plan.id) {
      if (!force && stored !== null)
        throw new InputError(
          { file: path, field: 'plan', value: stored },
          `plan ${plan.id}; the folder holds another run (choose another --out, or --force to replace it)`,
        );
      if (!force && readdirSync(path).length > 0)
        throw new InputError(
          { file: path },
          'a new or empty folder, or one of an earlier run (--force writes into it)',
        );
      rmSync(join(path, 'runs'), { recursive: true, force: true });
      writeFileAtomically(planPath, `${JSON.stringify(plan, null, 1)}\n`);
    }
    return new OrangeFolder(path, plan);
  }

  /** A finished run; null when there is none, or not what was written: then it is run again. */
  readRun(run: number): OrangeRun | null {
    try {
      const stored = JSON.parse(readFileSync(this.runPath(run), 'utf8')) as OrangeRun;
      return stored.run === run && stored.plays.cold.length === this.plan.agents.length ? stored : null;
    } catch (error) {
      if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  writeRun(run: OrangeRun): void {
    writeFileAtomically(this.runPath(run.run), `${JSON.stringify(run)}\n`);
  }

  /** Writes one file, whole or not at all. */
  write(name: string, content: string): void {
    writeFileAtomically(join(this.path, name), content);
  }

  private runPath(run: number): string {
    return join(this.path, 'runs', `${String(run).padStart(3, '0')}.json`);
  }
}
