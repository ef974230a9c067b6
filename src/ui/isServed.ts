import './desktopApi.js';

/**
 * Whether a program is behind the page that keeps models and trains: the desktop app, or `irodori studio`, which says so in a cookie.
 * A host of static files has none, and is not asked.
 */
export function isServed(): boolean {
  if (window.irodori) return true;
  return new RegExp(`(^|; )irodori_${location.port}_models=1`).test(document.cookie);
}
