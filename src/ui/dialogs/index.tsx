import { lazy, Suspense } from 'react';
import { useDialog } from '../store/dialog.js';
import { AboutDialog } from './AboutDialog.js';
import { BatchDialog } from './BatchDialog.js';
import { CommandPalette } from './CommandPalette.js';
import { ExportDialog } from './ExportDialog.js';
import { ModelDialog } from './ModelDialog.js';
import { SettingsDialog } from './SettingsDialog.js';
import { ShortcutsDialog } from './ShortcutsDialog.js';

/** Charts and all that belongs to training, loaded when it is first looked at. */
const TrainDialog = lazy(() => import('./training/TrainDialog.js').then((module) => ({ default: module.TrainDialog })));

/** The dialogs, of which one at most is open. */
export function Dialogs() {
  const training = useDialog((s) => s.open === 'train');
  return (
    <>
      <CommandPalette />
      <ExportDialog />
      <BatchDialog />
      <SettingsDialog />
      <ShortcutsDialog />
      <ModelDialog />
      {training && (
        <Suspense>
          <TrainDialog />
        </Suspense>
      )}
      <AboutDialog />
    </>
  );
}
