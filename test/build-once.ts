import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * Builds the package before the tests, because the command line and the worker threads are tested as users run them.
 * SCALEGYM_SKIP_BUILD=1 tests the build that is already there.
 */
export function setup(): void {
  if (process.env['SCALEGYM_SKIP_BUILD'] === '1') return;
  const root = fileURLToPath(new URL('..', import.meta.url));
  execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
}
