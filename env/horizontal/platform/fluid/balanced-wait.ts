/** Levels of the mean field beyond which no pod is, and shares of pods that count as none. */
const mostLevels = 200;
const negligible = 1e-6;

/**
 * Mean wait, in services, at one-server pods of which a balancer draws some at random and takes the better one: the supermarket model's mean
 * field (horizontal.md §3.2), with draws that may hit a pod twice. The share of pods that hold at least i requests is
 * s(i + 1) = u · E[s(i)^distinct].
 */
export function balancedWait(utilisation: number, draws: number, pods: number): number {
  const distinct = distinctPods(draws, pods);
  let share = utilisation;
  let held = 0;
  for (let level = 0; level < mostLevels && share > negligible; level++) {
    held += share;
    let chosen = 0;
    for (let count = 1; count < distinct.length; count++) chosen += distinct[count]! * share ** count;
    share = utilisation * chosen;
  }
  return utilisation === 0 ? 0 : held / utilisation - 1;
}

/** Chance by number of different pods among so many drawn with replacement. */
function distinctPods(draws: number, pods: number): number[] {
  let chances = [1];
  for (let draw = 0; draw < draws; draw++) {
    const next = new Array<number>(chances.length + 1).fill(0);
    for (const [count, chance] of chances.entries()) {
      next[count]! += (chance * count) / pods;
      next[count + 1]! += chance * Math.max(0, 1 - count / pods);
    }
    chances = next;
  }
  return chances;
}
