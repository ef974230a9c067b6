import { Info, TriangleAlert, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useTell } from '../i18n/useTell.js';
import { type Notice, useNotices } from '../store/notices.js';

/** Milliseconds that a notice without a fault stays. */
const INFO_STAYS = 9000;

/** What happened, in a corner beside the picture. Errors and questions stay until they are dismissed. Being live, it is heard while a dialog is open too. */
export function Notices() {
  const { t } = useTranslation();
  const notices = useNotices((s) => s.notices);
  return (
    <section className="notices" aria-label={t('notice.label')} aria-live="polite">
      {notices.map((notice) => (
        <Line key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function Line({ notice }: { notice: Notice }) {
  const { t } = useTranslation();
  const tell = useTell();
  const { id, kind, message, action } = notice;
  const dismiss = () => useNotices.getState().dismiss(id);

  useEffect(() => {
    if (kind !== 'info') return;
    const timer = setTimeout(() => useNotices.getState().dismiss(id), INFO_STAYS);
    return () => clearTimeout(timer);
  }, [id, kind]);

  const Icon = kind === 'error' ? TriangleAlert : Info;
  return (
    <div className="notice" data-kind={kind} role={kind === 'error' ? 'alert' : 'status'}>
      <Icon size={16} aria-hidden />
      <p>{tell(message)}</p>
      {action && (
        <button
          type="button"
          className="button"
          onClick={() => {
            dismiss();
            action.perform();
          }}
        >
          {tell(action.label)}
        </button>
      )}
      <button type="button" className="icon-button" aria-label={t('notice.dismiss')} onClick={dismiss}>
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}
