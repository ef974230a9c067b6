import { openFile, tell } from './open.js';

/**
 * Opens the sketch that `irodori studio SKETCH` hands over (`?sketch=NAME`, its bytes at `api/sketch`). Takes the query
 * out of the address: the token is a cookie by now, and a reload must bring back the hints, not the bare sketch.
 */
export async function openFromAddress(): Promise<void> {
  const address = new URL(location.href);
  if (!address.search) return;
  const name = address.searchParams.get('sketch');
  address.search = '';
  history.replaceState(null, '', address);
  if (!name) return;
  try {
    const response = await fetch('api/sketch');
    if (!response.ok) throw new Error(response.statusText);
    await openFile(await response.blob(), name);
  } catch (error) {
    tell(error, name);
  }
}
