/** Pictures of the graph behind variables, as text for Graphviz or Mermaid. */
import type { FunctionNode } from './functionNode.js';
import { formatShape } from './shape.js';
import type { VariableNode } from './variable.js';

/** A variable, or whatever else has a place in the graph. */
interface Placed {
  readonly node: VariableNode;
}

interface Graph {
  readonly variables: readonly VariableNode[];
  readonly functions: readonly FunctionNode[];
}

/** Everything upstream of some variables, inputs before what is made of them. */
function graphOf(outputs: readonly Placed[]): Graph {
  const variables = new Set<VariableNode>();
  const functions = new Set<FunctionNode>();
  const pending = outputs.map((y) => y.node);
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (variables.has(node)) continue;
    variables.add(node);
    if (!node.creator) continue;
    functions.add(node.creator);
    for (const output of node.creator.outputs) variables.add(output);
    pending.push(...node.creator.inputs);
  }
  const byRank = (a: { rank: number }, b: { rank: number }): number => a.rank - b.rank;
  return { variables: [...variables].sort(byRank), functions: [...functions].sort(byRank) };
}

interface Drawing {
  readonly boxes: readonly { readonly id: string; readonly text: string; readonly isFunction: boolean }[];
  readonly arrows: readonly (readonly [from: string, to: string])[];
}

function drawingOf(outputs: readonly Placed[], names: ReadonlyMap<Placed, string>): Drawing {
  const { variables, functions } = graphOf(outputs);
  const given = new Map(Array.from(names, ([v, name]) => [v.node, name]));
  const ids = new Map<VariableNode, string>(variables.map((node, i) => [node, `v${i}`]));
  const id = (node: VariableNode): string => ids.get(node) ?? '';
  return {
    boxes: [
      ...variables.map((node) => {
        const name = given.get(node) ?? node.name;
        return {
          id: id(node),
          text: `${name ? `${name} ` : ''}${node.dtype} ${formatShape(node.shape)}`,
          isFunction: false,
        };
      }),
      ...functions.map((fn, i) => ({ id: `f${i}`, text: fn.label, isFunction: true })),
    ],
    arrows: functions.flatMap((fn, i): [string, string][] => [
      ...fn.inputs.map((node): [string, string] => [id(node), `f${i}`]),
      ...fn.outputs.map((node): [string, string] => [`f${i}`, id(node)]),
    ]),
  };
}

/**
 * The graph in Graphviz's language: boxes are functions, ovals variables.
 *
 * @param names labels of variables that have no name of their own
 * @example await writeFile('graph.dot', toDot([loss])) // then: dot -Tsvg graph.dot
 */
export function toDot(outputs: readonly Placed[], names: ReadonlyMap<Placed, string> = new Map()): string {
  const { boxes, arrows } = drawingOf(outputs, names);
  const lines = [
    ...boxes.map(
      ({ id, text, isFunction }) =>
        `  ${id} [label="${text.replaceAll('"', '\\"')}"${isFunction ? ', shape=box' : ''}];`,
    ),
    ...arrows.map(([from, to]) => `  ${from} -> ${to};`),
  ];
  return `digraph {\n  rankdir=TB;\n${lines.join('\n')}\n}\n`;
}

/** The graph in Mermaid's language, which Markdown viewers draw. */
export function toMermaid(outputs: readonly Placed[], names: ReadonlyMap<Placed, string> = new Map()): string {
  const { boxes, arrows } = drawingOf(outputs, names);
  const quoted = (text: string): string => `"${text.replaceAll('"', '#quot;')}"`;
  const lines = [
    ...boxes.map(({ id, text, isFunction }) =>
      isFunction ? `  ${id}[${quoted(text)}]` : `  ${id}([${quoted(text)}])`,
    ),
    ...arrows.map(([from, to]) => `  ${from} --> ${to}`),
  ];
  return `flowchart TD\n${lines.join('\n')}\n`;
}
