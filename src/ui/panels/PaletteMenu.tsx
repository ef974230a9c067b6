import { Ellipsis } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { palette } from '../actions/index.js';
import { paletteFormats } from '../palettes/paletteFile.js';
import { usePalettes } from '../store/palettes.js';

/** The palettes there are, and what can be done with the one shown. */
export function PaletteMenu() {
  const { t } = useTranslation();
  const { palettes, shown, show, remove } = usePalettes();
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className="icon-button" aria-label={t('palette.menu')} title={t('palette.menu')}>
        <Ellipsis size={15} aria-hidden />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" collisionPadding={4}>
          {[null, ...palettes.map(({ name }) => name)].map((name) => (
            <DropdownMenu.CheckboxItem
              key={name ?? ''}
              className="menu-item"
              checked={name === shown}
              onSelect={() => show(name)}
            >
              <span className="menu-check" aria-hidden>
                {name === shown ? '✓' : ''}
              </span>
              {name ?? t('palette.standard')}
            </DropdownMenu.CheckboxItem>
          ))}
          <DropdownMenu.Separator className="menu-separator" />
          <Item label={t('action.importPalette')} onSelect={() => void palette.importPalette.perform()} />
          <Item label={t('action.paletteFromPicture')} onSelect={() => void palette.paletteFromPicture.perform()} />
          <Item label={t('action.colorByPalette')} onSelect={() => void palette.colorByPalette.perform()} />
          <DropdownMenu.Sub>
            <DropdownMenu.SubTrigger className="menu-item">
              <span className="menu-check" />
              {t('palette.export')}
              <span className="menu-keys">›</span>
            </DropdownMenu.SubTrigger>
            <DropdownMenu.Portal>
              <DropdownMenu.SubContent className="menu" collisionPadding={4}>
                {paletteFormats.map((format) => (
                  <Item
                    key={format}
                    label={t(`palette.format.${format}`)}
                    onSelect={() => void palette.exportPalette(format)}
                  />
                ))}
              </DropdownMenu.SubContent>
            </DropdownMenu.Portal>
          </DropdownMenu.Sub>
          {shown !== null && <Item label={t('palette.remove')} onSelect={() => remove(shown)} />}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ label, onSelect }: { label: string; onSelect: () => void }) {
  return (
    <DropdownMenu.Item className="menu-item" onSelect={onSelect}>
      <span className="menu-check" />
      {label}
    </DropdownMenu.Item>
  );
}
