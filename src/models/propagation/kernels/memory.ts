const PAGE: usize = 65536;

/** Makes the memory reach up to an address; traps where it cannot grow that far. */
export function reserve(end: usize): void {
  const have = <usize>memory.size() * PAGE;
  if (end <= have) return;
  const pages = (end - have + PAGE - 1) / PAGE;
  if (memory.grow(<i32>pages) < 0) unreachable();
}

// @ts-ignore: decorator
@inline
export function aligned(at: usize): usize {
  return (at + 63) & ~(<usize>63);
}
