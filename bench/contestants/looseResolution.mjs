/**
 * Hooks of Node's module loader for TensorFlow.js's modules, which are written for bundlers: their imports lack file endings and
 * their packages do not say that they are ES modules.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = '/@tensorflow/';

export function resolve(specifier, context, next) {
  const { parentURL } = context;
  if (!specifier.startsWith('.') || !parentURL?.includes(FOLDER)) return next(specifier, context);
  const base = new URL(specifier, parentURL).href;
  const found = [base, `${base}.js`, `${base}/index.js`].find(
    (url) => url.endsWith('.js') && existsSync(fileURLToPath(url)),
  );
  return next(found ?? specifier, context);
}

export function load(url, context, next) {
  const isModule = url.includes(`${FOLDER}tfjs-core/dist/`) && !url.includes('.node.js');
  return next(url, isModule ? { ...context, format: 'module' } : context);
}
