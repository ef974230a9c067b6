import type { Link } from '../link.js';
import { HookList } from './hookList.js';

/** Watches links, or changes what they compute with: around `forward` of one link (`link.addHook`) or of all in a scope. */
export interface LinkHook {
  readonly name: string;
  /** Called once when it is added to a link. */
  added?(link: Link): void;
  /** Called once when it is taken from a link. */
  deleted?(link: Link): void;
  forwardPreprocess?(link: Link, args: readonly unknown[]): void;
  /** Also called when forward threw; then there is no output. */
  forwardPostprocess?(link: Link, args: readonly unknown[], output?: unknown): void;
}

/** The hooks that are active for all links now. */
export const linkHooks = new HookList<LinkHook>('usingLinkHooks');

/** Runs a synchronous body with hooks around every link that is applied. */
export const usingLinkHooks = <T>(hooks: readonly LinkHook[], body: () => T): T => linkHooks.using(hooks, body);

/** Applies a link between its hooks. */
export function callLink(
  link: Link,
  forward: (...args: unknown[]) => unknown,
  args: unknown[],
  own: ReadonlyMap<string, LinkHook>,
): unknown {
  if (own.size === 0 && linkHooks.isEmpty) return forward.apply(link, args);
  const hooks = [...linkHooks, ...own.values()];
  const begun: LinkHook[] = [];
  let output: unknown;
  try {
    for (const hook of hooks) {
      hook.forwardPreprocess?.(link, args);
      begun.push(hook);
    }
    output = forward.apply(link, args);
  } finally {
    for (const hook of begun.reverse()) hook.forwardPostprocess?.(link, args, output);
  }
  return output;
}
