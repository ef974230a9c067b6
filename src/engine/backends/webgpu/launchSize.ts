/** Invocations of a workgroup in kernels without a shape of their own: `LANES` in common.wgsl. */
export const LANES = 64;

/** Workgroups for one invocation an item. */
export const groupsFor = (items: number, lanes = LANES): number => Math.ceil(items / lanes);
