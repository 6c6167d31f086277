import { describe, expect, it } from 'vitest';
import { azureLlm } from '../../../workloads/traces/azure-llm.js';
import { describeShared } from '../../shared.js';
import { excerpt, imported, refusal, total, workshop } from './imported.js';

describeShared('Azure LLM 2023, real file', () => {
  it('counts arrivals by the second', async () => {
    const { load, report } = await imported(azureLlm, excerpt('azure-llm-2023'));
    const rates = load[0]!.requestsPerSecond!;
    expect(report.counts.rowsUsed).toBe(19_366);
    expect(load[0]!.startTime).toBe(Date.UTC(2023, 10, 16, 18, 15, 46) / 1000);
    expect(rates).toHaveLength(3503);
    expect(total(rates)).toBe(19_366);
    expect(rates[Date.UTC(2023, 10, 16, 18, 47) / 1000 - load[0]!.startTime]).toBe(19);
    expect([...report.remarks].join()).toContain('22361870 context and 4088665 generated tokens');
  });
});

describe('Azure LLM', () => {
  const file = workshop();
  it('takes images beside tokens, and refuses a time that is none', async () => {
    const path = file(
      'lmm.csv',
      'TIMESTAMP,NumImages,ContextTokens,GeneratedTokens\n2024-10-01 00:00:00.5,1,2,3\n2024-10-01 00:00:02,0,2,3',
    );
    expect([...(await imported(azureLlm, path)).load[0]!.requestsPerSecond!]).toEqual([1, 0, 1]);
    const bad = file('bad.csv', 'TIMESTAMP,ContextTokens,GeneratedTokens\nnoon,2,3\n');
    expect(await refusal(azureLlm, bad)).toMatch(/bad\.csv:2: field "TIMESTAMP" got "noon"/);
  });
});
