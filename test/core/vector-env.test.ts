import { describe, expect, it } from 'vitest';
import {
  type AutoresetMode,
  autoresetModes,
  Box,
  InputError,
  RecordEpisodeStatistics,
  ResetNeeded,
  SyncVectorEnv,
  type VectorEnv,
  VectorRecordEpisodeStatistics,
} from '../../env/core/index.js';
import { CartPole } from './cart-pole.js';
import { CartPoleVector } from './cart-pole-vector.js';
import { golden, numbers } from './golden.js';
import { PromisedEnv } from './promised-env.js';
import { ScriptedEnv } from './scripted-env.js';

type Row = Readonly<Record<string, unknown>>;
type Vector = VectorEnv<Float64Array, Int32Array, 'sync'>;

const names: Readonly<Record<string, string>> = { final_obs: 'finalObs', final_info: 'finalInfo' };

/** Infos in the golden file's shape: our names for Gymnasium's, arrays as flat lists of numbers, text and absence as they are. */
function wantedInfos(infos: Row): Row {
  return Object.fromEntries(
    Object.entries(infos).map(([key, value]) => {
      const mask = key.startsWith('_');
      const bare = mask ? key.slice(1) : key;
      const name = `${mask ? '_' : ''}${names[bare] ?? bare}`;
      if (Array.isArray(value))
        return [name, value.some((v) => typeof v === 'string' || v === null) ? value : numbers(value)];
      return [name, wantedInfos(value as Row)];
    }),
  );
}

function ourInfos(infos: Row): Row {
  return Object.fromEntries(
    Object.entries(infos).map(([key, value]) => {
      if (ArrayBuffer.isView(value)) return [key, Array.from(value as Float64Array)];
      if (Array.isArray(value))
        return [key, value.map((item) => (ArrayBuffer.isView(item) ? Array.from(item as Float64Array) : item))];
      return [key, ourInfos(value as Row)];
    }),
  );
}

/** Twin of `vector` in golden/generate.py. */
function play(envs: Vector, mode: AutoresetMode): Row[] {
  const rows: Row[] = [{ ...envs.reset({ seed: 7 }) }];
  for (let i = 0; i < 12; i++) {
    const result = envs.step(Int32Array.of(i % 2, 0, 1));
    rows.push({ ...result });
    const ended = result.terminations.map((bit, k) => bit | result.truncations[k]!);
    if (mode === 'Disabled' && ended.includes(1))
      rows.push({ mask: ended, ...envs.reset({ options: { resetMask: ended } }) });
  }
  return rows;
}

function scripted(mode: AutoresetMode): SyncVectorEnv<Float64Array, number> {
  return new SyncVectorEnv(
    [1, 2, 4].map((length) => () => new ScriptedEnv(length)),
    { autoresetMode: mode },
  );
}

function expectRows(rows: Row[], wanted: Row[]): void {
  expect(rows).toHaveLength(wanted.length);
  rows.forEach((row, i) => {
    for (const [key, value] of Object.entries(wanted[i]!))
      if (key === 'infos') expect(ourInfos(row.infos as Row)).toEqual(wantedInfos(value as Row));
      else expect(Array.from(row[key] as Float64Array)).toEqual(numbers(value));
  });
}

describe.each(autoresetModes)('SyncVectorEnv in mode %s', (mode) => {
  it('gives what Gymnasium gives, infos and masks included', () => {
    expectRows(play(scripted(mode), mode), golden<Record<string, Row[]>>('vector')[mode]!);
  });

  it('keeps the statistics of episodes as Gymnasium does', () => {
    const envs = new VectorRecordEpisodeStatistics(scripted(mode));
    expectRows(play(envs, mode), golden<Record<string, Row[]>>('vectorStatistics')[mode]!);
    expect(envs.episodeCount).toBe(envs.returnQueue.length);
  });

  it('plays the episodes its sub-environments play alone', () => {
    const lengths = [1, 2, 4];
    const envs = new SyncVectorEnv(
      lengths.map((length) => () => new RecordEpisodeStatistics(new ScriptedEnv(length))),
      { autoresetMode: mode },
    );
    play(envs, mode);
    envs.envs.forEach((env, i) => {
      const alone = new RecordEpisodeStatistics(new ScriptedEnv(lengths[i]));
      const { returnQueue } = env as RecordEpisodeStatistics<Float64Array, number, 'sync'>;
      while (alone.episodeCount < returnQueue.length) {
        alone.reset();
        while (!alone.step(0).terminated);
      }
      expect(alone.returnQueue).toEqual(returnQueue);
    });
  });
});

describe('SyncVectorEnv', () => {
  it('seeds sub-environment i with seed + i, or each as a list says', () => {
    const envs = new SyncVectorEnv([1, 2, 3].map(() => () => new CartPole()));
    const { observations } = envs.reset({ seed: 10 });
    const alone = new CartPole();
    for (let i = 0; i < 3; i++)
      expect(observations.slice(i * 4, i * 4 + 4)).toEqual(alone.reset({ seed: 10 + i }).observation);
    const listed = envs.reset({ seed: [5, null, 5] }).observations;
    expect(listed.slice(0, 4)).toEqual(listed.slice(8, 12));
    expect(envs.envs.map((env) => env.randomSeed)).toEqual([5, 11, 5]);
    expect(() => envs.reset({ seed: [1, 2] })).toThrow('3 seeds');
  });

  it('resets only what the mask says', () => {
    const envs = scripted('NextStep');
    envs.reset();
    envs.step(new Int32Array(3));
    const { observations, infos } = envs.reset({ options: { resetMask: Uint8Array.of(0, 1, 0) } });
    expect([observations[0], observations[3], observations[6]]).toEqual([1, 0, 1]);
    expect(infos._t).toEqual(Uint8Array.of(0, 1, 0));
    for (const mask of [new Uint8Array(3), Uint8Array.of(1, 0), [true, false, false], Uint8Array.of(2, 0, 0)])
      expect(() => envs.reset({ options: { resetMask: mask as Uint8Array } })).toThrow('resetMask');
  });

  it('hands out memory of its own, unless asked not to', () => {
    const copying = scripted('NextStep');
    const first = copying.reset().observations;
    const kept = first.slice();
    copying.step(new Int32Array(3));
    expect(first).toEqual(kept);
    const sharing = new SyncVectorEnv([() => new ScriptedEnv()], { copy: false });
    expect(sharing.reset().observations).toBe(sharing.step(new Int32Array(1)).observations);
  });

  it('refuses to step over an end in mode Disabled', () => {
    const envs = new SyncVectorEnv([() => new ScriptedEnv(0)], { autoresetMode: 'Disabled' });
    envs.reset();
    envs.step(new Int32Array(1));
    expect(() => envs.step(new Int32Array(1))).toThrow(ResetNeeded);
  });

  it('refuses environments that differ, that answer with promises, or that are none', () => {
    expect(() => new SyncVectorEnv([])).toThrow('at least one');
    const other = () => new ScriptedEnv<number>(4, new Box(0, 1));
    expect(() => new SyncVectorEnv([() => new ScriptedEnv(), other])).toThrow('envs.1.actionSpace');
    const promised = new SyncVectorEnv([() => new PromisedEnv(new ScriptedEnv()) as never]);
    expect(() => promised.reset()).toThrow(InputError);
    expect(() => new SyncVectorEnv([() => new ScriptedEnv()], { autoresetMode: 'Never' as 'Disabled' })).toThrow(
      'SameStep',
    );
  });
});

describe('a structure of arrays', () => {
  it('gives what a loop over single environments gives', () => {
    const n = 4;
    const loop = new SyncVectorEnv(
      Array.from({ length: n }, () => () => new CartPole()),
      { autoresetMode: 'SameStep' },
    );
    const arrays = new CartPoleVector(n, 500);
    expect(arrays.observationSpace.equals(loop.observationSpace)).toBe(true);
    expect(arrays.reset({ seed: 3 }).observations).toEqual(loop.reset({ seed: 3 }).observations);
    let ends = 0;
    for (let i = 0; i < 200; i++) {
      const actions = Int32Array.from({ length: n }, (_, k) => (i * (k + 3)) % 2);
      const ours = arrays.step(actions);
      const theirs = loop.step(actions);
      expect(ours.observations).toEqual(theirs.observations);
      expect(ours.terminations).toEqual(theirs.terminations);
      ends += ours.terminations.reduce((sum, bit) => sum + bit, 0);
    }
    expect(ends).toBeGreaterThan(10);
  });
});
