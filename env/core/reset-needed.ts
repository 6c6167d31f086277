/** An environment was used before its first `reset`, or after an episode's end where nobody resets it. A defect of the caller. */
export class ResetNeeded extends Error {
  override readonly name = 'ResetNeeded';
}
