import { CleanUpDialog } from '../cleanup/CleanUpDialog.js';
import { AboutDialog } from './AboutDialog.js';
import { BatchDialog } from './BatchDialog.js';
import { CommandPalette } from './CommandPalette.js';
import { ExportDialog } from './ExportDialog.js';
import { ModelDialog } from './ModelDialog.js';
import { SettingsDialog } from './SettingsDialog.js';
import { ShortcutsDialog } from './ShortcutsDialog.js';

/** The dialogs, of which one at most is open. */
export function Dialogs() {
  return (
    <>
      <CommandPalette />
      <ExportDialog />
      <BatchDialog />
      <CleanUpDialog />
      <SettingsDialog />
      <ShortcutsDialog />
      <ModelDialog />
      <AboutDialog />
    </>
  );
}
