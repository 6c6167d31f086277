/** Bytes in a MiB; division by it is exact for every amount below 2⁵³ bytes. */
export const bytesPerMebibyte = 2 ** 20;
