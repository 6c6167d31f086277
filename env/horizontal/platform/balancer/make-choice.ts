import type { RandomStream } from '../../../core/random.js';
import type { Balancer } from '../config.js';
import type { Pods } from '../pods/pods.js';
import type { Servers } from '../servers/servers.js';
import { BlindChoice } from './blind-choice.js';
import type { Choice } from './choice.js';
import type { Endpoints } from './endpoints.js';
import { FewestChoice } from './fewest-choice.js';
import { IdleChoice } from './idle-choice.js';

/** Makes the configured rule. */
export function makeChoice(
  balancer: Balancer,
  endpoints: Endpoints,
  servers: Servers,
  pods: Pods,
  random: RandomStream,
): Choice {
  switch (balancer.kind) {
    case 'round-robin':
      return new BlindChoice(endpoints, null);
    case 'random':
      return new BlindChoice(endpoints, random);
    case 'least-request':
      return new FewestChoice(endpoints, servers, random, null);
    case 'power-of-d':
      return new FewestChoice(endpoints, servers, random, balancer.choices);
    case 'shared-queue':
      return new IdleChoice(endpoints, servers, pods);
  }
}
