import { spawn } from 'node:child_process';

/** The program that opens an address in the user's browser, or null where there is no screen. */
function browserCommand(
  url: string,
  { platform = process.platform as string, env = process.env } = {},
): [string, string[]] | null {
  if (platform === 'darwin') return ['open', [url]];
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]]; // no shell, so nothing to quote
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open', [url]] : null;
}

/** Opens an address in the user's browser if that is possible; whoever calls prints the address as well. */
export function openBrowser(url: string): void {
  const command = browserCommand(url);
  if (!command) return;
  const child = spawn(command[0], command[1], { stdio: 'ignore', detached: true });
  child.on('error', () => {}); // no such program: the printed address remains
  child.unref();
}
