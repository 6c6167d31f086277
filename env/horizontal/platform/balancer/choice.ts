/** Chooses a pod for each request. */
export interface Choice {
  /** @param owner user who sends the request, or `noOwner` @returns a pod's slot, -1 when there is none to choose */
  choose(owner: number): number;
}
