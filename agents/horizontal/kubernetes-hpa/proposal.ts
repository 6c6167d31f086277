/** Why a metric gave no answer, under the condition reasons of the controller. */
export type MetricFailure =
  | 'FailedGetResourceMetric'
  | 'FailedGetContainerResourceMetric'
  | 'FailedGetPodsMetric'
  | 'FailedGetObjectMetric'
  | 'FailedGetExternalMetric';

/** What one metric of the HPA says. */
export type Proposal =
  | {
      readonly kind: 'replicas';
      readonly replicas: number;
      /** The metric now: percent for utilisation targets, thousandths for all others. */
      readonly measured: number;
    }
  | { readonly kind: 'failed'; readonly reason: MetricFailure; readonly message: string };
