import { sizeOf } from '../../backends/backend.js';
import { TypeCheckError } from '../../core/errors.js';
import { formatShape } from '../../core/shape.js';
import { asVariable, type Operand, type Variable } from '../../core/variable.js';
import { broadcastTo } from '../array/broadcastTo.js';
import { diagonal } from '../array/diagonal.js';
import { reshape } from '../array/reshape.js';
import { transpose } from '../array/transpose.js';
import { matmul } from './matmul.js';
import { sum } from './sum.js';

/** An operand whose axes have letters, each once. */
interface Labelled {
  readonly letters: readonly string[];
  readonly value: Variable;
}

/** Stand-ins for the axes of '...', outside the letters that people write. */
const hidden = (i: number): string => String.fromCharCode(0x2460 + i);

/** "ij,jk->ik" as letters of each operand and of the result. */
function parse(subscripts: string, operands: readonly Variable[]): { inputs: string[][]; output: string[] } {
  const fail = (why: string): never => {
    throw new TypeCheckError(
      `einsum: ${why} in "${subscripts}", operands are ${operands.map((v) => formatShape(v.shape)).join(', ')}`,
    );
  };
  const [left, right, ...more] = subscripts.replaceAll(' ', '').split('->');
  const terms = left.split(',');
  if (more.length > 0 || terms.length !== operands.length)
    fail(`expected a term for each of ${operands.length} operands`);
  const dots = Math.max(
    0,
    ...terms.map((term, i) => (term.includes('...') ? operands[i].ndim - term.replace('...', '').length : 0)),
  );
  const spell = (term: string, count: number): string[] => {
    const axes = Array.from({ length: count }, (_, i) => hidden(dots - count + i)).join('');
    return [...term.replace('...', axes)];
  };
  const inputs = terms.map((term, i) => {
    const named = term.replace('...', '');
    if (!/^[A-Za-z]*$/.test(named)) fail(`"${term}" is not made of letters`);
    const rest = operands[i].ndim - named.length;
    if (rest < 0 || (rest > 0 && !term.includes('...'))) fail(`"${term}" does not name each axis`);
    return spell(term, rest);
  });
  const all = inputs.flat();
  const once = [...new Set(all)].filter((letter) => all.filter((other) => other === letter).length === 1);
  const dotted = Array.from({ length: dots }, (_, i) => hidden(i));
  const output =
    right === undefined ? [...dotted, ...once.filter((l) => !dotted.includes(l)).sort()] : spell(right, dots);
  if (new Set(output).size !== output.length || output.some((letter) => !all.includes(letter)))
    fail('the result must name axes of the operands, each once');
  return { inputs, output };
}

/** Takes diagonals of letters that an operand has twice. */
function withoutRepeats(letters: readonly string[], value: Variable): Labelled {
  const again = letters.findIndex((letter, i) => letters.indexOf(letter) !== i);
  if (again < 0) return { letters, value };
  const first = letters.indexOf(letters[again]);
  const rest = letters.filter((_, i) => i !== first && i !== again);
  return withoutRepeats([...rest, letters[again]], diagonal(value, { axis1: first, axis2: again }));
}

/** Sums the letters that nobody else needs. */
function reduceTo({ letters, value }: Labelled, needed: ReadonlySet<string>): Labelled {
  const axes = letters.flatMap((letter, i) => (needed.has(letter) ? [] : [i]));
  return axes.length === 0
    ? { letters, value }
    : { letters: letters.filter((letter) => needed.has(letter)), value: sum(value, { axis: axes }) };
}

/** The operand with its letters in an order, (batch, rows, columns) as one matrix for each batch. */
function matrices({ letters, value }: Labelled, batch: string[], rows: string[], columns: string[]): Variable {
  const order = [...batch, ...rows, ...columns];
  const arranged = transpose(
    value,
    order.map((letter) => letters.indexOf(letter)),
  );
  const length = (group: string[]): number => sizeOf(group.map((letter) => value.shape[letters.indexOf(letter)]));
  return reshape(arranged, [length(batch), length(rows), length(columns)]);
}

/** Product of two operands, summed over the letters that only they have. */
function contract(a: Labelled, b: Labelled, needed: ReadonlySet<string>): Labelled {
  const left = reduceTo(a, new Set([...needed, ...b.letters]));
  const right = reduceTo(b, new Set([...needed, ...a.letters]));
  const shared = left.letters.filter((letter) => right.letters.includes(letter));
  const batch = shared.filter((letter) => needed.has(letter));
  const inner = shared.filter((letter) => !needed.has(letter));
  const rows = left.letters.filter((letter) => !shared.includes(letter));
  const columns = right.letters.filter((letter) => !shared.includes(letter));
  const product = matmul(matrices(left, batch, rows, inner), matrices(right, batch, inner, columns));
  const letters = [...batch, ...rows, ...columns];
  const lengthOf = (letter: string): number => {
    const source = left.letters.includes(letter) ? left : right;
    return source.value.shape[source.letters.indexOf(letter)];
  };
  return { letters, value: reshape(product, letters.map(lengthOf)) };
}

/**
 * Einstein's summation: letters name axes; products of the operands are summed over the letters that the result lacks.
 *
 * @param subscripts e.g. 'ij,jk->ik', 'ii->i', '...ij,...jk->...ik'; without '->' the letters that occur once, in
 *                   alphabetical order
 */
export function einsum(subscripts: string, ...operands: readonly Operand[]): Variable {
  const values = operands.map(asVariable);
  if (values.length === 0) throw new TypeCheckError('einsum: expected at least one operand, but none came');
  const { inputs, output } = parse(subscripts, values);
  const lengths = new Map<string, number>();
  for (const [i, letters] of inputs.entries())
    for (const [axis, letter] of letters.entries()) {
      const length = values[i].shape[axis];
      const known = lengths.get(letter) ?? 1;
      if (known !== length && known !== 1 && length !== 1)
        throw new TypeCheckError(
          `einsum: the axes of one letter need one length, but in "${subscripts}" they are ${known} and ${length}`,
        );
      lengths.set(letter, Math.max(known, length === 0 ? 0 : length));
    }
  // Axes of length 1 broadcast, as in NumPy.
  const full = values.map((v, i) =>
    broadcastTo(
      v,
      inputs[i].map((letter) => lengths.get(letter) ?? 1),
    ),
  );
  let result = withoutRepeats(inputs[0], full[0]);
  for (let i = 1; i < full.length; i++) {
    const needed = new Set([...output, ...inputs.slice(i + 1).flat()]);
    result = contract(result, withoutRepeats(inputs[i], full[i]), needed);
  }
  const { letters, value } = reduceTo(result, new Set(output));
  return transpose(
    value,
    output.map((letter) => letters.indexOf(letter)),
  );
}
