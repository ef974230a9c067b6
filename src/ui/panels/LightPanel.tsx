import { RadioGroup } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { type Light, SHADINGS, type Shading, USUAL_LIGHT } from '../../models/light/light.js';
import { edit } from '../actions/index.js';
import { coloring } from '../coloring/coloring.js';
import { LightDial } from '../parts/LightDial.js';
import { NumberSlider } from '../parts/NumberSlider.js';
import { Switch } from '../parts/Switch.js';
import { useProject } from '../store/project.js';
import { useDrag } from './useDrag.js';

/** The light that shades the result: whether there is one, where it stands, how it shades and how much. */
export function LightPanel() {
  const { t } = useTranslation();
  const light = useProject((s) => s.look.light);
  const drag = useDrag();

  const change = (part: Partial<Light>) => {
    const { look, setLook } = useProject.getState();
    drag.begin();
    drag.change(() => setLook({ light: { ...USUAL_LIGHT, ...look.light, ...part } }));
  };
  const commit = () => drag.end();

  const prepare = () => {
    if (!light) void coloring.prepareLight();
  };

  return (
    <>
      <Switch
        label={t('action.light')}
        checked={light !== null}
        onChange={() => void edit.light.perform()}
        onMeant={prepare}
      />
      {light && (
        <>
          <div className="light">
            <LightDial
              label={t('light.place')}
              shown={t('light.placed', { angle: Math.round(light.angle), height: Math.round(light.height) })}
              place={light}
              initial={USUAL_LIGHT}
              onChange={({ angle, height }) => change({ angle, height })}
              onCommit={commit}
            />
            <RadioGroup.Root
              className="choices"
              aria-label={t('light.shading')}
              value={light.shading}
              onValueChange={(shading) => {
                change({ shading: shading as Shading });
                commit();
              }}
            >
              {SHADINGS.map((shading) => (
                <RadioGroup.Item key={shading} className="choice" value={shading} aria-label={t(`light.${shading}`)}>
                  <span className="choice-dot" aria-hidden />
                  {t(`light.${shading}`)}
                </RadioGroup.Item>
              ))}
            </RadioGroup.Root>
          </div>
          <NumberSlider
            label={t('light.strength')}
            value={Math.round(light.strength * 100)}
            min={0}
            max={100}
            initial={100 * USUAL_LIGHT.strength}
            onChange={(percent) => change({ strength: percent / 100 })}
            onCommit={commit}
          />
        </>
      )}
    </>
  );
}
