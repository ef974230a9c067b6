import { useSettings } from '../store/settings.js';

/** Follows the theme setting, and the system where it says so: `data-theme` on the root is `light` or `dark`. */
export function setUpTheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = () => {
    const { theme } = useSettings.getState();
    document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  };
  apply();
  useSettings.subscribe(apply);
  dark.addEventListener('change', apply);
}
