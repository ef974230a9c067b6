import { Tooltip } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { CanvasView } from './canvas/CanvasView.js';
import { SketchPane } from './canvas/SketchPane.js';
import { Dialogs } from './dialogs/index.js';
import { Panels } from './panels/index.js';
import { EmptyState } from './shell/EmptyState.js';
import { Notices } from './shell/Notices.js';
import { StatusBar } from './shell/StatusBar.js';
import { TitleBar } from './shell/TitleBar.js';
import { ToolBar } from './shell/ToolBar.js';
import { Tour } from './shell/Tour.js';
import { type DropMeaning, useIncomingFiles } from './shell/useIncomingFiles.js';
import { useProject } from './store/project.js';
import { useView } from './store/view.js';

/** The window: title and menus, tools, picture, panels, status. */
export function App({ restored }: { restored: boolean }) {
  const hasSketch = useProject((s) => s.sketch !== null);
  const showPanels = useView((s) => s.panels);
  const beside = useView((s) => s.beside);
  const hovering = useIncomingFiles();

  return (
    <Tooltip.Provider delayDuration={500}>
      <div className="window" data-panels={showPanels}>
        <TitleBar />
        {showPanels && <ToolBar />}
        <main className="stage" data-beside={hasSketch && beside}>
          <SketchPane />
          <CanvasView />
          {restored && !hasSketch && <EmptyState />}
          <Tour />
          {hovering && <DropOver meaning={hovering} />}
          <Notices />
        </main>
        {showPanels && <Panels />}
        <StatusBar />
      </div>
      <Dialogs />
    </Tooltip.Provider>
  );
}

/** What letting go of the file that hovers would do: one thing, or one of two while a sketch is open. */
function DropOver({ meaning }: { meaning: DropMeaning }) {
  const { t } = useTranslation();
  const hasSketch = useProject((s) => s.sketch !== null);
  return (
    <div className="drop-over">
      <div data-meant={meaning === 'open'}>{t('canvas.drop')}</div>
      {hasSketch && <div data-meant={meaning === 'reference'}>{t('canvas.dropReference')}</div>}
    </div>
  );
}
