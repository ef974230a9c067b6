/**
 * `npm run docs`: a reference of the engine from its docstrings, a Markdown page for each part, in docs/reference/ (not kept in
 * git). The text of a docstring is Markdown already; here it only gets its heading and signature. (TypeDoc does not know
 * TypeScript 7.)
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const engine = join(root, 'src/engine');

/** Parts of the engine, by the index that exports them. */
export const PARTS = {
  core: 'core/index.ts',
  functions: 'functions/index.ts',
  links: 'links/index.ts',
  initializers: 'initializers/index.ts',
  optimizers: 'optimizers/index.ts',
  training: 'training/index.ts',
  datasets: 'datasets/index.ts',
  distributions: 'distributions/index.ts',
  serializers: 'serializers/index.ts',
};

/** Names that an index exports, with the file and the name they have there. */
export function exportsOf(index) {
  const text = readFileSync(index, 'utf8');
  return [...text.matchAll(/export (?:type )?\{([^}]*)\} from '([^']+)'/g)].flatMap(([, list, from]) => {
    const file = resolve(dirname(index), from).replace(/\.js$/, '.ts');
    return list
      .split(',')
      .map((item) => item.trim().replace(/^type /, ''))
      .filter(Boolean)
      .map((name) => ({ name, file }));
  });
}

/** The text of a docstring, without its stars. */
const unstarred = (comment) =>
  comment
    .replace(/^\/\*\*\s?|\s*\*\/$/g, '')
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, '').trimEnd())
    .join('\n')
    .trim();

/** Docstring and signature of a name in a file; null where it is not declared there. */
export function describe({ name, file }) {
  const text = readFileSync(file, 'utf8');
  const declaration = new RegExp(
    `(?:/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*)?export (?:abstract |async )?(?:(function|class|interface) ${name}\\b[\\s\\S]*?(?:\\n\\}|\\{\\}\\n)|(const|type) ${name}\\b[\\s\\S]*?;\\n)`,
  ).exec(text);
  if (!declaration) return null;
  const [whole, comment, block, line] = declaration;
  const kind = block ?? line;
  const code = whole.slice(whole.indexOf('export '));
  let signature = code.slice('export '.length);
  if (kind === 'function') signature = signature.replace(/\s*\{\n(?: {2}(?! )|\n)(?!.*\n\}: )[\s\S]*$/, '');
  if (kind === 'class') signature = signature.replace(/\s*\{(?:\}\n)?(?:\n[\s\S]*)?$/, '');
  if (kind === 'const') signature = signature.replace(/\s*=>[\s\S]*$/, '').replace(/^const (\w+) = /, 'const $1 = ');
  const constructor =
    kind === 'class'
      ? /\n {2}constructor\(([\s\S]*?)\n? {0,2}\) \{/.exec(text.slice(text.indexOf(`class ${name}`)))
      : null;
  if (constructor) signature += `\nnew ${name}(${constructor[1].replace(/\n {4}/g, '\n  ').replace(/,$/, ',\n')})`;
  return { kind, comment: comment === undefined ? null : unstarred(`/**${comment}*/`), signature: signature.trim() };
}

/** Block tags as Markdown. */
function asMarkdown(comment) {
  return comment
    .replace(/^@param (\S+)\s*/gm, '- `$1` – ')
    .replace(/^@returns\s*/gm, '- returns ')
    .replace(/^@throws\s*/gm, '- throws ')
    .replace(/^@see\s*/gm, '- see ')
    .replace(/^@example\s*([\s\S]*?)(?=\n@|\n- |$)/gm, (_, code) => `\n\`\`\`ts\n${code.trim()}\n\`\`\`\n`)
    .replace(/(^|\n)([^\n-][^\n]*)\n- /, '$1$2\n\n- ');
}

function pageOf(part, index) {
  const entries = exportsOf(index)
    .map((entry) => ({ ...entry, found: describe(entry) }))
    .filter(({ found }) => found)
    .sort((a, b) => a.name.localeCompare(b.name));
  const sections = entries.map(
    ({ name, found }) =>
      `## ${name}\n\n\`\`\`ts\n${found.signature}\n\`\`\`\n\n${found.comment === null ? '' : asMarkdown(found.comment)}\n`,
  );
  return `# ${part}\n\n${entries.map(({ name }) => `[${name}](#${name.toLowerCase()})`).join(' · ')}\n\n${sections.join('\n')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const out = join(root, 'docs/reference');
  if (!existsSync(out)) mkdirSync(out, { recursive: true });
  for (const [part, index] of Object.entries(PARTS))
    writeFileSync(join(out, `${part}.md`), pageOf(part, join(engine, index)));
  console.log(`docs/reference: ${Object.keys(PARTS).length} pages`);
}
