import { ExactSum } from './int64.js';
import type { PodGroup } from './pod-groups.js';

/** How many pods there are of each group, and their usage and requests in thousandths. */
export class PodTally {
  ready = 0;
  missing = 0;
  unready = 0;
  readonly readyUsage = new ExactSum();
  readonly readyRequest = new ExactSum();
  readonly missingRequest = new ExactSum();
  readonly unreadyRequest = new ExactSum();
  /** What missing pods are taken to use where the others say that there are too many pods. */
  readonly missingHighUsage = new ExactSum();

  /** @param highUsage what the pod is taken to use should it be missing */
  count(group: PodGroup, usage: number, request: number, highUsage: number): void {
    switch (group) {
      case 'ready':
        this.ready++;
        this.readyUsage.add(usage);
        this.readyRequest.add(request);
        break;
      case 'missing':
        this.missing++;
        this.missingRequest.add(request);
        this.missingHighUsage.add(highUsage);
        break;
      case 'unready':
        this.unready++;
        this.unreadyRequest.add(request);
        break;
      case 'ignored':
        break;
    }
  }
}
