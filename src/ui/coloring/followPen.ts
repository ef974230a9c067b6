import { useColoring } from '../store/coloring.js';
import { live } from '../store/live.js';
import { useProject } from '../store/project.js';
import { useSettings } from '../store/settings.js';
import { useView } from '../store/view.js';
import { coloring } from './coloring.js';

/** Milliseconds that a pen is down before colours follow it: a quick dab's own colours would wait for its preview. */
const DAB = 120;

/** Has the colours follow the pen at low resolution while a stroke is drawn. */
export function followPen(): void {
  let timer = 0;
  let isDab = false;
  const preview = () => {
    const { ink } = live.getState();
    if (ink && !isDab && useSettings.getState().preview) coloring.preview(ink);
  };
  live.subscribe((now, before) => {
    if (now.ink && !before.ink) {
      isDab = true;
      clearTimeout(timer);
      timer = window.setTimeout(() => {
        isDab = false;
        preview();
      }, DAB);
    } else if (now.ink && (now.tick !== before.tick || now.ink !== before.ink)) {
      preview();
    } else if (!now.ink && before.ink) {
      // Taken back: no result will come and replace the preview.
      const { preview, result, setPreview } = useColoring.getState();
      if (preview && result?.strokes === useProject.getState().strokes) setPreview(null);
    }
  });
}

/** Keeps the veil over guesses in step with the result, while it is shown. */
export function followDoubt(): void {
  let asked = 0;
  const update = async () => {
    const mine = ++asked;
    if (!useView.getState().doubt) {
      useColoring.getState().setDoubt(null);
      return;
    }
    const doubt = await coloring.doubt().catch(() => null);
    if (mine === asked) useColoring.getState().setDoubt(doubt);
    else doubt?.bitmap.close();
  };
  useView.subscribe((now, before) => {
    if (now.doubt !== before.doubt) void update();
  });
  useColoring.subscribe((now, before) => {
    if (useView.getState().doubt && now.result && now.result.strokes !== before.result?.strokes) void update();
  });
}
