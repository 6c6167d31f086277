import { register } from '../core/registry.js';
import type { HorizontalEnvOptions, HorizontalJointEnvOptions } from './env-options.js';
import { HorizontalScalingEnv } from './horizontal-env.js';
import { HorizontalScalingJointEnv } from './horizontal-joint-env.js';

/** The id of the horizontal-scaling environment. */
export const horizontalScalingId = 'HorizontalScaling-v0';

register({
  id: horizontalScalingId,
  entryPoint: 'env/horizontal:HorizontalScalingEnv',
  create: (kwargs: HorizontalEnvOptions | HorizontalJointEnvOptions) =>
    'services' in kwargs ? new HorizontalScalingJointEnv(kwargs) : new HorizontalScalingEnv(kwargs),
});
