import { KubernetesHpa } from '../kubernetes-hpa/reconcile.js';
import type { PredictiveHpaConfig } from './config.js';
import { decideAmong } from './decision.js';
import { PredictionModel } from './model.js';

/**
 * The predictive HPA: at every reconcile the metrics' count and one count a model are candidates, and what is decided among them is
 * stabilised and limited as the HPA's own (specification §1.11).
 */
export function predictiveHpa({ hpa, models, decisionType }: PredictiveHpaConfig): KubernetesHpa {
  const predictors = models.map((model) => new PredictionModel(model));
  return new KubernetesHpa(hpa, (replicas, { timeSeconds }) => {
    const candidates = [replicas];
    for (const predictor of predictors) {
      const predicted = predictor.predict({ timeSeconds, replicas });
      if (predicted !== null) candidates.push(predicted);
    }
    return decideAmong(candidates, decisionType);
  });
}
