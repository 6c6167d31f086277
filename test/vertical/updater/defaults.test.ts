import { expect, it } from 'vitest';
import { kubernetesUpdaterDefaults, type UpdaterFlag, updaterFlags } from '../../../env/vertical/updater/defaults.js';

it('carries every flag that the environment has a field for, and every field but mode and requirements is a flag', () => {
  const flags: readonly UpdaterFlag[] = Object.values(updaterFlags);
  const fields = flags.flatMap(({ field }) => field ?? []);
  const { mode, evictionRequirements, ...numbers } = kubernetesUpdaterDefaults;
  expect([mode, evictionRequirements]).toEqual(['Recreate', []]);
  expect([...fields].sort()).toEqual(Object.keys(numbers).sort());
  for (const { field, default: value } of flags)
    if (field !== undefined) expect(kubernetesUpdaterDefaults[field]).toBe(value);
});
