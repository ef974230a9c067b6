import './schemasWithoutEval.js';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.js';
import { bindKeys } from './actions/bindKeys.js';
import { allActions, keyedActions } from './actions/index.js';
import { coloring } from './coloring/coloring.js';
import { followFigure } from './coloring/followFigure.js';
import { followDoubt, followPen } from './coloring/followPen.js';
import { followRegions } from './coloring/followRegions.js';
import { followUpdates } from './desktop/followUpdates.js';
import { startAutosave } from './files/autosave.js';
import { openGivenFiles } from './files/givenFiles.js';
import { openFromAddress } from './files/openFromAddress.js';
import { setUpLanguages } from './i18n/i18n.js';
import { registerServiceWorker } from './pwa/register.js';
import { setUpTheme } from './shell/theme.js';
import { followSketch } from './store/followSketch.js';
import { followThumbnails } from './store/thumbnails.js';
import { watchRuns } from './training/watchRuns.js';
import './styles/index.css';

setUpLanguages();
setUpTheme();
followSketch();
coloring.follow();
followPen();
followDoubt();
followFigure();
followRegions();
followThumbnails();
followUpdates();
bindKeys(window, keyedActions);
void registerServiceWorker();
void watchRuns();
const restoring = startAutosave().then(openFromAddress);
void restoring.finally(openGivenFiles);
window.irodori?.onAction((name) => void allActions.find((action) => action.name === name)?.perform());

function Studio() {
  const [restored, setRestored] = useState(false);
  useEffect(() => void restoring.finally(() => setRestored(true)), []);
  return <App restored={restored} />;
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Studio />
  </StrictMode>,
);
