import { useEffect, useRef } from 'react';
import { HexColorPicker } from 'react-colorful';
import { useTranslation } from 'react-i18next';

type Props = Omit<React.ComponentProps<typeof HexColorPicker>, 'className'>;

/** A field of saturation and brightness over a strip of hues. It says what it is in the reader's language; its library says it in English alone. */
export function ColorPicker(props: Props) {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const [field, hue] = host.current!.querySelectorAll('.react-colorful__interactive');
    const say = (element: Element, name: string, value: string) => {
      if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    };
    const translate = () => {
      say(field, 'aria-label', t('color.field'));
      say(hue, 'aria-label', t('color.hue'));
      const [saturation = '', brightness = ''] = field.getAttribute('aria-valuetext')?.match(/\d+/g) ?? [];
      say(field, 'aria-valuetext', t('color.fieldValue', { saturation, brightness }));
    };
    translate();
    const observer = new MutationObserver(translate);
    observer.observe(field, { attributeFilter: ['aria-valuetext'] });
    return () => observer.disconnect();
  }, [t]);

  return (
    <div ref={host}>
      <HexColorPicker className="picker" {...props} />
    </div>
  );
}
