import '../desktopApi.js';
import { useNotices } from '../store/notices.js';

/** Tells what the desktop app found when it looked for a newer version, and asks before anything is fetched or started. */
export function followUpdates(): void {
  const { irodori } = window;
  irodori?.onUpdate((news) => {
    const { show } = useNotices.getState();
    if (news.kind === 'failed') {
      show({ kind: 'error', message: { key: 'update.failed', values: { reason: news.reason } } });
      return;
    }
    const values = { version: news.version };
    if (news.kind === 'found') {
      const perform = () => void irodori.downloadUpdate();
      show({
        kind: 'question',
        message: { key: 'update.found', values },
        action: { label: { key: 'update.download' }, perform },
      });
    } else {
      const perform = () => void irodori.installUpdate();
      show({
        kind: 'question',
        message: { key: 'update.ready', values },
        action: { label: { key: 'update.install' }, perform },
      });
    }
  });
}
