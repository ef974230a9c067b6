import { expectType } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { reshape } from '../array/reshape.js';
import { type MatmulOptions, matmul } from './matmul.js';

/** Matrix products of examples, (N, M, K)·(N, K, P); (N, M) counts as columns (N, M, 1). */
export function batchMatmul(a: Operand, b: Operand, options: MatmulOptions = {}): Variable {
  const [va, vb] = [a, b].map((x) => {
    const v = asVariable(x);
    return v.ndim === 2 ? reshape(v, [...v.shape, 1]) : v;
  });
  const fits = va.ndim === 3 && vb.ndim === 3 && va.shape[0] === vb.shape[0];
  expectType('batchMatmul', fits, 'a (N, M, K) and b (N, K, P)', { a: va, b: vb });
  return matmul(va, vb, options);
}
