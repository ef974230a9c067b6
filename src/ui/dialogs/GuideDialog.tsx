import { useTranslation } from 'react-i18next';
import Markdown, { type Components } from 'react-markdown';
import ja from '../../../docs/guide.ja.md?raw';
import en from '../../../docs/guide.md?raw';
import zh from '../../../docs/guide.zh.md?raw';
import { Frame } from './Frame.js';

const pictures = import.meta.glob<string>('../../../docs/guide/*.webp', {
  eager: true,
  query: '?url',
  import: 'default',
});

/** The guide's headings come below the dialog's own title, and its pictures from the app itself. */
const components: Components = {
  h1: () => null,
  h2: ({ children }) => <h3>{children}</h3>,
  img: ({ src, alt }) => <img src={pictures[`../../../docs/${src}`]} alt={alt} loading="lazy" />,
};

const guides: Readonly<Record<string, string>> = { en, ja, zh };

/** The user guide in the language of the interface, the same as in the repository. */
export function GuideDialog() {
  const { i18n } = useTranslation();
  return (
    <Frame name="guide" title="guide.title" wide>
      <article className="guide">
        <Markdown components={components}>{guides[i18n.language] ?? en}</Markdown>
      </article>
    </Frame>
  );
}
