import { z } from 'zod';

const requirement = z.discriminatedUnion('operator', [
  z.strictObject({ key: z.string(), operator: z.enum(['In', 'NotIn']), values: z.array(z.string()).min(1) }),
  z.strictObject({ key: z.string(), operator: z.enum(['Exists', 'DoesNotExist']) }),
]);

/** A Kubernetes label selector (`meta/v1 LabelSelector`): every label and every expression has to hold. */
export const labelSelectorSchema = z.strictObject({
  matchLabels: z.record(z.string(), z.string()).default({}),
  matchExpressions: z.array(requirement).default([]),
});

/** A label selector, complete. */
export type LabelSelector = z.infer<typeof labelSelectorSchema>;

type Labels = Readonly<Record<string, string>>;

/** Whether labels satisfy a selector; null selects everything. A label that is absent satisfies `NotIn`. */
export function matchesLabels(selector: LabelSelector | null, labels: Labels): boolean {
  if (selector === null) return true;
  return (
    Object.entries(selector.matchLabels).every(([key, value]) => labels[key] === value) &&
    selector.matchExpressions.every((rule) => satisfies(rule, labels[rule.key]))
  );
}

function satisfies(rule: z.infer<typeof requirement>, value: string | undefined): boolean {
  switch (rule.operator) {
    case 'In':
      return value !== undefined && rule.values.includes(value);
    case 'NotIn':
      return value === undefined || !rule.values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}
