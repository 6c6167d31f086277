/** Labels of a pod. */
export type Labels = Readonly<Record<string, string>>;

/** Kubernetes' label selector; all of its parts must hold, and without parts everything matches. */
export interface LabelSelector {
  readonly matchLabels?: Labels | undefined;
  readonly matchExpressions?: readonly LabelRequirement[] | undefined;
}

/** One of a label selector's `matchExpressions`. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[] | undefined;
}

/** One text for a complete set of labels: sorted by key, `k=v,` each. */
export function canonicalLabels(labels: Labels): string {
  return Object.keys(labels)
    .sort()
    .map((key) => `${key}=${labels[key]},`)
    .join('');
}

/** Whether a pod's labels satisfy a selector; null selects nothing. */
export function selects(selector: LabelSelector | null, labels: Labels): boolean {
  if (selector === null) return false;
  const { matchLabels = {}, matchExpressions = [] } = selector;
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every((requirement) => satisfies(requirement, labels[requirement.key]))
  );
}

function satisfies({ operator, values = [] }: LabelRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}
