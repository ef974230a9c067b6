/** In sessionStorage once the page was loaded again for its isolation: a host that breaks it must not be asked for ever. */
const TRIED = 'irodori.isolating';

/**
 * In the static build, has the service worker keep the studio for use without a network. On a host that sends no headers
 * for isolation the page is loaded once more, now through the worker, which adds them.
 */
export async function registerServiceWorker(): Promise<void> {
  if (import.meta.env.MODE !== 'web' || !('serviceWorker' in navigator)) return;
  try {
    await navigator.serviceWorker.register('./serviceWorker.js');
    await navigator.serviceWorker.ready;
  } catch {
    return; // file://, or refused by the browser: one thread colours, and nothing is kept
  }
  if (crossOriginIsolated || sessionStorage.getItem(TRIED)) return;
  sessionStorage.setItem(TRIED, 'yes');
  location.reload();
}
