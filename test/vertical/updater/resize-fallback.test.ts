import { describe, expect, it } from 'vitest';
import {
  isResizeOverdue,
  type PodCondition,
  ResizeTimers,
  resizeState,
} from '../../../env/vertical/updater/resize-fallback.js';

const pending = (reason?: string): PodCondition => ({ type: 'PodResizePending', status: 'True', reason });
const inProgress = (reason?: string, message?: string): PodCondition => ({
  type: 'PodResizeInProgress',
  status: 'True',
  reason,
  message,
});

describe('the state of a resize', () => {
  it.each([
    [[], null],
    [[{ type: 'Ready', status: 'True' }], null],
    [[pending('Deferred')], { kind: 'pending', reason: 'Deferred' }],
    [[pending('Infeasible')], { kind: 'pending', reason: 'Infeasible' }],
    [[pending('Strange')], { kind: 'pending', reason: 'other' }],
    [[pending()], { kind: 'pending', reason: 'other' }],
    [[inProgress()], { kind: 'inProgress', reason: 'none' }],
    [[inProgress('Error', 'no')], { kind: 'inProgress', reason: 'Error' }],
    [[inProgress('', 'a message')], { kind: 'inProgress', reason: 'other' }],
    [[{ type: 'Ready', status: 'True' }, inProgress()], { kind: 'inProgress', reason: 'none' }],
    [[{ ...pending('Deferred'), status: 'False' }, inProgress()], null],
    [[inProgress(), pending('Deferred')], { kind: 'inProgress', reason: 'none' }],
  ] as [PodCondition[], unknown][])('%j', (conditions, expected) => {
    expect(resizeState(conditions)).toEqual(expected);
  });
});

describe('giving up on a resize', () => {
  it.each([
    ['pending', 'Deferred', 300, 300.1],
    ['inProgress', 'none', 3600, 3600.1],
  ] as const)('%s %s waits %i s', (kind, reason, still, overdue) => {
    const state = { kind, reason } as Parameters<typeof isResizeOverdue>[0];
    expect(isResizeOverdue(state, still)).toBe(false);
    expect(isResizeOverdue(state, overdue)).toBe(true);
  });

  it.each([
    ['pending', 'Infeasible'],
    ['pending', 'other'],
    ['inProgress', 'Error'],
    ['inProgress', 'other'],
  ] as const)('%s %s does not wait', (kind, reason) => {
    expect(isResizeOverdue({ kind, reason } as Parameters<typeof isResizeOverdue>[0], 0)).toBe(true);
  });

  it('counts from the first sight of a pod name, for ever', () => {
    const timers = new ResizeTimers();
    expect(timers.secondsResizing('default/web-0', 1000)).toBe(0);
    expect(timers.secondsResizing('default/web-1', 1100)).toBe(0);
    expect(timers.secondsResizing('default/web-0', 1060)).toBe(60);
    expect(timers.secondsResizing('default/web-0', 9_001_000)).toBe(9_000_000);
  });
});
