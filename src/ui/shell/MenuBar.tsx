import { Menubar } from 'radix-ui';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Action } from '../actions/action.js';
import { bindingsOf } from '../actions/bindings.js';
import { edit, file, help, model, palette, tool, view } from '../actions/index.js';
import { bindingLabel, isMac } from '../actions/keys.js';
import { coloring } from '../coloring/coloring.js';
import { recentDocuments } from '../files/autosave.js';
import type { SavedDocument } from '../files/documents.js';
import { openSaved } from '../files/open.js';
import type { MessageKey } from '../i18n/message.js';
import { isSameModel } from '../models/modelChoice.js';
import { listOwnModels, useModels } from '../store/models.js';
import { languageName } from './languageName.js';

/** The menus. Actions say what they are called, which keys they have and whether they can be done now. */
export function MenuBar() {
  const { t } = useTranslation();
  // Menus open inside the title bar: what floats outside every landmark is not found by who listens.
  const [host, setHost] = useState<HTMLElement | null>(null);
  return (
    <MenuHost.Provider value={host}>
      <Menubar.Root ref={setHost} className="menu-bar" aria-label={t('menu.label')}>
        <Menu label="menu.file">
          <Item action={file.open} />
          <RecentMenu />
          <Menubar.Separator className="menu-separator" />
          <Item action={file.save} />
          <Item action={file.saveProjectCopy} />
          <Menubar.Separator className="menu-separator" />
          <Item action={file.exportPng} />
          <Item action={file.exportAs} />
          <Item action={file.copy} />
          <Item action={file.batch} />
          <Menubar.Separator className="menu-separator" />
          <Item action={help.settings} />
        </Menu>
        <Menu label="menu.edit">
          <Item action={edit.undo} />
          <Item action={edit.redo} />
          <Menubar.Separator className="menu-separator" />
          <Item action={edit.recolorPicked} />
          <Item action={edit.deletePicked} />
          <Item action={edit.clearHints} />
          <Item action={edit.clearClosures} />
          <Item action={edit.cleanUp} />
          <Menubar.Separator className="menu-separator" />
          <Item action={edit.swapColor} />
          <Item action={edit.keepPaper} />
          <Item action={tool.screenColor} />
          <Menubar.Separator className="menu-separator" />
          <Item action={edit.bigger} />
          <Item action={edit.smaller} />
          <Item action={edit.farther} />
          <Item action={edit.nearer} />
        </Menu>
        <Menu label="menu.view">
          <Item action={view.zoomIn} />
          <Item action={view.zoomOut} />
          <Item action={view.fit} />
          <Item action={view.actualSize} />
          <Item action={view.mirror} />
          <Item action={view.upright} />
          <Menubar.Separator className="menu-separator" />
          <Item action={view.before} />
          <Item action={view.split} />
          <Item action={view.beside} />
          <Item action={view.doubt} />
          <Item action={view.regions} />
          <Item action={view.influence} />
          <Item action={view.panels} />
          <Submenu label="menu.marks">
            <Items actions={view.marksChoices} />
          </Submenu>
          <Menubar.Separator className="menu-separator" />
          <Submenu label="menu.theme">
            <Items actions={view.themeChoices} />
          </Submenu>
          <Submenu label="menu.language">
            {view.languageChoices.map(({ language, checked, perform }) => (
              <Row key={language} checked={checked()} onSelect={perform}>
                {language === 'system' ? t('language.system') : <span lang={language}>{languageName(language)}</span>}
              </Row>
            ))}
          </Submenu>
        </Menu>
        <Menu label="menu.model">
          <Items actions={[model.standardModel, model.floodFill]} />
          <OwnModels />
          <Item action={model.importModelFile} />
          <Menubar.Separator className="menu-separator" />
          <Submenu label="menu.device">
            <Items actions={model.deviceChoices} />
          </Submenu>
          <Menubar.Separator className="menu-separator" />
          <Item action={palette.colorByPicture} />
          <Item action={palette.colorByPalette} />
          <Item action={palette.ownColors} />
          <Menubar.Separator className="menu-separator" />
          <Item action={model.recolor} />
          <Item action={model.train} />
          <Item action={model.modelCard} />
        </Menu>
        <Menu label="menu.help">
          <Item action={help.shortcuts} />
          <Item action={help.commands} />
          <Item action={help.guide} />
          <Item action={help.about} />
        </Menu>
      </Menubar.Root>
    </MenuHost.Provider>
  );
}

const MenuHost = createContext<HTMLElement | null>(null);

function Menu({ label, children }: { label: MessageKey; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Menubar.Menu>
      <Menubar.Trigger className="menu-trigger">{t(label)}</Menubar.Trigger>
      <Menubar.Portal container={useContext(MenuHost)}>
        <Menubar.Content className="menu" align="start" sideOffset={2} collisionPadding={4}>
          {children}
        </Menubar.Content>
      </Menubar.Portal>
    </Menubar.Menu>
  );
}

function Submenu({ label, children }: { label: MessageKey; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Menubar.Sub>
      <Menubar.SubTrigger className="menu-item">
        <span className="menu-check" />
        {t(label)}
        <span className="menu-keys">›</span>
      </Menubar.SubTrigger>
      <Menubar.Portal container={useContext(MenuHost)}>
        <Menubar.SubContent className="menu" collisionPadding={4}>
          {children}
        </Menubar.SubContent>
      </Menubar.Portal>
    </Menubar.Sub>
  );
}

/** Autosaved pictures, read when the menu opens. */
function RecentMenu() {
  const { t } = useTranslation();
  const [documents, setDocuments] = useState<readonly SavedDocument[]>([]);
  const load = () => void recentDocuments().then(setDocuments);
  return (
    <Menubar.Sub onOpenChange={(open) => open && load()}>
      <Menubar.SubTrigger className="menu-item">
        <span className="menu-check" />
        {t('menu.recent')}
        <span className="menu-keys">›</span>
      </Menubar.SubTrigger>
      <Menubar.Portal container={useContext(MenuHost)}>
        <Menubar.SubContent className="menu" collisionPadding={4}>
          {documents.length === 0 && <Row disabled>{t('menu.noRecent')}</Row>}
          {documents.map(({ id, name, changed }) => (
            <Row key={id} onSelect={() => void openSaved(id, name)} keys={new Date(changed).toLocaleString()}>
              {name}
            </Row>
          ))}
        </Menubar.SubContent>
      </Menubar.Portal>
    </Menubar.Sub>
  );
}

/** The person's own models, looked for when the menu opens. */
function OwnModels() {
  const own = useModels((s) => s.own);
  const chosen = useModels((s) => s.chosen);
  useEffect(() => void listOwnModels(), []);
  return own.map(({ name }) => {
    const choice = { kind: 'own', name } as const;
    return (
      <Row key={name} checked={isSameModel(chosen, choice)} onSelect={() => coloring.use({ model: choice })}>
        {name}
      </Row>
    );
  });
}

function Items({ actions }: { actions: readonly Action[] }) {
  return actions.map((action) => <Item key={action.name} action={action} />);
}

/** A menu is mounted when it opens, so what it asks the action for then is what holds now. */
function Item({ action }: { action: Action }) {
  const { t } = useTranslation();
  return (
    <Row
      disabled={action.enabled?.() === false}
      checked={action.checked?.()}
      onSelect={() => void action.perform()}
      keys={bindingsOf(action).length ? bindingLabel(bindingsOf(action)[0], isMac) : undefined}
    >
      {t(action.label)}
    </Row>
  );
}

function Row(props: {
  children: ReactNode;
  disabled?: boolean;
  checked?: boolean;
  keys?: string;
  onSelect?: () => void;
}) {
  const { children, disabled, checked, keys, onSelect } = props;
  const content = (
    <>
      <span className="menu-check" aria-hidden>
        {checked ? '✓' : ''}
      </span>
      {children}
      {keys && <span className="menu-keys">{keys}</span>}
    </>
  );
  return checked === undefined ? (
    <Menubar.Item className="menu-item" disabled={disabled} onSelect={onSelect}>
      {content}
    </Menubar.Item>
  ) : (
    <Menubar.CheckboxItem className="menu-item" disabled={disabled} checked={checked} onSelect={onSelect}>
      {content}
    </Menubar.CheckboxItem>
  );
}
