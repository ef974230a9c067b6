import { adam, approach, scaleBy, squares } from './training';
import { Address, Task } from './codes';
import { broadcastChannels, copy, fill, gatherStrided, padPlanes, scatterStrided, toBlocked, toPlain } from './copy';
import { binary, binaryInt, cast, unary, unaryInt, where } from './elementwise';
import { gemm, packGradient, packPanels, packRows, weightGradient } from './gemm';
import { narrowHalf, widenHalf } from './half';
import { oneHot, take, takeGrad } from './indexing';
import { moments, normalize, normalizeGrad, normalizeSums } from './normalize';
import { bilinear, bilinearGrad, gatherPlane, maxPool, scatterPlane, sumPool, sumPoolGrad } from './pool';
import { random } from './random';
import { smallProduct } from './smallProduct';
import { winograd } from './winograd';
import { winogradFilters, winogradGradient, winogradOperands, winogradProducts } from './winogradGradient';
import { winogradStridedWeights, winogradWeights } from './winogradWeights';
import { argReduce, cumsum, reduce, reduceInt } from './reduce';

/** First byte that no static data occupies. */
export function heapBase(): usize {
  return __heap_base;
}

export function relaxed(): bool {
  return ASC_FEATURE_RELAXED_SIMD;
}

function run(task: i32, chunk: i32, thread: i32): void {
  switch (task) {
    case Task.Fill: fill(chunk); break;
    case Task.Unary: unary(chunk); break;
    case Task.UnaryInt: unaryInt(chunk); break;
    case Task.Binary: binary(chunk); break;
    case Task.BinaryInt: binaryInt(chunk); break;
    case Task.Where: where(chunk); break;
    case Task.Cast: cast(chunk); break;
    case Task.WidenHalf: widenHalf(chunk); break;
    case Task.NarrowHalf: narrowHalf(chunk); break;
    case Task.Copy: copy(chunk); break;
    case Task.GatherStrided: gatherStrided(chunk); break;
    case Task.ScatterStrided: scatterStrided(chunk); break;
    case Task.ToBlocked: toBlocked(chunk); break;
    case Task.ToPlain: toPlain(chunk); break;
    case Task.BroadcastChannels: broadcastChannels(chunk); break;
    case Task.Reduce: reduce(chunk); break;
    case Task.ReduceInt: reduceInt(chunk); break;
    case Task.ArgReduce: argReduce(chunk); break;
    case Task.CumSum: cumsum(chunk); break;
    case Task.Random: random(chunk); break;
    case Task.Take: take(chunk); break;
    case Task.TakeGrad: takeGrad(chunk); break;
    case Task.OneHot: oneHot(chunk); break;
    case Task.PadPlanes: padPlanes(chunk); break;
    case Task.PackPanels: packPanels(chunk); break;
    case Task.PackGradient: packGradient(chunk); break;
    case Task.PackRows: packRows(chunk); break;
    case Task.Gemm: gemm(chunk, thread); break;
    case Task.SmallProduct: smallProduct(); break;
    case Task.WeightGradient: weightGradient(chunk, thread); break;
    case Task.WinogradWeights: winogradWeights(chunk); break;
    case Task.WinogradStridedWeights: winogradStridedWeights(chunk); break;
    case Task.Winograd: winograd(chunk, thread); break;
    case Task.WinogradGradient: winogradGradient(chunk, thread); break;
    case Task.WinogradOperands: winogradOperands(chunk, thread); break;
    case Task.WinogradProducts: winogradProducts(chunk, thread); break;
    case Task.WinogradFilters: winogradFilters(chunk, thread); break;
    case Task.MaxPool: maxPool(chunk); break;
    case Task.GatherPlane: gatherPlane(chunk); break;
    case Task.ScatterPlane: scatterPlane(chunk); break;
    case Task.SumPool: sumPool(chunk); break;
    case Task.SumPoolGrad: sumPoolGrad(chunk); break;
    case Task.Bilinear: bilinear(chunk); break;
    case Task.BilinearGrad: bilinearGrad(chunk); break;
    case Task.Moments: moments(chunk); break;
    case Task.Normalize: normalize(chunk); break;
    case Task.NormalizeSums: normalizeSums(chunk); break;
    case Task.NormalizeGrad: normalizeGrad(chunk); break;
    case Task.Adam: adam(chunk); break;
    case Task.Squares: squares(chunk); break;
    case Task.ScaleBy: scaleBy(chunk); break;
    case Task.Approach: approach(chunk); break;
  }
}

/** Runs every chunk on the calling thread. */
export function runAll(task: i32, chunks: i32): void {
  for (let chunk = 0; chunk < chunks; chunk++) run(task, chunk, 0);
}

/**
 * Claims chunks until none is left; the last to finish wakes the dispatcher. `Left` counts down, so that a thread that
 * arrives late finds it ≤ 0 and touches nothing: the dispatcher never waits for threads that did not take part.
 */
export function work(thread: i32): void {
  while (true) {
    const chunk = atomic.sub<i32>(<usize>Address.Left, 1) - 1;
    if (chunk < 0) return;
    run(load<i32>(<usize>Address.Task), chunk, thread);
    if (atomic.sub<i32>(<usize>Address.Done, 1) == 1) atomic.notify(<usize>Address.Done, 1);
  }
}

/** Runs the chunks together with up to `helpers` waiting threads and returns when all are done. */
export function runShared(task: i32, chunks: i32, helpers: i32): void {
  store<i32>(<usize>Address.Task, task);
  atomic.store<i32>(<usize>Address.Done, chunks);
  atomic.store<i32>(<usize>Address.Left, chunks);
  atomic.add<i32>(<usize>Address.Generation, 1);
  atomic.notify(<usize>Address.Generation, helpers);
  work(0);
  while (true) {
    const left = atomic.load<i32>(<usize>Address.Done);
    if (left == 0) return;
    atomic.wait<i32>(<usize>Address.Done, left, -1);
  }
}
