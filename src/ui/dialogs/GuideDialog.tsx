import Markdown, { type Components } from 'react-markdown';
import text from '../../../docs/guide.md?raw';
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

/** The user guide, the same as in the repository. */
export function GuideDialog() {
  return (
    <Frame name="guide" title="guide.title" wide>
      <article className="guide" lang="en">
        <Markdown components={components}>{text}</Markdown>
      </article>
    </Frame>
  );
}
