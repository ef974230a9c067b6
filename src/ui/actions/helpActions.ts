import { useDialog } from '../store/dialog.js';
import type { Action } from './action.js';

export const commands: Action = {
  name: 'help.commands',
  label: 'action.commands',
  keys: ['Mod+K'],
  perform: () => useDialog.setState({ open: 'commands' }),
};

export const shortcuts: Action = {
  name: 'help.shortcuts',
  label: 'action.shortcuts',
  keys: ['?', 'F1'],
  perform: () => useDialog.setState({ open: 'shortcuts' }),
};

export const settings: Action = {
  name: 'help.settings',
  label: 'action.settings',
  keys: ['Mod+,'],
  perform: () => useDialog.setState({ open: 'settings' }),
};

export const guide: Action = {
  name: 'help.guide',
  label: 'action.guide',
  perform: () => useDialog.setState({ open: 'guide' }),
};

export const about: Action = {
  name: 'help.about',
  label: 'action.about',
  perform: () => useDialog.setState({ open: 'about' }),
};
