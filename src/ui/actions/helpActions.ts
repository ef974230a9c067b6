import { useDialog } from '../store/dialog.js';
import type { Action } from './action.js';

export const shortcuts: Action = {
  name: 'help.shortcuts',
  label: 'action.shortcuts',
  keys: ['?', 'F1'],
  perform: () => useDialog.setState({ open: 'shortcuts' }),
};

export const about: Action = {
  name: 'help.about',
  label: 'action.about',
  perform: () => useDialog.setState({ open: 'about' }),
};
