import { register } from '../core/registry.js';
import { VerticalScalingEnv } from './vertical-env.js';
import { VerticalScalingVectorEnv } from './vertical-vector-env.js';

/** The id of the vertical-scaling environment. */
export const verticalScalingId = 'VerticalScaling-v0';

register({
  id: verticalScalingId,
  entryPoint: 'env/vertical:VerticalScalingEnv',
  vectorEntryPoint: 'env/vertical:VerticalScalingVectorEnv',
  create: (kwargs) => new VerticalScalingEnv(kwargs),
  createVector: (numEnvs, kwargs) => new VerticalScalingVectorEnv(numEnvs, kwargs),
});
