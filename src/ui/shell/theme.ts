import { useSettings } from '../store/settings.js';

/** Follows the theme and surround settings, and the system where it says so: `data-theme` on the root is `light` or `dark`. */
export function setUpTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const { theme, surround } = useSettings.getState();
    const { style } = document.documentElement;
    if (surround === null) {
      style.removeProperty('--surround');
      style.removeProperty('--on-surround');
    } else {
      style.setProperty('--surround', `hsl(0 0% ${surround}%)`);
      style.setProperty('--on-surround', surround > 48 ? '#1a1a1a' : '#f2f2f2');
    }
    document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  };
  apply();
  useSettings.subscribe(apply);
  dark.addEventListener('change', apply);
}
