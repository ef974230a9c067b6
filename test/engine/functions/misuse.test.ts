import { beforeAll, describe, expect, test } from 'vitest';
import { setBackend } from '../../../src/engine/core/context.js';
import { TypeCheckError } from '../../../src/engine/core/errors.js';
import { Tensor } from '../../../src/engine/core/tensor.js';
import { asVariable, type Variable } from '../../../src/engine/core/variable.js';
import * as F from '../../../src/engine/functions/index.js';
import { createReferenceBackend } from '../reference/backend.js';

beforeAll(() => setBackend(createReferenceBackend()));

const zeros = (...shape: number[]) => asVariable(Tensor.zeros(shape));
const whole = () => asVariable(Tensor.of([7, 2], 'int32'));
const conv = (options: object) => F.convolution2D(zeros(1, 2, 5, 5), zeros(3, 2, 3, 3), null, options);

describe('what would come out wrong is refused', () => {
  test.each<[string, () => Variable | Tensor, string]>([
    [
      'a stride of 0',
      () => conv({ stride: 0 }),
      'convolution2D: expected whole numbers, kernel, stride and dilate from 1',
    ],
    ['a negative padding', () => conv({ pad: -1 }), 'but kernel is 3×3, stride 1×1, dilate 1×1, pad -1×-1'],
    ['half a cell of padding', () => conv({ pad: 0.5 }), 'pad 0.5×0.5'],
    ['a dilation of 0', () => conv({ dilate: 0 }), 'dilate 0×0'],
    ['an empty kernel', () => F.maxPooling2D(zeros(1, 1, 4, 4), 0), 'kernel is 0×0'],
    [
      'a deconvolution’s stride',
      () => F.deconvolution2D(zeros(1, 2, 5, 5), zeros(2, 3, 3, 3), null, { stride: 0 }),
      'stride 0×0',
    ],
    [
      'half a pixel',
      () => F.resizeImages(zeros(1, 1, 4, 4), [2.5, 2]),
      'resizeImages: a shape has whole numbers from 0, but (2.5, 2) came',
    ],
    [
      'fewer than no copies',
      () => F.repeat(zeros(2, 2), -1, 0),
      'a shape has whole numbers from 0, but (2, -1, 2) came',
    ],
    [
      'a negative axis length',
      () => Tensor.zeros([-2]),
      'Tensor.full: a shape has whole numbers from 0, but (-2,) came',
    ],
    [
      'the largest of nothing',
      () => F.max(zeros(2, 0), { axis: 1 }),
      'max: expected an element along axes 1, but x is (2, 0)',
    ],
    [
      'the place of the least of nothing',
      () => F.argmin(zeros(0)),
      'argmin: expected an element along axis 0, but x is (0,)',
    ],
    ['a mean of whole numbers', () => F.mean(whole()), 'mean: expected float32 x, but x is int32 (2,)'],
    ['a quotient of whole numbers', () => F.div(whole(), whole()), 'div: expected float32 a, but a is int32 (2,)'],
    ['a half of whole numbers', () => whole().div(2), 'div: expected float32 a, but a is int32 (2,)'],
    ['a power of e to whole numbers', () => F.exp(whole()), 'exp: expected float32, but x is int32 (2,); cast it'],
    ['dropping everything', () => F.dropout(zeros(2), { ratio: 1 }), 'dropout: expected 0 ≤ ratio < 1, but it is 1'],
  ])('%s', (_name, run, message) => {
    expect(run).toThrow(TypeCheckError);
    expect(run).toThrow(message);
  });

  test('but the largest of each of no rows is nothing', async () => {
    expect(F.max(zeros(0, 3), { axis: 1 }).shape).toEqual([0]);
    expect(F.argmax(zeros(0, 3), 1).shape).toEqual([0]);
  });
});
