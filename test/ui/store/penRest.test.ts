import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { live } from '../../../src/ui/store/live.js';
import { whenPenRests } from '../../../src/ui/store/penRest.js';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', globalThis);
  live.setState({ ink: null, painted: performance.now() - 10_000 });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('work waits for the pen to have rested', () => {
  const work = vi.fn();
  whenPenRests(400, work);
  live.setState({ ink: { color: '#112233', width: 4, points: [[0, 0]] }, painted: performance.now() });
  vi.advanceTimersByTime(5000);
  expect(work).not.toHaveBeenCalled();
  live.setState({ ink: null, painted: performance.now() });
  vi.advanceTimersByTime(350);
  expect(work).not.toHaveBeenCalled();
  vi.advanceTimersByTime(500);
  expect(work).toHaveBeenCalledTimes(1);
});

test('work that is called off is not done', () => {
  const work = vi.fn();
  whenPenRests(400, work)();
  vi.advanceTimersByTime(5000);
  expect(work).not.toHaveBeenCalled();
});
