/** Why the answer of the metrics was held back or let through, under the condition reasons of the controller. */
export type LimitReason =
  | 'DesiredWithinRange'
  | 'ScaleUpLimit'
  | 'ScaleDownLimit'
  | 'TooManyReplicas'
  | 'TooFewReplicas';

/** Reasons of the condition `AbleToScale`, as the controller words them. */
export type StabilizationReason = 'ReadyForNewScale' | 'ScaleUpStabilized' | 'ScaleDownStabilized';

/** A desired replica count after stabilisation, rate limits and bounds. */
export interface Normalised {
  readonly replicas: number;
  readonly stabilization: StabilizationReason;
  readonly limit: LimitReason;
}

/** What a normalisation starts from. All counts are replicas. */
export interface NormalisationInput {
  readonly nowSeconds: number;
  readonly current: number;
  /** What the metrics ask for. */
  readonly desired: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}
