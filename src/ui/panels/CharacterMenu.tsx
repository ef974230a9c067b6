import { UserRound } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { figure, palette } from '../actions/index.js';
import { usePalettes } from '../store/palettes.js';

/** The characters there are, to colour the figure as one of them, and ways to keep its colours as one. It lies in its panel's landmark, where readers look for it. */
export function CharacterMenu() {
  const { t } = useTranslation();
  const { palettes, shown, show } = usePalettes();
  const characters = palettes.filter(({ parts }) => parts);
  const worn = characters.find(({ name }) => name === shown);
  const canKeep = figure.keepCharacter.enabled?.() ?? true;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="button small panel-foot">
        <UserRound size={13} aria-hidden />
        {t('figure.characters')}
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className="menu" align="start" collisionPadding={4}>
        {characters.map((character) => (
          <DropdownMenu.Item
            key={character.name}
            className="menu-item"
            onSelect={() => {
              show(character.name);
              palette.colorBy(character);
            }}
          >
            <span className="menu-check" />
            <span className="palette-strip part-strip" aria-hidden>
              {Object.entries(character.parts!).map(([part, color]) => (
                <span key={part} style={{ backgroundColor: color }} />
              ))}
            </span>
            {character.name}
          </DropdownMenu.Item>
        ))}
        {characters.length > 0 && <DropdownMenu.Separator className="menu-separator" />}
        {worn && (
          <Item
            label={t('figure.update', { name: worn.name })}
            disabled={!canKeep}
            onSelect={() => figure.updateCharacter(worn.name)}
          />
        )}
        <Item
          label={t('figure.keep', { name: figure.characterName() })}
          disabled={!canKeep}
          onSelect={() => void figure.keepCharacter.perform()}
        />
        <Item
          label={t('figure.resetAll')}
          disabled={!figure.resetFigure.enabled?.()}
          onSelect={() => void figure.resetFigure.perform()}
        />
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

function Item({ label, disabled, onSelect }: { label: string; disabled: boolean; onSelect: () => void }) {
  return (
    <DropdownMenu.Item className="menu-item" disabled={disabled} onSelect={onSelect}>
      <span className="menu-check" />
      {label}
    </DropdownMenu.Item>
  );
}
