import { z } from 'zod';
import { InputError } from '../../../env/core/input-error.js';
import { milliValue, parseQuantity, type Quantity } from '../../../workloads/quantity.js';

/** A quantity as people write it: `"100m"`, `"1.5"`, `"512Mi"` or a number. */
const quantity = z.union([z.string(), z.number()]).transform((written, context) => {
  try {
    return parseQuantity(String(written));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    context.addIssue({ code: 'custom', message: error.expected, input: written });
    return z.NEVER;
  }
});

/** A quantity above zero, in thousandths (`Quantity.MilliValue()`). */
export const milliQuantity = quantity
  .transform((amount) => Number(milliValue(amount)))
  .refine((milli) => milli > 0, 'a quantity above zero');

/** A quantity of at least zero, as the controller's double. */
export const floatQuantity = quantity
  .transform(approximateFloat)
  .refine((fraction) => fraction >= 0, 'a quantity of at least zero');

/**
 * A quantity as the API's approximate double: the mantissa of its canonical form (`570m` for 0.57) times a power of ten, which can
 * differ from the literal by a rounding.
 */
function approximateFloat({ nano }: Quantity): number {
  let mantissa = nano;
  let exponent = -9;
  while (exponent < 0 && mantissa % 1000n === 0n) {
    mantissa /= 1000n;
    exponent += 3;
  }
  return exponent === 0 ? Number(mantissa) : Number(mantissa) * 10 ** exponent;
}
