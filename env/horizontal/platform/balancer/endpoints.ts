import { grown } from '../grown.js';

/** The pods balancers know as ready, in the order in which they joined. */
export class Endpoints {
  count = 0;
  list = new Int32Array(16);
  /** By pod: 1 if it is among them. */
  private member = new Uint8Array(16);

  has(pod: number): boolean {
    return this.member[pod] === 1;
  }

  add(pod: number): void {
    if (this.has(pod)) return;
    while (pod >= this.member.length) this.member = grown(this.member, this.member.length * 2);
    if (this.count === this.list.length) this.list = grown(this.list, this.count * 2);
    this.list[this.count++] = pod;
    this.member[pod] = 1;
  }

  remove(pod: number): void {
    if (!this.has(pod)) return;
    this.list.copyWithin(this.list.indexOf(pod), this.list.indexOf(pod) + 1, this.count);
    this.count--;
    this.member[pod] = 0;
  }
}
