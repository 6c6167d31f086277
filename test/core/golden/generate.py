"""Writes gymnasium.jsonl: what Gymnasium itself answers, for the tests of env/core to compare with. One section a line.

    pip install gymnasium==1.4.0 numpy==2.4.6
    python generate.py > gymnasium.jsonl
"""

import json
import math
import warnings
from copy import deepcopy

import gymnasium as gym
import numpy as np
from gymnasium import spaces
from gymnasium.envs.registration import parse_env_id
from gymnasium.spaces.utils import flatdim, flatten, flatten_space, unflatten
from gymnasium.vector import SyncVectorEnv
from gymnasium.vector.utils import batch_space
from gymnasium.wrappers.utils import RunningMeanStd

warnings.simplefilter("ignore")
gym.logger.min_level = gym.logger.ERROR
DTYPES = ["float32", "float64", "int32", "int8", "uint8"]


def plain(x):
    """JSON of anything the library answers; infinities and NaN become text."""
    if isinstance(x, dict):
        return {str(k): plain(v) for k, v in x.items()}
    if isinstance(x, (list, tuple)):
        return [plain(v) for v in x]
    if isinstance(x, np.ndarray):
        return plain(x.tolist())
    if isinstance(x, np.generic):
        return plain(x.item())
    if isinstance(x, float) and not math.isfinite(x):
        return "NaN" if math.isnan(x) else ("Infinity" if x > 0 else "-Infinity")
    return x


def describe(space):
    """A space in the form that scalegym's toJSON gives."""
    if isinstance(space, spaces.Box):
        return {
            "type": "Box",
            "low": np.where(space.bounded_below, space.low.astype("float64"), -np.inf).ravel(),
            "high": np.where(space.bounded_above, space.high.astype("float64"), np.inf).ravel(),
            "shape": list(space.shape),
            "dtype": str(space.dtype),
        }
    if isinstance(space, spaces.Discrete):
        return {"type": "Discrete", "n": space.n, "start": space.start}
    if isinstance(space, spaces.MultiDiscrete):
        return {"type": "MultiDiscrete", "nvec": space.nvec, "start": space.start}
    if isinstance(space, spaces.MultiBinary):
        return {"type": "MultiBinary", "n": space.n}
    return {"type": "Dict", "spaces": {k: describe(v) for k, v in space.spaces.items()}}


def dtypes():
    return {
        "canCast": {a: [b for b in DTYPES if np.can_cast(a, b)] for a in DTYPES},
        "promote": {a: {b: str(np.result_type(a, b)) for b in DTYPES} for a in DTYPES},
    }


def box_construction():
    cases = []
    for dtype in DTYPES:
        for low, high in [(0, 1), (-1, 1), (1, 0), (0, 256), (-129, 0), (0, 1e39), (-np.inf, np.inf), (0, np.inf),
                          (-np.inf, 0), (np.nan, 1), (0, np.nan), (np.inf, np.inf), (3, 3)]:
            try:
                space = spaces.Box(low, high, dtype=dtype)
                result = describe(space)
            except (ValueError, OverflowError):
                result = None
            cases.append({"low": low, "high": high, "dtype": dtype, "space": result})
    return cases


def membership():
    boxes = [
        ("float32", -1, 2), ("float64", -1, 2), ("int32", -1, 2), ("int8", -1, 2), ("uint8", 0, 2),
        ("float32", -np.inf, np.inf), ("float64", 0, np.inf),
    ]
    values = [[0, 1], [-1, 2], [0, 3], [0], [0, 0, 0], [0.5, 1], [np.nan, 0], [np.inf, 0], [-np.inf, 0]]
    out = []
    for dtype, low, high in boxes:
        space = spaces.Box(low, high, (2,), dtype=dtype)
        for value in values:
            for kind in DTYPES:
                with np.errstate(all="ignore"):
                    x = np.array(value).astype(kind)
                if not np.array_equal(x.astype("float64"), np.array(value, dtype="float64"), equal_nan=True):
                    continue
                out.append({"space": describe(space), "value": value, "dtype": kind, "contains": space.contains(x)})
    for space in [spaces.MultiDiscrete([2, 3]), spaces.MultiDiscrete([2, 3], start=[-1, 5]), spaces.MultiBinary(2)]:
        for value in [[0, 1], [-1, 5], [0, 7], [1, 1], [0, 8], [0], [2, 0]]:
            for kind in ["int32", "int8"]:
                x = np.array(value, dtype=kind)
                narrow = spaces.MultiDiscrete(space.nvec, start=space.start, dtype="int32") if hasattr(space, "nvec") else space
                out.append({"space": describe(space), "value": value, "dtype": kind, "contains": narrow.contains(x)})
    return out


EXAMPLES = [
    (spaces.Box(-1, 1, (2, 3), dtype="float32"), np.arange(6, dtype="float32").reshape(2, 3) / 8),
    (spaces.Box(0, np.inf, (2,), dtype="float64"), np.array([0.1, 1e300])),
    (spaces.Discrete(4, start=-1, dtype="int32"), 2),
    (spaces.MultiDiscrete([2, 3], dtype="int32"), np.array([1, 0], dtype="int32")),
    (spaces.MultiDiscrete([2, 3], start=[5, -2], dtype="int32"), np.array([6, -1], dtype="int32")),
    (spaces.MultiBinary(3), np.array([1, 0, 1], dtype="int8")),
    (
        spaces.Dict({"b": spaces.Box(0, 1, (2,), dtype="float32"), "a": spaces.Discrete(3, dtype="int32"),
                     "c": spaces.Dict({"z": spaces.MultiBinary(2), "y": spaces.Box(-5, 5, (1,), dtype="int8")})}),
        {"a": 2, "b": np.array([0.25, 0.5], dtype="float32"),
         "c": {"y": np.array([-3], dtype="int8"), "z": np.array([0, 1], dtype="int8")}},
    ),
    (
        spaces.Dict({"x": spaces.Box(0, 1, (1,), dtype="float32"), "w": spaces.Box(0, 9, (2,), dtype="uint8")}),
        {"x": np.array([0.5], dtype="float32"), "w": np.array([7, 8], dtype="uint8")},
    ),
]


def flattening():
    out = []
    for space, x in EXAMPLES:
        flat = flatten(space, x)
        out.append({
            "space": describe(space),
            "element": space.to_jsonable([x]),
            "flatdim": flatdim(space),
            "flat": flat,
            "flatDtype": str(flat.dtype),
            "flatSpace": describe(flatten_space(space)),
            "unflattened": space.to_jsonable([unflatten(space, flat)]),
            "batchSpace": describe(batch_space(space, 3)),
        })
    return out


def running_mean_std():
    rng = np.random.default_rng(5)
    rms = RunningMeanStd(shape=(3,))
    out = []
    for rows in [1, 1, 4, 2, 16, 1]:
        batch = rng.normal([0, 100, -1e4], [1, 1e-3, 1e3], (rows, 3))
        rms.update(batch)
        out.append({"batch": batch.ravel(), "rows": rows, "mean": rms.mean, "var": rms.var, "count": rms.count})
    return out


class Scripted(gym.Env):
    """Whatever it gives follows from the step and the episode; test/core/scripted-env.ts is its twin."""

    metadata = {"render_modes": []}
    observation_space = spaces.Box(-1000, 1000, (3,), dtype="float64")

    def __init__(self, length=4, action_space=None):
        self.length = length
        self.action_space = action_space or spaces.Discrete(2)
        self.episode = 0

    def _observation(self):
        return np.array([self.t, self.episode, 0.25 * self.t * self.episode - 1], dtype="float64")

    def _info(self):
        info = {"t": self.t, "even": self.t % 2 == 0, "pair": np.array([self.t, self.episode], dtype="float32")}
        if self.t % 2 == 1:
            info["label"] = f"episode {self.episode}"
            info["nested"] = {"half": self.t / 2}
        return info

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.t = 0
        self.episode += 1
        return self._observation(), self._info()

    def step(self, action):
        self.t += 1
        self.received = action
        done = self.t >= self.length + self.episode
        return self._observation(), 0.5 * self.t - self.episode, done, False, self._info()


def rollout(env, steps=14):
    """Resets at the end of every episode; actions alternate 0, 1."""
    obs, info = env.reset(seed=1)
    out = [{"observation": obs}]
    for i in range(steps):
        obs, reward, terminated, truncated, info = env.step(i % 2)
        row = {"observation": obs, "reward": float(reward), "terminated": terminated, "truncated": truncated}
        if "episode" in info:
            row["episode"] = {"r": info["episode"]["r"], "l": info["episode"]["l"]}
        out.append(row)
        if terminated or truncated:
            obs, info = env.reset()
            out.append({"observation": obs})
    return {"space": describe(env.observation_space), "rows": out}


def wrappers():
    w = gym.wrappers

    def scripted():
        return Scripted()

    return {
        "TimeLimit": rollout(w.TimeLimit(scripted(), 3)),
        "TimeLimit5": rollout(w.TimeLimit(scripted(), 5)),
        "RecordEpisodeStatistics": rollout(w.RecordEpisodeStatistics(scripted())),
        "NormalizeObservation": rollout(w.NormalizeObservation(scripted())),
        "NormalizeReward": rollout(w.NormalizeReward(scripted(), gamma=0.9)),
        "NormalizeRewardTruncated": rollout(w.NormalizeReward(w.TimeLimit(scripted(), 3))),
        "FrameStackReset": rollout(w.FrameStackObservation(scripted(), 3)),
        "FrameStackZero": rollout(w.FrameStackObservation(scripted(), 3, padding_type="zero")),
        "DelayObservation": rollout(w.DelayObservation(scripted(), 2)),
        "TimeAware": rollout(w.TimeAwareObservation(w.TimeLimit(scripted(), 4))),
        "TimeAwareNormalized": rollout(w.TimeAwareObservation(w.TimeLimit(scripted(), 4), normalize_time=True)),
        "TimeAwareDict": rollout(w.TimeAwareObservation(w.TimeLimit(scripted(), 4), flatten=False)),
        "ClipReward": rollout(w.ClipReward(scripted(), -0.75, 0.5)),
        "RepeatAction": rollout(w.RepeatAction(scripted(), 2)),
        "DtypeObservation": rollout(w.DtypeObservation(scripted(), "float32")),
    }


def action_wrappers():
    w = gym.wrappers
    box = spaces.Box(np.array([-2, 0], dtype="float32"), np.array([2, 10], dtype="float32"))
    half = spaces.Box(np.array([0, -1], dtype="float64"), np.array([np.inf, 3], dtype="float64"), dtype="float64")

    def received(env, action):
        env.reset()
        env.step(action)
        return env.unwrapped.received

    def case(name, make, inner, actions, kwargs):
        env = make(Scripted(1000, inner))
        return {"wrapper": name, "inner": describe(inner), "kwargs": kwargs, "space": describe(env.action_space),
                "actions": [{"given": a, "received": received(env, np.array(a, dtype=inner.dtype) if isinstance(a, list) else a)}
                            for a in actions]}

    grid = [[-1, -1], [0, 0], [1, 1], [0.5, -0.25]]
    return [
        case("ClipAction", w.ClipAction, box, [[-5, 5], [1, 11], [0.25, -3]], {}),
        case("RescaleAction", lambda e: w.RescaleAction(e, -1, 1), box, grid, {"minAction": -1, "maxAction": 1}),
        case("RescaleAction", lambda e: w.RescaleAction(e, np.array([5.0, 0.0]), np.array([np.inf, 1.0])), half,
             [[5, 0], [7.5, 1], [6, 0.25]], {"minAction": [5, 0], "maxAction": ["Infinity", 1]}),
        case("DiscretizeAction", lambda e: w.DiscretizeAction(e, 4), box, list(range(16)), {"bins": 4}),
        case("DiscretizeAction", lambda e: w.DiscretizeAction(e, (3, 5)), box, list(range(15)), {"bins": [3, 5]}),
    ]


def reverted_actions():
    box = spaces.Box(np.array([-2, 0], dtype="float32"), np.array([2, 10], dtype="float32"))
    env = gym.wrappers.DiscretizeAction(Scripted(1000, box), (3, 5))
    points = [[-2, 0], [2, 10], [0.1, 4.9], [-0.7, 7.2], [1.5, 2.1]]
    return [{"action": p, "index": int(env.revert_action(np.array(p, dtype="float32")))} for p in points]


class KeepsOptions(SyncVectorEnv):
    """SyncVectorEnv takes the mask out of the caller's options, so that a wrapper around it no longer sees it (1.4.0)."""

    def reset(self, *, seed=None, options=None):
        return super().reset(seed=seed, options=None if options is None else dict(options))


def vector(mode, statistics=False):
    envs = KeepsOptions([lambda n=n: Scripted(n) for n in (1, 2, 4)], autoreset_mode=mode)
    if statistics:
        envs = gym.wrappers.vector.RecordEpisodeStatistics(envs)
    obs, infos = envs.reset(seed=7)
    rows = [{"observations": obs, "infos": infos}]
    for i in range(12):
        obs, rewards, terminations, truncations, infos = envs.step(np.array([i % 2, 0, 1]))
        if "episode" in infos:
            infos["episode"].pop("t")
        # A copy: the wrapper goes on writing to the mask it gave out as `_episode`.
        rows.append(deepcopy({"observations": obs, "rewards": rewards, "terminations": terminations,
                              "truncations": truncations, "infos": infos}))
        ended = np.logical_or(terminations, truncations)
        if mode == "Disabled" and ended.any():
            obs, infos = envs.reset(options={"reset_mask": ended})
            rows.append({"mask": ended, "observations": obs, "infos": infos})
    return rows


def cart_pole():
    env = gym.make("CartPole-v1")
    env.reset(seed=3)
    start = list(env.unwrapped.state)
    rows = []
    for i in range(200):
        action = [1, 1, 0, 1, 0, 0, 0, 1][i % 8]
        obs, reward, terminated, truncated, info = env.step(action)
        rows.append({"action": action, "state": [float(v) for v in env.unwrapped.state], "observation": obs,
                     "reward": reward, "terminated": terminated, "truncated": truncated})
        if terminated or truncated:
            break
    return {"start": start, "space": describe(env.observation_space), "stack": str(env), "rows": rows}


def env_ids():
    out = []
    for text in ["CartPole-v1", "CartPole", "ns/CartPole-v0", "a-b/C.d-v12", "x-v", "x-v1-v2", "", "a/b/c-v1", "-v1",
                 "sp ace-v1", "ns/-v3", "A:b/c-v1", "name-v01"]:
        try:
            out.append({"id": text, "parsed": list(parse_env_id(text))})
        except gym.error.Error:
            out.append({"id": text, "parsed": None})
    return out


SECTIONS = {
    "versions": {"gymnasium": gym.__version__, "numpy": np.__version__},
    "dtypes": dtypes(),
    "boxConstruction": box_construction(),
    "membership": membership(),
    "flattening": flattening(),
    "runningMeanStd": running_mean_std(),
    "wrappers": wrappers(),
    "actionWrappers": action_wrappers(),
    "revertedActions": reverted_actions(),
    "vector": {mode: vector(mode) for mode in ("NextStep", "SameStep", "Disabled")},
    "vectorStatistics": {mode: vector(mode, True) for mode in ("NextStep", "SameStep", "Disabled")},
    "cartPole": cart_pole(),
    "envIds": env_ids(),
}

for name, value in SECTIONS.items():
    print(json.dumps({"name": name, "value": plain(value)}, separators=(",", ":")))
