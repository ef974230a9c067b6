/** When a run was begun, so that two of one folder can be told apart. */
export const shortTime = (iso: string): string =>
  new Date(iso).toLocaleString(undefined, { month: 'numeric', day: 'numeric', hour: 'numeric', minute: '2-digit' });
