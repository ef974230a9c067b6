import { describe, expect, test } from 'vitest';
import {
  centred,
  mirrorAt,
  panBy,
  rotateAt,
  toScreen,
  toSketch,
  type Viewport,
  wheelIntent,
  wholeSketch,
  zoomAt,
} from '../../../src/ui/canvas/viewport.js';

const view = { scale: 2, x: 10, y: -30, angle: 0, mirrored: false };

describe('viewport', () => {
  test('toScreen undoes toSketch', () => {
    expect(toScreen(view, toSketch(view, [123, 45]))).toEqual([123, 45]);
    expect(toSketch(view, [10, -30])).toEqual([0, 0]);
  });

  test('zooming keeps the sketch point under the pointer', () => {
    const pointer = [200, 90] as const;
    const zoomed = zoomAt(view, pointer, 3);
    expect(zoomed.scale).toBe(6);
    expect(toSketch(zoomed, pointer)).toEqual(toSketch(view, pointer));
  });

  test('zoom stops at 64 times and at 2 %', () => {
    expect(zoomAt(view, [0, 0], 1e9).scale).toBe(64);
    expect(zoomAt(view, [0, 0], 1e-9).scale).toBe(0.02);
  });

  test('a large sketch fits whole and centred, a small one is enlarged at most four times', () => {
    const large = wholeSketch([4000, 1000], [1056, 800]);
    expect(large.scale).toBe(0.25);
    expect(large.x).toBe(28);
    expect(large.y).toBe(275);
    expect(wholeSketch([16, 16], [1000, 1000]).scale).toBe(4);
  });

  test('100 % lies on whole pixels', () => {
    expect(centred([101, 33], [500, 500], 1)).toEqual({ scale: 1, x: 200, y: 234, angle: 0, mirrored: false });
  });

  test('a turn keeps the point under the pointer, and four right angles come round', () => {
    const pointer = [200, 90] as const;
    let now: Viewport = { ...view, mirrored: true };
    for (const degrees of [30, 60, 90, 90]) {
      const point = toSketch(now, pointer);
      now = rotateAt(now, pointer, degrees);
      expect(toSketch(now, pointer)[0]).toBeCloseTo(point[0]);
      expect(toSketch(now, pointer)[1]).toBeCloseTo(point[1]);
    }
    expect(now.angle).toBe(-90);
    expect(rotateAt(now, pointer, 90).angle).toBe(0);
  });

  test('a mirror exchanges left and right of the window, whatever the turn', () => {
    const turned = rotateAt(view, [50, 60], 35);
    const mirrored = mirrorAt(turned, [100, 0]);
    const [x, y] = toScreen(turned, [12, 34]);
    expect(toScreen(mirrored, [12, 34])[0]).toBeCloseTo(200 - x);
    expect(toScreen(mirrored, [12, 34])[1]).toBeCloseTo(y);
    expect(mirrorAt(mirrored, [100, 0]).x).toBeCloseTo(turned.x);
  });

  test('a turned sketch fits whole', () => {
    const fitted = wholeSketch([400, 100], [256, 456], { angle: 90, mirrored: false });
    expect(fitted.scale).toBe(1);
    expect(toScreen(fitted, [0, 0])).toEqual([178, 28]);
    expect(toScreen(fitted, [400, 100])).toEqual([78, 428]);
  });

  test('a rim of the sketch stays in sight', () => {
    const gone = panBy({ ...view, scale: 1, x: 0, y: 0 }, -9999, 9999, [300, 300], [800, 600]);
    expect(gone.x).toBe(48 - 300);
    expect(gone.y).toBe(600 - 48);
  });
});

describe('wheelIntent', () => {
  const still = { ctrlKey: false, metaKey: false, shiftKey: false, deltaMode: 0, deltaX: 0, deltaY: 0 };

  test('a notch zooms, up is in', () => {
    const intent = wheelIntent({ ...still, deltaY: -100 });
    expect(intent.kind).toBe('zoom');
    expect(intent.kind === 'zoom' && intent.factor).toBeGreaterThan(1.1);
    expect(wheelIntent({ ...still, deltaMode: 1, deltaY: 3 }).kind).toBe('zoom');
  });

  test('a trackpad scroll pans the way the fingers go', () => {
    expect(wheelIntent({ ...still, deltaX: 3, deltaY: 7 })).toEqual({ kind: 'pan', dx: -3, dy: -7 });
  });

  test('a pinch, sent as ctrl and a few pixels, zooms', () => {
    const intent = wheelIntent({ ...still, ctrlKey: true, deltaY: -5 });
    expect(intent.kind === 'zoom' && intent.factor).toBeCloseTo(Math.exp(0.05));
  });

  test('shift pans sideways', () => {
    expect(wheelIntent({ ...still, shiftKey: true, deltaY: 100 })).toEqual({ kind: 'pan', dx: -100, dy: 0 });
  });
});
