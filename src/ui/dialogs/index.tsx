import { lazy, Suspense } from 'react';
import { CleanUpDialog } from '../cleanup/CleanUpDialog.js';
import { useDialog } from '../store/dialog.js';
import { AboutDialog } from './AboutDialog.js';
import { BatchDialog } from './BatchDialog.js';
import { CommandPalette } from './CommandPalette.js';
import { ExportDialog } from './ExportDialog.js';
import { ModelDialog } from './ModelDialog.js';
import { SettingsDialog } from './SettingsDialog.js';
import { ShortcutsDialog } from './ShortcutsDialog.js';

/** What is seldom looked at and large, loaded when it is. */
const GuideDialog = lazy(() => import('./GuideDialog.js').then((module) => ({ default: module.GuideDialog })));
const TrainDialog = lazy(() => import('./training/TrainDialog.js').then((module) => ({ default: module.TrainDialog })));

/** The dialogs, of which one at most is open. */
export function Dialogs() {
  const open = useDialog((s) => s.open);
  return (
    <>
      <CommandPalette />
      <ExportDialog />
      <BatchDialog />
      <CleanUpDialog />
      <SettingsDialog />
      <ShortcutsDialog />
      <ModelDialog />
      <Suspense>
        {open === 'train' && <TrainDialog />}
        {open === 'guide' && <GuideDialog />}
      </Suspense>
      <AboutDialog />
    </>
  );
}
